// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.cli.Appearance.Color;
import dev.flagctl.diag.Suggestion;
import dev.flagctl.model.DurationText;
import dev.flagctl.report.Format;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the options that every command has. */
final class GlobalOptions {

    private GlobalOptions() {}

    static Appearance appearance(Surroundings surroundings, Arguments arguments) {
        String word = arguments.value("--color").orElse("auto");
        for (Color color : Color.values()) {
            if (color.name().toLowerCase(Locale.ROOT).equals(word)) {
                return new Appearance(surroundings, color, arguments.has("--ascii"));
            }
        }
        throw new UsageException(
                "--color must be auto, always or never, but is \"" + word + "\"",
                Suggestion.nearest(word, List.of("auto", "always", "never")));
    }

    /** Tells whether what a CI host shows beside the log is wished. */
    static boolean tellsHost(Arguments arguments) {
        String word = arguments.value("--ci").orElse("auto");
        if (!word.equals("auto") && !word.equals("none")) {
            throw new UsageException(
                    "--ci must be auto or none, but is \"" + word + "\"",
                    Suggestion.nearest(word, List.of("auto", "none")));
        }
        return word.equals("auto");
    }

    /** Returns the format asked for, else the command's default, else text. */
    static Format format(CommandForm form, Arguments arguments) {
        List<Format> possible = form.formats();
        if (possible.isEmpty()) {
            return Format.TEXT;
        }
        String word = arguments.value("--format").orElse(null);
        if (word == null) {
            return possible.get(0);
        }
        Map<String, Format> words = form.formatWords();
        Format asked = words.get(word);
        if (asked != null) {
            return asked;
        }
        throw new UsageException(
                "--format must be one of " + String.join(", ", words.keySet()) + ", but is \"" + word + "\"",
                Suggestion.nearest(word, words.keySet()));
    }

    static Path root(Surroundings surroundings, Arguments arguments) {
        String folder = arguments.value("--dir").orElse("");
        Path root = surroundings.folder().resolve(path(folder)).normalize();
        if (!Files.isDirectory(root)) {
            throw new UsageException("--dir " + folder + " is " + (Files.exists(root) ? "no folder" : "not there"));
        }
        return root;
    }

    /** Returns the path that a text names; no file system knows a path with a NUL in it. */
    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException wrong) {
            throw new UsageException("\"" + text.replace('\0', '?') + "\" is no path: " + wrong.getReason());
        }
    }

    /** Reads a duration such as 10m. */
    static Duration duration(String word) {
        try {
            return DurationText.parse(word);
        } catch (DateTimeException e) {
            throw new UsageException(e.getMessage() + ": write it as 30s, 10m or 2h");
        }
    }
}
