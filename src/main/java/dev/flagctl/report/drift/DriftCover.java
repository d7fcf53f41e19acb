// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.drift;

import java.util.List;

/**
 * What is said beside the drift itself.
 *
 * @param exitCode exit code that follows
 * @param leftOut what selectors left out, in words; empty when nothing
 * @param suffix what commands need to mean the same environments, such as {@code  -e production}; may be empty
 */
public record DriftCover(int exitCode, List<String> leftOut, String suffix) {

    public DriftCover {
        leftOut = List.copyOf(leftOut);
    }
}
