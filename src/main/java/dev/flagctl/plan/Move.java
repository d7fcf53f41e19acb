// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.FlagState;
import dev.flagctl.model.Recorded;
import org.jspecify.annotations.Nullable;

/**
 * A decision with what it makes of the record.
 *
 * @param decision what and why
 * @param after what is recorded afterwards; null when nothing is recorded yet and nothing shall be
 * @param serves what the flag shall serve afterwards: what is recorded, but where only its exposure is taken back; null where {@code after} is
 * @param archives whether the flag goes away
 */
record Move(
        Decision decision,
        @Nullable Recorded after,
        @Nullable FlagState serves,
        boolean archives) {

    static Move of(Decision decision, @Nullable Recorded after) {
        return new Move(decision, after, after == null ? null : after.flag(), false);
    }

    static Move archiving(Decision decision, Recorded after) {
        return new Move(decision, after, null, true);
    }

    /** Returns the same move, with one more word on why. */
    Move adding(String words) {
        Decision more = new Decision(
                decision.kind(), decision.reason(), decision.because() + words, decision.stage(), decision.hold());
        return new Move(more, after, serves, archives);
    }

    /** Returns the same move, which serves something else than it records. */
    Move serving(FlagState other) {
        return new Move(decision, after, other, archives);
    }
}
