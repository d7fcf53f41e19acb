// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

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
        SourceRef source) {}
