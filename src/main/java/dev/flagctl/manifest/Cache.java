// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sound documents between runs in a folder.
 *
 * <p>Only ever a shortcut: a cache that is absent, damaged, of another flagctl or not writable makes a run slower and nothing else.
 */
final class Cache {

    private static final int MOST_FILES = 8;
    private static final String PREFIX = "manifests-";
    private static final String SUFFIX = ".bin";

    private final Path folder;
    private final Path file;
    private final String identity;
    private final @Nullable CacheFile content;
    private @Nullable Path next;
    private long now;

    /**
     * Opens the cache of a set of paths.
     *
     * @param root what relative paths are taken from
     * @param paths what is loaded; other sets and other roots have caches of their own, so that they do not push each other out
     */
    Cache(Path folder, Path root, List<Path> paths) {
        this.folder = folder;
        CRC32 crc = new CRC32();
        crc.update(root.toAbsolutePath().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        crc.update(0);
        for (Path path : paths) {
            crc.update(path.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            crc.update(0);
        }
        this.file = folder.resolve(
                PREFIX + Long.toHexString(crc.getValue() | 1L << 32).substring(1) + SUFFIX);
        this.identity = identity();
        this.content = open();
    }

    /** Returns what an earlier run left, or null. */
    @Nullable
    CacheFile content() {
        return content;
    }

    private @Nullable CacheFile open() {
        try {
            return Files.isRegularFile(file) ? CacheFile.of(Files.readAllBytes(file), identity) : null;
        } catch (IOException unreadable) {
            return null;
        }
    }

    /** Notes the file system's own time; call it right after the stamps of the files were taken. */
    void begin() {
        try {
            Files.createDirectories(folder);
            next = Files.createTempFile(folder, PREFIX, ".tmp");
            now = Files.getLastModifiedTime(next).to(TimeUnit.NANOSECONDS);
        } catch (IOException notWritable) {
            next = null;
        }
    }

    /** Replaces the cache in one step, or leaves it as it is. */
    void replace(Collection<FoundFile> files, Map<String, List<Document>> documents) {
        Path written = next;
        if (written == null) {
            return;
        }
        try {
            Files.write(written, CacheFile.pack(identity, new CacheContent(files, documents, now)));
            try {
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException oldFileSystem) {
                Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
            }
            forgetOldest();
        } catch (IOException notWritable) {
            discard();
        }
    }

    /** Takes back what {@link #begin} left behind. */
    void discard() {
        Path written = next;
        next = null;
        if (written != null) {
            try {
                Files.deleteIfExists(written);
            } catch (IOException notDeletable) {
                // A left-over of a few bytes; the next run uses another name.
                next = null;
            }
        }
    }

    private void forgetOldest() throws IOException {
        List<Path> caches;
        try (Stream<Path> all = Files.list(folder)) {
            caches = all.filter(path -> path.getFileName().toString().startsWith(PREFIX)
                            && path.getFileName().toString().endsWith(SUFFIX))
                    .toList();
        }
        Path oldest = null;
        for (Path path : caches) {
            if (!path.equals(file)
                    && (oldest == null
                            || Files.getLastModifiedTime(path).compareTo(Files.getLastModifiedTime(oldest)) < 0)) {
                oldest = path;
            }
        }
        if (caches.size() > MOST_FILES && oldest != null) {
            Files.deleteIfExists(oldest);
        }
    }

    /** Returns what the meaning of a cache depends on: its format, the schema, and the build that wrote it. */
    private static String identity() {
        CodeSource source = Cache.class.getProtectionDomain().getCodeSource();
        try {
            if (source != null && source.getLocation() != null) {
                Path jar = Path.of(source.getLocation().toURI());
                // The jar holds the schema too. Its time of modification is the same in every build; that of its inode
                // is not.
                Map<String, Object> attributes = Files.readAttributes(jar, "unix:isRegularFile,size,ino,ctime");
                if (Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
                    return CacheFile.FORMAT + " " + attributes.get("size") + " " + attributes.get("ino") + " "
                            + attributes.get("ctime");
                }
            }
        } catch (IOException
                | URISyntaxException
                | IllegalArgumentException
                | UnsupportedOperationException
                | java.nio.file.FileSystemNotFoundException noUnixFile) {
            return identityByContent();
        }
        return identityByContent();
    }

    private static String identityByContent() {
        byte[] schema = Schemas.bytes("flagctl.schema.json");
        CRC32 crc = new CRC32();
        crc.update(schema);
        return CacheFile.FORMAT + " " + schema.length + " " + crc.getValue() + " "
                + Cache.class.getPackage().getImplementationVersion();
    }
}
