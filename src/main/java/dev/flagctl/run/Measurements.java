// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.guardrail.ErrorBudget;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.model.FeatureKey;
import java.util.List;
import java.util.Map;

/**
 * What telemetry says.
 *
 * @param judgements verdicts of the guardrails by key
 * @param budgets how the error budgets stand of keys that still roll out
 * @param exposures distinct users who met the treatment since the stage was entered
 */
record Measurements(
        Map<FeatureKey, Judgement> judgements,
        Map<FeatureKey, List<ErrorBudget>> budgets,
        Map<FeatureKey, Long> exposures) {}
