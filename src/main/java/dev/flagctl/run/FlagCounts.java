// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Project;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagUsage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Asks flag services that count evaluations how often flags were asked for: the second witness beside telemetry. */
final class FlagCounts {

    private final Project project;
    private final Function<String, FlagService> services;

    /** @param services gives the flag service of an adapter's name */
    FlagCounts(Project project, Function<String, FlagService> services) {
        this.project = project;
        this.services = services;
    }

    /**
     * Adds what the flag service of an environment counted. Where telemetry counted as well the larger number stands; where telemetry is named and
     * could not tell, nothing does, for one blind witness must not archive a flag. A service that cannot be asked, or does not know a flag, adds nothing.
     *
     * @param features what is asked for: features of this environment whose sunset names a window
     */
    void add(Environment environment, List<Feature> features, Map<FeatureKey, Long> evaluations) {
        if (!(services.apply(environment.flags()) instanceof FlagUsage usage)) {
            return;
        }
        Map<Duration, Map<String, FeatureKey>> windows = new TreeMap<>();
        for (Feature feature : features) {
            FeatureKey key = new FeatureKey(feature.name(), environment.name());
            boolean isBlind = environment.telemetry() != null && !evaluations.containsKey(key);
            if (feature.sunset() != null && !isBlind) {
                windows.computeIfAbsent(feature.sunset().require().evaluationsFor(), w -> new HashMap<>())
                        .put(feature.flagKey(), key);
            }
        }
        windows.forEach((window, keys) -> count(usage, environment, window, keys)
                .forEach((flag, times) -> evaluations.merge(keys.get(flag), times, Math::max)));
    }

    private Map<String, Long> count(
            FlagUsage usage, Environment environment, Duration window, Map<String, FeatureKey> keys) {
        try {
            Map<String, Long> counted =
                    new HashMap<>(usage.evaluations(Observer.scopeOf(project, environment), keys.keySet(), window));
            counted.keySet().retainAll(keys.keySet());
            return counted;
        } catch (AdapterException nobodyCounted) {
            // Its gates stay closed; what else is due must not wait for it.
            return Map.of();
        }
    }
}
