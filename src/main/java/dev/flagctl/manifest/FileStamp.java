package dev.flagctl.manifest;

import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * What a file looks like from outside; a file whose stamp is equal was not edited, but for edits within one tick of its clock.
 *
 * @param size size in bytes
 * @param modified time of the last change in nanoseconds since the epoch
 * @param key device and inode where the system has them, else empty
 */
record FileStamp(long size, long modified, String key) {

    /** The coarsest clock of a common file system (FAT) ticks every two seconds. */
    private static final long COARSEST_TICK = TimeUnit.SECONDS.toNanos(2);

    static FileStamp of(BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        return new FileStamp(
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                key == null ? "" : key.toString());
    }

    /**
     * Tells whether a later edit would surely have another stamp.
     *
     * @param now the file system's time after the stamp was taken, in nanoseconds since the epoch
     */
    boolean isSettled(long now) {
        return modified < now - COARSEST_TICK;
    }
}
