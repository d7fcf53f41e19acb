// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.List;

/**
 * A metric with a rule that can stop a rollout.
 *
 * @param metric name of the Metric manifest
 * @param role what it may do
 * @param rule when it fails
 * @param minBadUnits a failure needs at least this many bad units of the treatment
 * @param minUnits fewer units of the treatment than this are TOO_FEW
 * @param deadline what to do when data stays away
 * @param source where it is written
 */
public record Guardrail(
        String metric,
        GuardrailRole role,
        Rule rule,
        long minBadUnits,
        long minUnits,
        DataDeadline deadline,
        SourceRef source) {

    /** Returns the same guardrail, wherever it is written. */
    public Guardrail withoutSource() {
        return new Guardrail(metric, role, rule, minBadUnits, minUnits, deadline, SourceRef.NONE);
    }

    /** Tells whether it takes a part of the risk of its rollout: it can stop, and compares by a test that may be wrong. */
    public boolean spends() {
        RuleKind kind = rule.kind();
        return role.canStop() && (kind == RuleKind.WORSE_THAN_CONTROL || kind == RuleKind.WORSE_THAN_BASELINE);
    }

    /** Returns among how many of some guardrails the risk of a rollout is shared. */
    public static int sharing(List<Guardrail> guardrails) {
        int tests = 0;
        for (Guardrail guardrail : guardrails) {
            tests += guardrail.spends() ? 1 : 0;
        }
        return tests;
    }
}
