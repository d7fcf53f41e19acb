// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.guardrail.ErrorBudget;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.CodeReference;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Recorded;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The world as it was read once, before planning.
 *
 * @param now the time all decisions are made for
 * @param serial serial of the ledger that was read
 * @param recorded the ledger's fold
 * @param flags what the flag services say; every planned key is there
 * @param capabilities what the flag service of each environment can express
 * @param judgements verdicts of the guardrails, for every exposed key that has guardrails
 * @param exposures distinct users who met the treatment since the stage was entered; a key is absent when nobody counted
 * @param approvals who said yes or no, oldest first
 * @param references code references, for keys whose archive asks for them; absent when nobody searched
 * @param evaluations evaluations within the asked window, for keys whose archive asks for them; absent when nobody counted
 * @param unserved what clients that are behind do not serve yet, for people; empty for those that have caught up, absent when they could not be asked
 * @param budgets how the error budgets stand of every key that has guardrails about one and still rolls out
 * @param previousSpecs the spec a key was last decided for, when it is not the one of the manifest; what was measured is about that one
 * @param servedFlags what the flag services say of keys whose spec in force asks for another flag, or reads it otherwise, than the manifest does
 */
public record Observation(
        Instant now,
        long serial,
        Map<FeatureKey, Recorded> recorded,
        Map<FeatureKey, ObservedFlag> flags,
        Map<String, Capabilities> capabilities,
        Map<FeatureKey, Judgement> judgements,
        Map<FeatureKey, Long> exposures,
        List<ApprovalRecord> approvals,
        Map<FeatureKey, List<CodeReference>> references,
        Map<FeatureKey, Long> evaluations,
        Map<FeatureKey, String> unserved,
        Map<FeatureKey, List<ErrorBudget>> budgets,
        Map<FeatureKey, Feature> previousSpecs,
        Map<FeatureKey, ObservedFlag> servedFlags) {}
