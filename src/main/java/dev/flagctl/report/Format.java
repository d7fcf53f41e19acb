// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import java.util.Locale;
import java.util.Optional;

/** The forms in which a view can be asked for. */
public enum Format {
    TEXT,
    /** One line for each thing, easy to search. */
    SHORT,
    /** One document. */
    JSON,
    /** One event on each line. */
    JSONL,
    /** A table for spreadsheets, RFC 4180. */
    CSV,
    MARKDOWN,
    /** One page that needs nothing else. */
    HTML,
    SARIF,
    /** Workflow commands, or the summary of a job, of GitHub Actions. */
    GITHUB;

    /** Returns the word that people write, such as {@code jsonl}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the format of a word, empty when there is none. */
    public static Optional<Format> of(String word) {
        for (Format format : values()) {
            if (format.word().equals(word)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
