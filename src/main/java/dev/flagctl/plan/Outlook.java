// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of a stage that is to come.
 *
 * @param lasts how long: its bake, or longer where so many exposures take longer
 * @param users users per day who have the treatment while it lasts, or null when no population is stated for all of them
 * @param sizes what it can show and cost, one for each guardrail whose traffic and rate are known; the one that finds least comes first
 */
public record Outlook(Duration lasts, @Nullable Long users, List<StageSize> sizes) {

    public Outlook {
        sizes = List.copyOf(sizes);
    }
}
