// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import org.jspecify.annotations.Nullable;

/** A rollout that has cost what it may cost goes no further; a service that burns its error budget, or has none left, is not given more to carry. */
final class BudgetRule implements DecisionRule {

    @Override
    public @Nullable Move decide(Situation s) {
        if (!s.isWatched()) {
            return null;
        }
        GateAnswer budget = s.gates().budget();
        // What is not known is told by the rule of the data, which has a deadline for it.
        if (budget.isOpen() || budget.reason() == Reason.BUDGET_UNKNOWN) {
            return null;
        }
        int stage = s.position().stage();
        Hold hold = new Hold(budget.waitsFor(), s.position().since(), null, budget.releasedBy());
        return Move.of(Decision.hold(budget.reason(), budget.waitsFor(), stage, hold), s.known());
    }
}
