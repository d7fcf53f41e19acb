// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.diag;

/**
 * A part of one line of a file.
 *
 * @param file path as the user gave it, with forward slashes
 * @param line counted from 1; 0 when the diagnostic is about the whole file
 * @param column first column, counted from 1
 * @param endColumn column behind the last one; at least {@code column + 1}, or equal when only a point is known
 */
public record SourceRange(String file, int line, int column, int endColumn) {

    /** Returns a range that names a file as a whole. */
    public static SourceRange ofFile(String file) {
        return new SourceRange(file, 0, 0, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
