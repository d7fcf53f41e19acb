// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.FlagState;
import org.jspecify.annotations.Nullable;

/** An edit that changes what the flag itself says is written before anything else moves. */
final class NewSpecRule implements DecisionRule {

    @Override
    public @Nullable Move decide(Situation s) {
        FlagState served = s.served();
        FlagState wanted = s.known().flag();
        if (served == null || wanted.equals(served)) {
            return null;
        }
        boolean restarts = !served.exposure().equals(wanted.exposure());
        String because = restarts
                ? "version " + s.feature().version() + " serves something else: the rollout begins again at 0%"
                : "version " + s.feature().version() + " defines the flag anew";
        return Move.of(
                Decision.of(
                        DecisionKind.CORRECT,
                        Reason.NEW_SPEC,
                        because,
                        s.position().stage()),
                s.known());
    }
}
