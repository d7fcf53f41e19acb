// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many people a change reaches.
 *
 * @param before users per day who have the treatment now, or null when no population is stated
 * @param after users per day who would have it, or null when no population is stated
 * @param control users per day who would be in a control group of its own, or null when there is none or its size is not known
 * @param controlShares shares of the audiences in that group, in words; null when there is none; known without a population
 * @param moved users per day who change sides because they are bucketed anew
 * @param movedShare the same as a fraction of those who have the treatment now, 0 to 1 inclusive; known without a population
 * @param exact whether every number behind it was stated
 * @param source where the population comes from
 * @param unknown audiences whose size is not stated
 */
public record Impact(
        @Nullable Long before,
        @Nullable Long after,
        @Nullable Long control,
        @Nullable String controlShares,
        long moved,
        double movedShare,
        boolean exact,
        String source,
        List<String> unknown) {

    public static final Impact UNKNOWN = new Impact(null, null, null, null, 0, 0, false, "", List.of());
}
