// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import dev.flagctl.model.Feature;
import dev.flagctl.model.Sunset;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Chooses the features that a tick for some of them has to know: those, and what their gates ask about. */
final class FeatureParts {

    private final List<Feature> all;
    private final Map<String, Feature> byName = new HashMap<>();
    private final Clock clock;

    FeatureParts(List<Feature> all, Clock clock) {
        this.all = all;
        this.clock = clock;
        all.forEach(feature -> byName.put(feature.name(), feature));
    }

    /** Returns those that have a manifest which names the environment. */
    Set<String> known(Set<String> names, String environment) {
        Set<String> known = new HashSet<>();
        for (String name : names) {
            Feature feature = byName.get(name);
            if (feature != null && feature.rollout().containsKey(environment)) {
                known.add(name);
            }
        }
        return known;
    }

    /** Returns the features of a tick. Whether anybody still evaluates a flag that goes away is only told by looking at others beside it: then, all. */
    List<Feature> of(Set<String> names) {
        Map<String, Feature> part = new HashMap<>();
        for (String name : names) {
            Feature feature = byName.get(name);
            Sunset sunset = feature == null ? null : feature.sunset();
            if (sunset != null && !clock.instant().isBefore(sunset.remove())) {
                return all;
            }
            if (feature != null) {
                part.put(name, feature);
            }
            String successor = sunset == null || sunset.successor() == null
                    ? null
                    : sunset.successor().feature();
            Feature next = successor == null ? null : byName.get(successor);
            if (next != null) {
                part.put(next.name(), next);
            }
        }
        return List.copyOf(part.values());
    }
}
