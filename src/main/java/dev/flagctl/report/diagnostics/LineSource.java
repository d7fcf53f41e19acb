// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.diagnostics;

import java.util.Optional;

/** Gives the lines of manifests for the snippets under a diagnostic. */
@FunctionalInterface
public interface LineSource {

    /** Knows no line, so that no snippet is shown. */
    LineSource NONE = (file, line) -> Optional.empty();

    /**
     * Returns a line without its line end, empty when it cannot be had.
     *
     * @param file path as the diagnostic names it
     * @param line counted from 1
     */
    Optional<String> line(String file, int line);
}
