// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Bake;
import dev.flagctl.model.Gate;
import dev.flagctl.model.GateKind;
import dev.flagctl.model.Stage;
import dev.flagctl.model.Trajectory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The earliest times of a stage that is still to come.
 *
 * <p>Earliest: exposures, approvals, other environments and hooks can only make it later.
 *
 * @param stage index into the trajectory's stages
 * @param entry earliest time at which it is entered
 * @param baked earliest time at which its bake time is over
 */
public record StageTime(int stage, Instant entry, Instant baked) {

    /**
     * Returns the earliest times of all stages after one, in order. Times beyond what an {@link Instant} holds are {@link Instant#MAX}.
     *
     * @param stage index of the stage where the feature stands, -1 before the first
     * @param since when it was entered; not used before the first
     * @param now no stage is entered earlier
     */
    public static List<StageTime> after(Trajectory trajectory, int stage, Instant since, Instant now) {
        List<Stage> stages = trajectory.stages();
        Instant free = stage < 0
                ? now
                : Moments.later(now, baked(since, stages.get(stage).bake()));
        List<StageTime> times = new ArrayList<>();
        for (int i = stage + 1; i < stages.size(); i++) {
            Stage next = stages.get(i);
            Instant entry = Moments.later(free, notBefore(next));
            free = baked(entry, next.bake());
            times.add(new StageTime(i, entry, free));
        }
        return List.copyOf(times);
    }

    private static Instant baked(Instant entry, Bake bake) {
        return Moments.plus(entry, bake.time());
    }

    private static Instant notBefore(Stage stage) {
        Instant latest = Instant.MIN;
        for (Gate gate : stage.gates()) {
            if (gate.kind() == GateKind.NOT_BEFORE) {
                latest = Moments.later(latest, ((Gate.NotBefore) gate).time());
            }
        }
        return latest;
    }
}
