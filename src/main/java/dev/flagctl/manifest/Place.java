// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.SourceRange;

/**
 * A part of one line of a document that is being read.
 *
 * @param line line in the file, counted from 1
 * @param column first column, counted from 1
 * @param endColumn column behind the last one
 */
record Place(int line, int column, int endColumn) {

    SourceRange in(String file) {
        return new SourceRange(file, line, column, endColumn);
    }
}
