// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import org.jspecify.annotations.Nullable;

/** A flag service that keeps an earlier request until somebody agrees there is not asked for the next one; only a failed guardrail does not wait. */
final class AwaitRule implements DecisionRule {

    @Override
    public @Nullable Move decide(Situation s) {
        String awaits = s.flag().awaits();
        if (awaits.isEmpty()) {
            return null;
        }
        Hold hold = new Hold(awaits, s.position().since(), null, "whoever may agree in the flag service");
        return Move.of(
                Decision.hold(
                        Reason.AWAITS_FLAG_SERVICE,
                        "the flag service waits for " + awaits,
                        s.position().stage(),
                        hold),
                s.standing());
    }
}
