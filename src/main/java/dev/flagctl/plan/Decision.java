// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import org.jspecify.annotations.Nullable;

/**
 * What is decided, and why.
 *
 * @param kind what
 * @param reason why, for machines
 * @param because why, one sentence for people, with numbers
 * @param stage index of the stage the feature stands at afterwards, -1 before the first
 * @param hold what it waits for; present exactly when the kind is {@link DecisionKind#HOLD}
 */
public record Decision(
        DecisionKind kind,
        Reason reason,
        String because,
        int stage,
        @Nullable Hold hold) {

    public Decision {
        if ((kind == DecisionKind.HOLD) != (hold != null)) {
            throw new IllegalArgumentException("a hold says what it waits for, and nothing else does: " + kind);
        }
    }

    /** Tells whether it only stops, or takes exposure back: what no refusal and no pending edit may keep from being done. */
    public boolean takesBack() {
        return kind == DecisionKind.ROLL_BACK || kind == DecisionKind.PAUSE || reason == Reason.TURNED_UP_OUTSIDE;
    }

    static Decision of(DecisionKind kind, Reason reason, String because, int stage) {
        return new Decision(kind, reason, because, stage, null);
    }

    static Decision hold(Reason reason, String because, int stage, Hold hold) {
        return new Decision(DecisionKind.HOLD, reason, because, stage, hold);
    }
}
