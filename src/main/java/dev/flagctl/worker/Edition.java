// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Metric;
import dev.flagctl.model.Project;
import dev.flagctl.run.OpenPorts;
import dev.flagctl.run.Specs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The manifests as they were read at one time, whole.
 *
 * @param features all features of the project
 * @param metrics all metrics of the project, by name
 * @param ports opens the adapters and the ledger once more; whoever asks closes them
 */
public record Edition(
        Project project, List<Feature> features, Map<String, Metric> metrics, Specs specs, Supplier<OpenPorts> ports) {

    public Edition {
        features = List.copyOf(features);
        metrics = Map.copyOf(metrics);
    }

    /** Returns the feature of each key, in the order of the manifests. */
    Map<FeatureKey, Feature> keys() {
        Map<FeatureKey, Feature> keys = new LinkedHashMap<>();
        for (Feature feature : features) {
            for (String environment : feature.rollout().keySet()) {
                keys.put(new FeatureKey(feature.name(), environment), feature);
            }
        }
        return keys;
    }

    /** Returns the environments in which any feature is, and more ones. */
    Set<String> environments(Set<String> more) {
        Set<String> environments = new TreeSet<>(more);
        features.forEach(feature -> environments.addAll(feature.rollout().keySet()));
        return environments;
    }
}
