// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.status;

import java.util.List;

/**
 * What a status says beside the features.
 *
 * @param lock who holds the lock, such as {@code run 7714, alice, since 13:02 UTC}; empty when it is free
 * @param all whether features at rest are shown too
 * @param wide whether owner, version and the time it came to stand there are shown too
 * @param leftOut what selectors left out, {@code 12 features by --owner}
 */
public record StatusCover(String lock, boolean all, boolean wide, List<String> leftOut) {

    public StatusCover {
        leftOut = List.copyOf(leftOut);
    }
}
