// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import java.util.ArrayList;
import java.util.List;

/**
 * The order of a flag's variations. A rollout divides users by it, and whoever lacks the attribute that is bucketed is placed at its very begin
 * (<a href="https://launchdarkly.com/docs/home/releases/percentage-rollouts">LaunchDarkly's documentation</a>, and its SDKs): they get the first variation of
 * the rollout. So the treatment stands last, and no share exposes users who cannot be bucketed.
 */
final class VariationOrder {

    private VariationOrder() {}

    /** Returns the names of variations as a new flag has them. */
    static List<String> of(FlagState state) {
        List<String> names = new ArrayList<>(state.variants().keySet());
        names.remove(state.treatment());
        names.add(state.treatment());
        return names;
    }

    /**
     * Tells whether a share would be served to everybody who lacks the unit besides. The key of a context is never missing.
     *
     * @param names names of the variations, in the flag's order
     */
    static boolean servesTreatmentToUsersWithoutUnit(FlagSpec spec, List<String> names) {
        int treatment = names.indexOf(spec.serve().treatment());
        int control = names.indexOf(spec.serve().others());
        return !FlagReading.isKey(spec.unit()) && treatment >= 0 && treatment < control;
    }
}
