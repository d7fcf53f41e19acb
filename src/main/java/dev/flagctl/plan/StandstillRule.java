// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A paused feature waits for a person; a rolled-back one for its cooldown, and then for a retry, a new version or a person. */
final class StandstillRule implements DecisionRule {

    @Override
    public @Nullable Move decide(Situation s) {
        Position position = s.position();
        if (position.kind() == PositionKind.PAUSED) {
            String by = position.by() == null ? "" : " by " + position.by();
            return hold(
                    s,
                    Reason.PAUSED,
                    "paused" + by + ": " + position.reason(),
                    null,
                    "flagctl resume " + s.key().feature());
        }
        if (position.kind() != PositionKind.ROLLED_BACK || s.mayRetry()) {
            return null;
        }
        Instant until = position.cooldownUntil();
        if (until != null && s.now().isBefore(until)) {
            boolean retries = position.retries() < s.feature().onFailure().retries();
            return hold(
                    s,
                    Reason.COOLDOWN,
                    "cooldown after: " + position.reason(),
                    until,
                    retries ? Hold.BY_ITSELF : s.feature().owner());
        }
        return hold(
                s,
                Reason.ROLLED_BACK_FOR_GOOD,
                "a new version, or flagctl resume " + s.key().feature() + "; rolled back: " + position.reason(),
                null,
                s.feature().owner());
    }

    private static Move hold(Situation s, Reason reason, String waitsFor, @Nullable Instant until, String releasedBy) {
        Hold hold = new Hold(waitsFor, s.position().since(), until, releasedBy);
        return Move.of(Decision.hold(reason, waitsFor, s.position().stage(), hold), s.known());
    }
}
