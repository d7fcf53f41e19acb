// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.PositionKind;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a plan needs from the history: approvals, and the specs that features had. Only what is asked for now is read, so that it costs what moves now
 * and not what ever happened.
 */
final class LedgerReading {

    /** Specs that are read at once, from the newest back: mostly the recorded one is among the newest. */
    private static final int PAGE = 20;

    /** Features that are named in one query. */
    private static final int AT_ONCE = 500;

    private final Ledger ledger;
    private final Specs specs;

    LedgerReading(Ledger ledger, Specs specs) {
        this.ledger = ledger;
        this.specs = specs;
    }

    /** Returns every word on the versions of features that are not at their end, oldest first; none is read when none of them asks for one. */
    List<ApprovalRecord> approvals(List<Feature> features, Map<FeatureKey, Recorded> recorded, PlanScope scope) {
        Map<String, String> versions = new HashMap<>();
        for (Feature feature : features) {
            boolean inScope = scope.features().isEmpty() || scope.features().contains(feature.name());
            if (inScope && asksForApproval(feature) && mayAsk(feature, recorded, scope)) {
                versions.put(feature.name(), feature.version());
            }
        }
        List<ApprovalRecord> approvals = new ArrayList<>();
        // Those without a version beside the body are of ledgers that the first flagctl wrote.
        Set<String> asked = new HashSet<>(versions.values());
        asked.add("");
        EntryFilter words =
                EntryFilter.of(EntryKind.APPROVED, EntryKind.REJECTED).ofTasks(asked);
        for (Entry entry : about(ledger, words, versions.keySet())) {
            EntryDraft draft = entry.draft();
            if (draft.key() != null) {
                ApprovalRecord word = ApprovalJson.read(draft.body(), draft.key(), draft.actor(), draft.time());
                if (word.version().equals(versions.get(draft.key().feature()))) {
                    approvals.add(word);
                }
            }
        }
        return approvals;
    }

    /** Returns the spec that each edited feature was last decided for, and each that no manifest asks for in its environment any more. */
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
        addGone(features, recorded, scope, edited);
        Map<FeatureKey, Feature> previous = new HashMap<>();
        if (edited.size() > PAGE) {
            keepWanted(ledger.entries(EntryFilter.of(EntryKind.SPEC).atMost(2L * edited.size())), edited, previous);
        }
        for (FeatureKey key : Set.copyOf(edited.keySet())) {
            search(key, edited, previous);
        }
        return previous;
    }

    /** Whose manifest is gone is served all the same, by the spec that the ledger has. */
    private static void addGone(
            List<Feature> features,
            Map<FeatureKey, Recorded> recorded,
            PlanScope scope,
            Map<FeatureKey, String> wanted) {
        Map<String, Feature> manifests = new HashMap<>(features.size() * 2);
        features.forEach(feature -> manifests.put(feature.name(), feature));
        recorded.forEach((key, known) -> {
            Feature manifest = manifests.get(key.feature());
            boolean gone = manifest == null || !manifest.rollout().containsKey(key.environment());
            if (gone
                    && known.position().kind() != PositionKind.ARCHIVED
                    && scope.includes(key.feature())
                    && scope.environments().contains(key.environment())) {
                wanted.put(key, known.specDigest());
            }
        });
    }

    /** Reads the specs of one feature from the newest back until the recorded one is found. */
    private void search(FeatureKey key, Map<FeatureKey, String> edited, Map<FeatureKey, Feature> previous) {
        EntryFilter page = EntryFilter.of(EntryKind.SPEC)
                .about(key.feature())
                .in(key.environment())
                .atMost(PAGE);
        List<Entry> entries;
        do {
            entries = ledger.entries(page);
            keepWanted(entries, edited, previous);
            page = entries.isEmpty() ? page : page.through(entries.get(0).serial() - 1);
        } while (edited.containsKey(key) && entries.size() == PAGE);
    }

    private void keepWanted(List<Entry> entries, Map<FeatureKey, String> edited, Map<FeatureKey, Feature> previous) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            keep(entries.get(i), edited, previous);
        }
    }

    /** The newest spec need not be the recorded one: what a task that failed was to bring is in the ledger as well. */
    private void keep(Entry entry, Map<FeatureKey, String> edited, Map<FeatureKey, Feature> previous) {
        FeatureKey key = entry.draft().key();
        String wanted = key == null ? null : edited.get(key);
        if (key != null && wanted != null) {
            Optional<Feature> spec = PastSpecs.readable(specs, entry);
            if (spec.isPresent() && spec.get().specDigest().equals(wanted)) {
                previous.put(key, spec.get());
                edited.remove(key);
            }
        }
    }

    /** Returns the chosen entries about some features, those of one feature in rising order; asks for so many at once as a statement may name. */
    static List<Entry> about(Ledger ledger, EntryFilter filter, Set<String> features) {
        List<Entry> entries = new ArrayList<>();
        List<String> names = List.copyOf(features);
        for (int from = 0; from < names.size(); from += AT_ONCE) {
            List<String> some = names.subList(from, Math.min(names.size(), from + AT_ONCE));
            entries.addAll(ledger.entries(filter.about(Set.copyOf(some))));
        }
        return entries;
    }

    /** A feature at its end asks nobody, unless its manifest was edited since. */
    private static boolean mayAsk(Feature feature, Map<FeatureKey, Recorded> recorded, PlanScope scope) {
        for (String environment : scope.environments()) {
            Recorded known = recorded.get(new FeatureKey(feature.name(), environment));
            if (known == null
                    || !known.specDigest().equals(feature.specDigest())
                    || (known.position().kind() != PositionKind.DONE
                            && known.position().kind() != PositionKind.ARCHIVED)) {
                return feature.rollout().keySet().stream().anyMatch(scope.environments()::contains);
            }
        }
        return false;
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
