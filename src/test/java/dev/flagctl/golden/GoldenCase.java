// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder of {@code src/test/resources/golden}: a project, what happened to it, and the plan that flagctl shows then. */
record GoldenCase(Path folder) {

    private static final Path ALL = Path.of("src/test/resources/golden");

    static List<GoldenCase> all() throws IOException {
        try (Stream<Path> folders = Files.list(ALL)) {
            return folders.filter(folder -> Files.exists(folder.resolve("case.md")))
                    .sorted()
                    .map(GoldenCase::new)
                    .toList();
        }
    }

    String name() {
        return folder.getFileName().toString();
    }

    /** Returns a file's text, empty when there is none. */
    String text(String file) throws IOException {
        Path path = folder.resolve(file);
        return Files.exists(path) ? Files.readString(path) : "";
    }

    boolean has(String file) {
        return Files.exists(folder.resolve(file));
    }

    /** Copies what the project consists of, so that nothing is written into the case. */
    void copyTo(Path target) throws IOException {
        copy(folder, target);
    }

    static void copy(Path from, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
