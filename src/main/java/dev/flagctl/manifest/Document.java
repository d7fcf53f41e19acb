// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.Feature;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One document on its way from bytes to records. */
final class Document {

    private final String file;
    private final int line;
    final Findings findings = new Findings();

    /** Null while its kind is not known. */
    @Nullable
    ManifestKind kind;

    /** Empty while its name is not known. */
    String name = "";

    /** The tree; null for a feature out of the cache, which is read again only to find a place. */
    @Nullable
    JsonNode tree;

    /** A feature that is right by itself; null for other kinds, and for features that wait for templates. */
    @Nullable
    Feature feature;

    /** Where the canonical text of a feature can be had. */
    @Nullable
    CanonicalText canonical;

    /** The bytes it was read from, which let a later run know it again; null for standard input. */
    byte @Nullable [] raw;

    int rawOffset;
    int rawLength;

    /** Set when it could not be read as YAML. */
    boolean isUnread;

    /** Set when reading it ended before its end, so that what follows in the file is not to be trusted either. */
    boolean isGarbled;

    /** Set when the document holds nothing. */
    boolean isEmpty;

    /** A text that is only made when somebody asks. */
    @FunctionalInterface
    interface CanonicalText {
        String text();
    }

    Document(String file, int line) {
        this.file = file;
        this.line = line;
    }

    String file() {
        return file;
    }

    /** Returns the line of the file on which its part begins. */
    int line() {
        return line;
    }

    /** Tells whether the shape and the meaning of the document alone are right. */
    boolean isSound() {
        return kind != null && !isUnread && !findings.hasErrors();
    }
}
