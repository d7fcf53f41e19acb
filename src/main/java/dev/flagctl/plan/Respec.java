// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Trajectory;
import dev.flagctl.strategy.Trajectories;
import java.time.Instant;
import java.util.Objects;

/** Brings what is recorded up to an edited manifest, without ever raising exposure. */
final class Respec {

    private Respec() {}

    /** Returns the record as if it had been made for this spec; the same object when the spec did not change. */
    static Recorded bring(Feature feature, Trajectory trajectory, Recorded recorded, Instant now) {
        Position old = recorded.position();
        if (recorded.specDigest().equals(feature.specDigest()) || old.kind() == PositionKind.ARCHIVED) {
            return recorded;
        }
        FlagState flag = recorded.flag();
        if (servesAnew(feature, flag) && !flag.exposure().isNone()) {
            Position restarted = Positions.restarted(old, feature.version(), -1, "", 0, now);
            Position position = old.kind() == PositionKind.PAUSED
                    ? Positions.paused(restarted, old.reason(), old.by(), now)
                    : restarted;
            return recorded.with(position, feature.flagWith(Exposure.NONE), feature.specDigest());
        }
        int stage = Trajectories.locate(trajectory, old, flag.exposure());
        Position position = place(feature, trajectory, old, stage, now);
        return recorded.with(position, defined(feature, flag, Trajectories.isOnWayOut(position)), feature.specDigest());
    }

    /** Tells whether users would meet something else than they do now, so that the rollout begins again. */
    static boolean servesAnew(Feature feature, FlagState flag) {
        return !feature.serve().treatment().equals(flag.treatment())
                || !Objects.equals(
                        feature.variants().get(flag.treatment()),
                        flag.variants().get(flag.treatment()))
                || !feature.unit().equals(flag.unit())
                || !feature.salt().equals(flag.salt());
    }

    private static FlagState defined(Feature feature, FlagState flag, boolean wayOut) {
        FlagState defined = feature.flagWith(flag.exposure());
        if (!wayOut) {
            return defined;
        }
        // Who has left keeps what leavers get.
        return feature.variants().containsKey(flag.rest())
                ? defined.withoutControl().withRest(flag.rest())
                : defined.withoutControl();
    }

    private static Position place(Feature feature, Trajectory trajectory, Position old, int stage, Instant now) {
        String name = stage < 0 ? "" : trajectory.stages().get(stage).name();
        boolean newVersion = !old.version().equals(feature.version());
        if (old.kind() == PositionKind.ROLLED_BACK && newVersion) {
            return Positions.restarted(old, feature.version(), stage, name, 0, now);
        }
        int last = trajectory.rolloutStages() - 1;
        boolean goesOn = old.kind() == PositionKind.DONE && stage < last;
        boolean same = name.equals(old.stageName()) && !goesOn;
        return new Position(
                feature.version(),
                stage,
                name,
                goesOn ? PositionKind.MOVING : old.kind(),
                same ? old.since() : now,
                goesOn ? now : old.rolloutSince(),
                newVersion ? 0 : old.retries(),
                old.cooldownUntil(),
                old.reason(),
                old.by(),
                old.told());
    }
}
