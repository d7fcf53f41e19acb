// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One flag as Unleash has it in one environment.
 *
 * @param key its name in Unleash
 * @param project Unleash's project that it is in
 * @param description what Unleash says about it; empty for nothing
 * @param archived whether it is archived, in all environments
 * @param known whether it has the environment at all
 * @param enabled whether it is on in the environment
 * @param oldVariants whether the environment has variants of its own, from before strategies had them
 * @param stale whether it is marked as stale, in all environments
 * @param tagged whether it has flagctl's tag, see {@link #TAG}
 * @param parents flags that it depends on
 * @param strategies all of the environment; in which order they are asked is not known
 */
record UnleashFlag(
        String key,
        String project,
        String description,
        boolean archived,
        boolean known,
        boolean enabled,
        boolean oldVariants,
        boolean stale,
        boolean tagged,
        List<String> parents,
        List<Strategy> strategies) {

    /** Value of the tag, of Unleash's type {@code simple}, by which people find the flags that flagctl writes. */
    static final String TAG = "flagctl";

    UnleashFlag {
        parents = List.copyOf(parents);
        strategies = List.copyOf(strategies);
    }

    /**
     * Tells whether the order of its strategies says who is served what: one serves the rest or a control group, which must be those whom no other one
     * serves.
     */
    boolean isOrdered() {
        return enabled
                && strategies.size() > 1
                && strategies.stream().anyMatch(each -> each.isOurs() && !each.isTreatment() && !each.disabled());
    }

    /** Returns it with its strategies in the order in which they are asked. */
    UnleashFlag ordered(List<String> ids) {
        List<Strategy> ordered = new ArrayList<>();
        strategies.forEach(each -> ordered.add(each.at(ids.contains(each.id()) ? ids.indexOf(each.id()) : ids.size())));
        ordered.sort(Comparator.comparing(Strategy::order));
        return new UnleashFlag(
                key, project, description, archived, known, enabled, oldVariants, stale, tagged, parents, ordered);
    }
}
