// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.model.Recorded;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.DecisionKind;
import dev.flagctl.plan.Hold;
import dev.flagctl.plan.Plan;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When something can be due next without anybody doing anything. */
final class NextDue {

    private NextDue() {}

    /** Returns the earliest time after that of the plan, or null when a person or a date that nobody knows is awaited. */
    static @Nullable Instant after(Plan plan) {
        Instant next = null;
        for (Change change : plan.changes()) {
            Hold hold = change.decision().hold();
            next = earlier(next, hold == null ? null : hold.until(), plan.now());
            Recorded recorded = change.recorded();
            next = earlier(next, recorded == null ? null : recorded.position().cooldownUntil(), plan.now());
            if (change.decision().kind() == DecisionKind.ADVANCE
                    && change.timeline().size() > 1) {
                next = earlier(next, change.timeline().get(1).earliest(), plan.now());
            }
        }
        return next;
    }

    private static @Nullable Instant earlier(@Nullable Instant next, @Nullable Instant time, Instant now) {
        if (time == null || !time.isAfter(now)) {
            return next;
        }
        return next == null || time.isBefore(next) ? time : next;
    }
}
