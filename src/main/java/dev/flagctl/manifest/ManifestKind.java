// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a document describes. */
enum ManifestKind {
    PROJECT("Project"),
    FEATURE("Feature"),
    METRIC("Metric"),
    STRATEGY("Strategy");

    static final List<String> WORDS = List.of("Project", "Feature", "Metric", "Strategy");

    private final String word;

    ManifestKind(String word) {
        this.word = word;
    }

    /** Returns the word of the key {@code kind}. */
    String word() {
        return word;
    }

    /** Returns the name of its schema among the definitions. */
    String definition() {
        return Words.of(this);
    }

    static @Nullable ManifestKind find(String word) {
        for (ManifestKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        return null;
    }
}
