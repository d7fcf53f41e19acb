// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.SourceRange;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the files that paths of a command line mean. */
final class ManifestFiles {

    static final String PROJECT_FILE = "flagctl.yaml";

    private final Path root;
    private final Findings findings;
    private final Map<String, FoundFile> found = new TreeMap<>();

    ManifestFiles(Path root, Findings findings) {
        this.root = root;
        this.findings = findings;
    }

    /**
     * Returns files in the order of their names, each once.
     *
     * <p>In folders: names ending in {@code .yaml} or {@code .yml}, nothing hidden, no flag files of flagd.
     */
    Collection<FoundFile> find(List<Path> paths) {
        for (Path path : paths.isEmpty() ? List.of(Path.of("")) : paths) {
            Path real = root.resolve(path);
            boolean isInput = path.toString().equals("-");
            if (!isInput && Files.isDirectory(real)) {
                walk(real, path);
            } else if (!isInput) {
                single(real, path);
            }
        }
        Path project = root.resolve(PROJECT_FILE);
        if (Files.isRegularFile(project)) {
            single(project, Path.of(PROJECT_FILE));
        }
        return Collections.unmodifiableCollection(found.values());
    }

    private void single(Path real, Path shown) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
            add(real, shown, attributes);
        } catch (IOException unreadable) {
            findings.add(unreadable(name(shown), unreadable));
        }
    }

    private void add(Path real, Path shown, BasicFileAttributes attributes) {
        Path key = shown.isAbsolute() && shown.startsWith(root) ? root.relativize(shown) : shown.normalize();
        found.putIfAbsent(name(key), new FoundFile(name(shown), real, FileStamp.of(attributes)));
    }

    private void walk(Path folder, Path shown) {
        try {
            Files.walkFileTree(
                    folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new Visitor(folder, shown));
        } catch (IOException unreadable) {
            findings.add(unreadable(name(shown), unreadable));
        }
    }

    static Diagnostic unreadable(String name, IOException reason) {
        String why = reason instanceof NoSuchFileException
                ? "it does not exist"
                : reason instanceof java.nio.file.AccessDeniedException
                        ? "access is denied"
                        : String.valueOf(reason.getMessage());
        return Diagnostic.error(
                DiagnosticCode.FILE_UNREADABLE.code(),
                "cannot read " + name + ": " + why,
                SourceRange.ofFile(name),
                "",
                "check the path and the rights of the file");
    }

    private static String name(Path path) {
        String name = path.toString();
        return File.separatorChar == '/' ? name : name.replace(File.separatorChar, '/');
    }

    private final class Visitor extends SimpleFileVisitor<Path> {

        private final Path folder;
        private final Path shown;

        Visitor(Path folder, Path shown) {
            this.folder = folder;
            this.shown = shown;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            return !path.equals(folder) && isHidden(path) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            if (isManifest(path) && attributes.isOther()) {
                // To open a pipe that nobody writes to would wait for ever.
                findings.add(unreadable(
                        name(shownOf(path)), new IOException("it is a pipe, a socket or a device, not a file")));
            } else if (isManifest(path)) {
                add(path, shownOf(path), attributes);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException reason) {
            if (reason instanceof FileSystemLoopException) {
                findings.add(Diagnostic.warning(
                        DiagnosticCode.LINK_LOOP.code(),
                        "the link " + name(shownOf(path)) + " leads back to a folder that holds it; not followed",
                        SourceRange.ofFile(name(shownOf(path))),
                        "",
                        "delete the link"));
            } else if (!isHidden(path)) {
                findings.add(unreadable(name(shownOf(path)), reason));
            }
            return FileVisitResult.CONTINUE;
        }

        private Path shownOf(Path path) {
            return shown.resolve(folder.relativize(path));
        }

        private static boolean isHidden(Path path) {
            return path.getFileName().toString().startsWith(".");
        }

        private static boolean isManifest(Path path) {
            String name = path.getFileName().toString();
            return (name.endsWith(".yaml") || name.endsWith(".yml"))
                    && !name.startsWith(".")
                    && !name.endsWith(".flagd.yaml")
                    && !name.endsWith(".flagd.yml");
        }
    }
}
