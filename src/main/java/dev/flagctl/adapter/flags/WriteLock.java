// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two writers from one flag file: threads of this process wait for each other, other processes are told to come again.
 *
 * <p>The lock is that of the operating system on {@code NAME.lock} beside the file: it ends with its process, however that ends.
 */
final class WriteLock implements AutoCloseable {

    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();
    private static final int TRIES = 5;

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
     * @param token what no other writer of this moment says
     * @return the lock, or null when another process holds it
     */
    static @Nullable WriteLock take(Path target, String token) throws IOException {
        Path path = target.resolveSibling(target.getFileName() + ".lock");
        ReentrantLock threads = THREADS.computeIfAbsent(path, key -> new ReentrantLock());
        threads.lock();
        FileChannel channel = null;
        try {
            for (int i = 0; i < TRIES && channel == null; i++) {
                channel = open(path, token);
            }
        } finally {
            if (channel == null) {
                threads.unlock();
            }
        }
        return channel == null ? null : new WriteLock(path, threads, channel);
    }

    private static @Nullable FileChannel open(Path path, String token) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            FileLock lock = channel.tryLock();
            held = lock != null && isStillThere(path, channel, token);
        } finally {
            if (!held) {
                channel.close();
            }
        }
        return held ? channel : null;
    }

    /** The holder before may have removed the file between our opening and our locking: then it is not the one that others lock. */
    private static boolean isStillThere(Path path, FileChannel channel, String token) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(token.getBytes(StandardCharsets.UTF_8)), 0);
        return Files.exists(path) && Files.readString(path).equals(token);
    }

    @Override
    public void close() throws IOException {
        try {
            // Removed while it is held, so that nobody's lock is removed; whoever waits on it notices by its token.
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
