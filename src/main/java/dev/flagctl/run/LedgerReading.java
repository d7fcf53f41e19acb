// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.StageSpec;
import dev.flagctl.model.Strategy;
import dev.flagctl.plan.ApprovalRecord;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.plan.codec.ApprovalJson;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Ledger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a plan needs from the history: approvals, and the specs that features had. */
final class LedgerReading {

    private final Ledger ledger;
    private final Specs specs;

    LedgerReading(Ledger ledger, Specs specs) {
        this.ledger = ledger;
        this.specs = specs;
    }

    /** Returns every word on stages, oldest first; none is read when no feature asks for one. */
    List<ApprovalRecord> approvals(List<Feature> features) {
        if (features.stream().noneMatch(LedgerReading::asksForApproval)) {
            return List.of();
        }
        List<Entry> entries = new ArrayList<>(ledger.entries(EntryFilter.of(EntryKind.APPROVED)));
        entries.addAll(ledger.entries(EntryFilter.of(EntryKind.REJECTED)));
        entries.sort(Comparator.comparingLong(Entry::serial));
        List<ApprovalRecord> approvals = new ArrayList<>();
        for (Entry entry : entries) {
            EntryDraft draft = entry.draft();
            if (draft.key() != null) {
                approvals.add(ApprovalJson.read(draft.body(), draft.key(), draft.actor(), draft.time()));
            }
        }
        return approvals;
    }

    /** Returns the spec that each edited feature was last decided for. */
    Map<FeatureKey, Feature> previousSpecs(
            List<Feature> features, Map<FeatureKey, Recorded> recorded, PlanScope scope) {
        Map<FeatureKey, String> edited = new HashMap<>();
        for (Feature feature : features) {
            for (String environment : scope.environments()) {
                FeatureKey key = new FeatureKey(feature.name(), environment);
                Recorded known = recorded.get(key);
                if (known != null && !known.specDigest().equals(feature.specDigest())) {
                    edited.put(key, known.specDigest());
                }
            }
        }
        Map<FeatureKey, Feature> previous = new HashMap<>();
        if (edited.size() > 50) {
            for (Entry entry : ledger.entries(EntryFilter.of(EntryKind.SPEC))) {
                keep(entry, edited, previous);
            }
            return previous;
        }
        for (FeatureKey key : edited.keySet()) {
            EntryFilter query =
                    EntryFilter.of(EntryKind.SPEC).about(key.feature()).in(key.environment());
            for (Entry entry : ledger.entries(query)) {
                keep(entry, edited, previous);
            }
        }
        return previous;
    }

    /** The newest spec need not be the recorded one: what a task that failed was to bring is in the ledger as well. */
    private void keep(Entry entry, Map<FeatureKey, String> edited, Map<FeatureKey, Feature> previous) {
        FeatureKey key = entry.draft().key();
        String wanted = key == null ? null : edited.get(key);
        if (key != null && wanted != null) {
            Feature spec = specs.parse(entry.draft().body());
            if (spec.specDigest().equals(wanted)) {
                previous.put(key, spec);
            }
        }
    }

    private static boolean asksForApproval(Feature feature) {
        for (Rollout rollout : feature.rollout().values()) {
            if (rollout.approval() != null) {
                return true;
            }
            if (rollout.strategy() instanceof Strategy.Canary canary) {
                for (StageSpec stage : canary.stages()) {
                    if (stage.approval() != null) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
