// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The number of users that impact is computed from, as a person stated it.
 *
 * @param users users per day in the whole environment
 * @param cohorts users per day of single cohorts; cohorts that are absent are unknown
 * @param regions users per day of single regions; regions that are absent are unknown
 * @param source where the numbers come from, or null when not said
 */
public record Population(
        long users,
        Map<String, Long> cohorts,
        Map<String, Long> regions,
        @Nullable String source) {

    public Population {
        cohorts = Map.copyOf(cohorts);
        regions = Map.copyOf(regions);
    }
}
