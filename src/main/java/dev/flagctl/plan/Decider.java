// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import java.util.List;

/**
 * Decides what happens to one feature in one environment; pure.
 *
 * <p>The rules are asked in the order of their danger, and the first that answers decides: a failed guardrail before everything else, then
 * what was changed outside, then whatever holds, and only then an advance.
 */
final class Decider {

    static final List<DecisionRule> RULES = List.of(
            new BeginRule(),
            new GuardrailRule(),
            new DriftRule(),
            new AwaitRule(),
            new NewSpecRule(),
            new SunsetRule(),
            new StandstillRule(),
            new ClientsRule(),
            new BudgetRule(),
            new DataRule(),
            new BakeRule(),
            new GateRule());

    private final AdvanceRule advance = new AdvanceRule();

    Move decide(Situation situation) {
        for (DecisionRule rule : RULES) {
            Move move = rule.decide(situation);
            if (move != null) {
                return move;
            }
        }
        return advance.decide(situation);
    }
}
