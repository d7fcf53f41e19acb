// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the folder for what can be made again; the launcher keeps its start-up archives there by the same rules. */
final class CacheFolder {

    private CacheFolder() {}

    /** Returns the folder, which need not exist; empty when the environment names no home. */
    static Optional<Path> of(Surroundings surroundings) {
        String own = surroundings.variable("FLAGCTL_CACHE_DIR");
        if (!own.isEmpty()) {
            return absolute(own);
        }
        String xdg = surroundings.variable("XDG_CACHE_HOME");
        if (!xdg.isEmpty()) {
            return absolute(xdg).map(folder -> folder.resolve("flagctl"));
        }
        String home = surroundings.variable("HOME");
        return home.isEmpty() ? Optional.empty() : absolute(home).map(folder -> folder.resolve(".cache/flagctl"));
    }

    /** XDG: a relative path is to be ignored. */
    private static Optional<Path> absolute(String text) {
        try {
            Path path = Path.of(text);
            return path.isAbsolute() ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }
}
