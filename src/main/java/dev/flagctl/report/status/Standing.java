// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.status;

import dev.flagctl.model.FlagState;
import dev.flagctl.model.Gate;
import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Stage;
import dev.flagctl.model.StageKind;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.DecisionKind;
import dev.flagctl.plan.Hold;
import dev.flagctl.plan.Reason;
import dev.flagctl.plan.TimelineStep;
import dev.flagctl.report.Moments;
import dev.flagctl.report.plan.ChangeWords;
import dev.flagctl.report.plan.HoldText;
import dev.flagctl.report.plan.Motion;
import dev.flagctl.report.plan.Places;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a feature stands in an environment, in words.
 *
 * @param change what a plan says about it
 * @param stage where on its trajectory, {@code rollout 3/6}
 * @param exposure who has the treatment
 * @param position how it stands there: baking, holding, due, paused, rolled back, waiting, done, archived or new
 * @param next what comes next, and when or on whose word
 */
record Standing(Change change, String stage, String exposure, String position, String next) {

    static Standing of(Change change, Moments moments) {
        Recorded recorded = change.recordedBefore();
        Position position = recorded == null ? null : recorded.position();
        FlagState serves = change.before();
        return new Standing(
                change,
                Places.standing(change.trajectory(), position),
                ChangeWords.exposure(serves),
                position(change, position),
                next(change, position, moments));
    }

    /** Tells whether it has nothing to come but what a date brings. */
    static boolean isSteady(Change change) {
        Recorded recorded = change.recordedBefore();
        PositionKind kind = recorded == null ? null : recorded.position().kind();
        return !change.isDue()
                && Motion.of(change) == Motion.UNCHANGED
                && (kind == PositionKind.DONE || kind == PositionKind.ARCHIVED);
    }

    /** Tells whether the date on which it should be gone has passed. */
    static boolean isPastSunset(Change change, Instant now) {
        List<Stage> stages = change.trajectory().stages();
        Recorded recorded = change.recordedBefore();
        if (stages.isEmpty() || (recorded != null && recorded.position().kind() == PositionKind.ARCHIVED)) {
            return false;
        }
        Stage last = stages.get(stages.size() - 1);
        if (last.kind() != StageKind.ARCHIVED) {
            return false;
        }
        for (Gate gate : last.gates()) {
            if (gate instanceof Gate.NotBefore date && date.time().isBefore(now)) {
                return true;
            }
        }
        return false;
    }

    private static String position(Change change, @Nullable Position position) {
        if (position == null) {
            return "new";
        }
        return switch (position.kind()) {
            case PAUSED -> "paused";
            case ROLLED_BACK -> "rolled back";
            case DONE -> change.decision().kind() == DecisionKind.STEADY ? "done" : moving(change);
            case ARCHIVED -> "archived";
            case MOVING -> moving(change);
        };
    }

    private static String moving(Change change) {
        if (change.decision().kind() == DecisionKind.HOLD) {
            Reason reason = change.decision().reason();
            return reason == Reason.BAKE_TIME || reason == Reason.BAKE_EXPOSURES ? "baking" : "holding";
        }
        return change.decision().kind() == DecisionKind.STEADY ? "waiting" : "due";
    }

    private static String next(Change change, @Nullable Position position, Moments moments) {
        Hold hold = change.decision().hold();
        if (hold == null) {
            return change.decision().kind() == DecisionKind.STEADY
                    ? change.decision().because()
                    : "apply: "
                            + (Motion.of(change) == Motion.ADVANCE
                                    ? ChangeWords.exposure(change)
                                    : ChangeWords.what(change));
        }
        Instant until = hold.until();
        if (change.decision().reason() == Reason.BAKE_TIME && until != null) {
            return moments.of(until) + " " + following(change.timeline());
        }
        if (change.decision().reason() == Reason.COOLDOWN && until != null) {
            return moments.of(until)
                    + (Hold.BY_ITSELF.equals(hold.releasedBy()) ? " retry" : " then " + hold.releasedBy());
        }
        if (position != null && position.kind() == PositionKind.PAUSED) {
            return hold.releasedBy();
        }
        return HoldText.word(change.decision().reason()) + ", " + hold.releasedBy()
                + (until == null ? "" : ", " + moments.of(until));
    }

    private static String following(List<TimelineStep> timeline) {
        if (timeline.size() < 2) {
            return "done";
        }
        TimelineStep next = timeline.get(1);
        return (next.stage().kind().isRollout()
                        ? "stage " + (next.index() + 1)
                        : next.stage().name()) + ", "
                + ChangeWords.difference(
                        next.stage().exposure(), timeline.get(0).stage().exposure());
    }
}
