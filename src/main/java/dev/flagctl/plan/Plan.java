// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Exposure;
import dev.flagctl.model.FeatureKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is due now and what follows, as data.
 *
 * @param project name of the project
 * @param environments the environments it speaks about, in the order of the project
 * @param now the time it was made for
 * @param serial serial of the ledger it was made from
 * @param changes one per feature and environment, the most dangerous first
 * @param refusals what the manifests ask for and may not; nothing is applied while one stands
 */
public record Plan(
        String project,
        List<String> environments,
        Instant now,
        long serial,
        List<Change> changes,
        List<Refusal> refusals) {

    public Plan {
        environments = List.copyOf(environments);
        changes = List.copyOf(changes);
        refusals = List.copyOf(refusals);
    }

    /** Returns the changes that apply would carry out. */
    public List<Change> due() {
        return changes.stream().filter(Change::isDue).toList();
    }

    /** Returns the part that pauses or takes exposure back, which no refusal may keep from being done. */
    public Plan onlyTakingBack() {
        List<Change> kept =
                changes.stream().filter(change -> change.decision().takesBack()).toList();
        return new Plan(project, environments, now, serial, kept, refusals);
    }

    /** Returns how many changes there are of each kind of decision, zeros included. */
    public Map<DecisionKind, Integer> counts() {
        Map<DecisionKind, Integer> counts = new TreeMap<>();
        for (DecisionKind kind : DecisionKind.values()) {
            counts.put(kind, 0);
        }
        for (Change change : changes) {
            counts.merge(change.decision().kind(), 1, Integer::sum);
        }
        return counts;
    }

    /** Returns what each due feature can be exposed to at most by this plan. */
    public Map<FeatureKey, Exposure> ceiling() {
        Map<FeatureKey, Exposure> ceiling = new TreeMap<>();
        for (Change change : changes) {
            if (change.isDue()) {
                var after = change.after();
                ceiling.put(change.key(), after == null ? Exposure.NONE : after.exposure());
            }
        }
        return ceiling;
    }
}
