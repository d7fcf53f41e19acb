// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Gives the text of a line of a manifest, for the snippets under a diagnostic. */
public final class SourceLines {

    private final Path root;
    private final Map<String, String[]> lines = new HashMap<>();

    /**
     * Reads files on demand.
     *
     * @param root the folder that the file names of diagnostics are relative to
     */
    public SourceLines(Path root) {
        this.root = root;
    }

    /**
     * Returns a line without its line end, empty when the file cannot be read or has no such line.
     *
     * @param file file name as a {@code SourceRange} holds it
     * @param line counted from 1
     */
    public synchronized Optional<String> line(String file, int line) {
        String[] all = lines.computeIfAbsent(file, this::read);
        return line >= 1 && line <= all.length ? Optional.of(all[line - 1]) : Optional.empty();
    }

    /** Remembers a text that cannot be read a second time, such as standard input. */
    synchronized void remember(String file, String text) {
        lines.put(file, split(text));
    }

    private String[] read(String file) {
        try {
            return split(new String(Files.readAllBytes(root.resolve(file)), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            // The diagnostic itself says what is wrong with the file; a snippet is only a courtesy.
            return new String[0];
        }
    }

    private static String[] split(String text) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return plain.lines().toArray(String[]::new);
    }
}
