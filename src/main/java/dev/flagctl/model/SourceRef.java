// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/**
 * The place in a manifest that asked for something.
 *
 * @param file path as the user gave it, with forward slashes
 * @param line first line, counted from 1
 */
public record SourceRef(String file, int line) {

    /** Says that something was not written in any manifest. */
    public static final SourceRef NONE = new SourceRef("", 0);

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line;
    }
}
