// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.code.files;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The files to search. Symbolic links are followed, each real file is met once, and links that lead into a circle end there. */
final class SourceTree {

    private final Path root;
    private final List<Path> paths;
    private final Globs globs;

    SourceTree(Path root, List<Path> paths, Globs globs) {
        this.root = root;
        this.paths = paths;
        this.globs = globs;
    }

    /** A file to search, and its path as people write it: relative to the root where it is below, with forward slashes. */
    record Source(Path path, String name) {}

    /**
     * Returns all files, ordered by name.
     *
     * @throws AdapterException when a path is not there or a folder cannot be opened
     */
    List<Source> files() {
        Walk walk = new Walk();
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw unsearched(path, "it is not there");
            }
            try {
                Files.walkFileTree(path, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
            } catch (IOException e) {
                throw unsearched(path, String.valueOf(e.getMessage()));
            }
        }
        walk.found.sort((a, b) -> a.name().compareTo(b.name()));
        return walk.found;
    }

    /** Returns the failure that says that something was not searched, so that "no references" would be a guess. */
    static AdapterException unsearched(Object path, String reason) {
        return new AdapterException(
                Failure.UNREACHABLE, "search code", path.toString(), reason + "; mend it, or name it in \"exclude\"");
    }

    private Path below(Path path) {
        return path.startsWith(root) ? root.relativize(path) : path;
    }

    private final class Walk extends SimpleFileVisitor<Path> {

        private final List<Source> found = new ArrayList<>();
        private final Set<Object> met = new HashSet<>();

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean top = paths.contains(folder);
            return (top || globs.enters(below(folder))) && isNew(folder, attributes)
                    ? FileVisitResult.CONTINUE
                    : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && globs.takes(below(file)) && isNew(file, attributes)) {
                found.add(new Source(file, below(file).toString().replace('\\', '/')));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            if (e instanceof FileSystemLoopException || Files.isSymbolicLink(file)) {
                // A circle was walked once already, and a link to nothing holds no code.
                return FileVisitResult.CONTINUE;
            }
            if (!globs.takes(below(file)) || !globs.enters(below(file))) {
                return FileVisitResult.CONTINUE;
            }
            throw unsearched(file, "it cannot be opened: " + e.getMessage());
        }

        private boolean isNew(Path path, BasicFileAttributes attributes) {
            Object key = attributes.fileKey();
            return met.add(key == null ? path.toAbsolutePath() : key);
        }
    }
}
