// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;

/** Replaces a file so that every reader, also after a crash, sees the old or the new content and nothing else. */
final class AtomicReplace {

    private AtomicReplace() {}

    /**
     * Replaces the content of a file, or creates it; the permissions stay. The caller holds the lock of the file and calls {@link
     * #forceFolder} next.
     *
     * <p>When it throws, nothing happened.
     *
     * @param target no symbolic link
     */
    static void replace(Path target, byte[] content) throws IOException {
        // One name, not a random one: what a killed run left behind is overwritten, not piled up.
        Path fresh = target.resolveSibling("." + target.getFileName() + ".flagctl-new");
        try {
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                keepPermissions(target, fresh);
                channel.force(true);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
    }

    private static void keepPermissions(Path target, Path fresh) throws IOException {
        PosixFileAttributeView from = Files.getFileAttributeView(target, PosixFileAttributeView.class);
        if (from == null || !Files.exists(target)) {
            return;
        }
        Files.setPosixFilePermissions(fresh, from.readAttributes().permissions());
        try {
            Files.getFileAttributeView(fresh, PosixFileAttributeView.class)
                    .setGroup(from.readAttributes().group());
        } catch (IOException ignored) {
            // Only a member of the group may give it; the owner's and everybody's permissions stay as they were.
        }
    }

    /** Makes the renaming itself durable. Where folders cannot be opened (Windows), renaming is journalled. */
    static void forceFolder(Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || Files.getFileAttributeView(folder, PosixFileAttributeView.class) == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
