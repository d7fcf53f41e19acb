// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.DecisionKind;
import dev.flagctl.plan.Hold;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.Reason;
import dev.flagctl.plan.TimelineStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says when it is worth to look again. */
public final class NextTick {

    /** Guardrails are looked at this often while something moves. */
    private static final Duration WATCH = Duration.ofMinutes(1);

    private NextTick() {}

    /** Returns when the next tick is due, or null when everything waits for a person or is at its end. */
    public static @Nullable Instant of(Plan plan) {
        Instant next = null;
        for (Change change : plan.changes()) {
            Instant due = of(change, plan.now());
            if (due != null && (next == null || due.isBefore(next))) {
                next = due;
            }
        }
        return next;
    }

    /** Tells whether a feature could go on at once after this plan: its next stage waits for nothing, and a run takes one step. */
    public static boolean isDueAtOnce(Plan plan) {
        for (Change change : plan.changes()) {
            boolean advances = change.decision().kind() == DecisionKind.ADVANCE
                    && change.timeline().size() > 1;
            TimelineStep next = advances ? change.timeline().get(1) : null;
            if (next != null && next.gates().isEmpty() && !next.earliest().isAfter(plan.now())) {
                return true;
            }
        }
        return false;
    }

    /** Returns when it is worth to look at the feature of a change again, or null when it waits for a person or is at its end. */
    public static @Nullable Instant of(Change change, Instant now) {
        Hold hold = change.decision().hold();
        return switch (change.decision().kind()) {
            case HOLD -> hold != null && goesOn(change.decision().reason(), hold) ? soon(hold.until(), now) : null;
            case ADVANCE, ROLL_BACK, CORRECT -> soon(following(change), now);
            case FINISH, STEADY, PAUSE -> null;
        };
    }

    /** Telemetry comes back without anybody's word, and its deadline falls due without one. */
    private static boolean goesOn(Reason reason, Hold hold) {
        return reason == Reason.DATA_MISSING || hold.releasedBy().equals(Hold.BY_ITSELF);
    }

    private static @Nullable Instant following(Change change) {
        List<TimelineStep> timeline = change.timeline();
        return timeline.size() > 1 ? timeline.get(1).earliest() : null;
    }

    private static Instant soon(@Nullable Instant until, Instant now) {
        Instant watch = now.plus(WATCH);
        return until == null || until.isAfter(watch) || !until.isAfter(now) ? watch : until;
    }
}
