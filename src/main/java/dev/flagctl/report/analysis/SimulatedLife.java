// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.analysis;

import java.time.Duration;
import java.util.List;

/**
 * One simulated rollout.
 *
 * @param seed it came from
 * @param moments every decision that was carried out or that began to hold, in order
 * @param end how it stood at the end: DONE, ROLLED_BACK, PAUSED, STOPPED by a hook or for want of an approval, or MOVING when time was up
 * @param lasted until the end
 * @param exposed units that met the treatment
 * @param harmed bad units beyond those that the control would have had
 */
public record SimulatedLife(
        long seed, List<Moment> moments, String end, Duration lasted, double exposed, double harmed) {

    public SimulatedLife {
        moments = List.copyOf(moments);
    }

    /**
     * What happened at a time.
     *
     * @param at since the begin
     * @param share of everybody after it
     * @param what the decision
     * @param why its reason in words
     */
    public record Moment(Duration at, double share, String what, String why) {}
}
