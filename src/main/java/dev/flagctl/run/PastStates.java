// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Recorded;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.plan.codec.RecordedJson;
import dev.flagctl.port.Entry;
import dev.flagctl.port.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds what was recorded of features at an earlier time; the ledger alone is asked. */
public final class PastStates {

    private final Ledger ledger;

    public PastStates(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * What was recorded of a feature.
     *
     * @param recorded where it stood, and what its flag served
     * @param entry the entry that says so
     */
    public record PastState(FeatureKey key, Recorded recorded, Entry entry) {}

    /** Returns what the entries before a time give, in the order of features; time counts in whole seconds. */
    public List<PastState> before(Instant time, PlanScope scope) {
        List<PastState> states = new ArrayList<>();
        for (Entry entry : ledger.statesBefore(time)) {
            FeatureKey key = entry.draft().key();
            String state = entry.draft().state();
            if (key != null && state != null && includes(scope, key)) {
                states.add(new PastState(key, RecordedJson.read(state), entry));
            }
        }
        states.sort(Comparator.comparing(PastState::key));
        return states;
    }

    private static boolean includes(PlanScope scope, FeatureKey key) {
        return scope.environments().contains(key.environment())
                && (scope.features().isEmpty() || scope.features().contains(key.feature()));
    }
}
