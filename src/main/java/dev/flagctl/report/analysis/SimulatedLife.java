// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.analysis;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One simulated rollout.
 *
 * @param seed it came from
 * @param moments every decision that was carried out or that began to hold, and every notice, in order; waiting for a bake is left out
 * @param end how it stood at the end: DONE, ROLLED_BACK, PAUSED, STOPPED for want of somebody, or MOVING when time was up
 * @param lasted until the end
 * @param exposed units that met the treatment
 * @param harmed bad units that the control would not have had; 0 where the treatment is no worse
 * @param harmBegan when the first unit met a treatment that is worse, or null when none did
 * @param noticed how long after that a guardrail stopped it, or null when none did
 */
public record SimulatedLife(
        long seed,
        List<Moment> moments,
        String end,
        Duration lasted,
        double exposed,
        double harmed,
        @Nullable Duration harmBegan,
        @Nullable Duration noticed) {

    public SimulatedLife {
        moments = List.copyOf(moments);
    }

    /**
     * What happened at a time.
     *
     * @param at since the begin
     * @param share of everybody after it
     * @param what the decision, TELL for a notice, or STOPPED when it waits for somebody who will not come
     * @param why its reason in words, or what was told to whom
     */
    public record Moment(Duration at, double share, String what, String why) {}
}
