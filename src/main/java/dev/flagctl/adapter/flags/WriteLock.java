// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two writers from one flag file: threads of this process wait for each other, other processes are told to come again.
 *
 * <p>The lock is that of the operating system on {@code NAME.lock} beside the file: it ends with its process, however that ends.
 */
final class WriteLock implements AutoCloseable {

    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();
    private static final int TRIES = 5;

    /** The file is sparse: it needs one block, whatever its size. */
    private static final int LARGEST = 1 << 20;

    private final Path path;
    private final ReentrantLock threads;
    private final FileChannel channel;

    private WriteLock(Path path, ReentrantLock threads, FileChannel channel) {
        this.path = path;
        this.threads = threads;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param random says what no other writer of this moment says
     * @return the lock, or null when another process holds it
     */
    static @Nullable WriteLock take(Path target, RandomGenerator random) throws IOException {
        Path path = target.resolveSibling(target.getFileName() + ".lock");
        ReentrantLock threads = THREADS.computeIfAbsent(path, key -> new ReentrantLock());
        threads.lock();
        FileChannel channel = null;
        try {
            for (int i = 0; i < TRIES && channel == null; i++) {
                channel = open(path, random);
            }
        } finally {
            if (channel == null) {
                threads.unlock();
            }
        }
        return channel == null ? null : new WriteLock(path, threads, channel);
    }

    private static @Nullable FileChannel open(Path path, RandomGenerator random) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            FileLock lock = channel.tryLock();
            held = lock != null && isStillThere(path, channel, random);
        } finally {
            if (!held) {
                channel.close();
            }
        }
        return held ? channel : null;
    }

    /**
     * Tells whether the file that is locked is the one that others lock: the holder before may have removed it between our opening and our locking.
     *
     * <p>Asked by its size, given by chance twice: opening the file and closing it again would give the lock back, for the locks of POSIX belong to the
     * process and end with its first descriptor that is closed, see <a href="https://man7.org/linux/man-pages/man2/fcntl_locking.2.html">fcntl_locking(2)</a>.
     */
    private static boolean isStillThere(Path path, FileChannel channel, RandomGenerator random) throws IOException {
        for (int i = 0; i < 2; i++) {
            int size = 1 + random.nextInt(LARGEST);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(new byte[1]), size - 1L);
            if (size != size(path)) {
                return false;
            }
        }
        return true;
    }

    private static long size(Path path) throws IOException {
        try {
            return Files.size(path);
        } catch (NoSuchFileException removed) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            // Removed while it is held, so that nobody's lock is removed; whoever waits on it notices.
            Files.deleteIfExists(path);
        } finally {
            try {
                channel.close();
            } finally {
                threads.unlock();
            }
        }
    }
}
