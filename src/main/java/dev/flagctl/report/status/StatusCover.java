// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.status;

import java.util.List;

/**
 * What a status says beside the features.
 *
 * @param locks who may write
 * @param all whether features at rest are shown too
 * @param wide whether owner, version and the time it came to stand there are shown too
 * @param leftOut what selectors left out, {@code 12 features by --owner}
 * @param failing at which features workers fail
 */
public record StatusCover(Locks locks, boolean all, boolean wide, List<String> leftOut, List<Failing> failing) {

    public StatusCover {
        leftOut = List.copyOf(leftOut);
        failing = List.copyOf(failing);
    }

    /** Makes a cover of a project without failing work. */
    public StatusCover(Locks locks, boolean all, boolean wide, List<String> leftOut) {
        this(locks, all, wide, leftOut, List.of());
    }
}
