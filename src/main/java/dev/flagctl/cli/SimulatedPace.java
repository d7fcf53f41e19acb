// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.model.Bake;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Stage;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Hold;
import dev.flagctl.plan.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long a simulated rollout is left alone before somebody looks at it again. */
final class SimulatedPace {

    /** A stage is looked at so often, and never less often than this. */
    private static final int LOOKS = 24;

    private static final Duration SHORTEST_STEP = Duration.ofMinutes(5);
    private static final Duration LONGEST_STEP = Duration.ofHours(6);

    private SimulatedPace() {}

    /**
     * Returns the time until the next look.
     *
     * @param harming how long there has been harm that nobody noticed, or null without any
     */
    static Duration step(Change change, Instant now, @Nullable Duration harming) {
        Hold hold = change.decision().hold();
        if (hold != null && hold.until() != null && change.decision().reason() == Reason.GATE_DATE) {
            return atMost(Duration.between(now, hold.until()));
        }
        if (change.decision().reason() == Reason.GATE_ENVIRONMENT) {
            return Duration.ofHours(1);
        }
        if (harming != null) {
            return lookingFor(harming);
        }
        Recorded recorded = change.recorded();
        int stage = recorded == null ? -1 : recorded.position().stage();
        List<Stage> stages = change.trajectory().stages();
        Bake bake = stage < 0 || stage >= stages.size()
                ? Bake.NONE
                : stages.get(stage).bake();
        return atMost(Duration.ofMinutes(bake.time().toMinutes() / LOOKS));
    }

    /** While there is harm it is looked for as often as a schedule would: how many it hurts depends on it. */
    private static Duration lookingFor(Duration lasting) {
        return lasting.compareTo(Duration.ofHours(2)) < 0
                ? SHORTEST_STEP
                : lasting.compareTo(Duration.ofHours(12)) < 0 ? Duration.ofMinutes(15) : Duration.ofHours(1);
    }

    private static Duration atMost(Duration step) {
        return step.compareTo(SHORTEST_STEP) < 0
                ? SHORTEST_STEP
                : step.compareTo(LONGEST_STEP) > 0 ? LONGEST_STEP : step;
    }
}
