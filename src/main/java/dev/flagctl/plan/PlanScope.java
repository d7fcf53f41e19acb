// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import java.util.List;
import java.util.Set;

/**
 * What a plan shall speak about.
 *
 * @param environments names of environments, in the order of the project
 * @param features names of features; empty for all
 * @param allowRebucketing whether changes that bucket exposed users anew are allowed
 */
public record PlanScope(List<String> environments, Set<String> features, boolean allowRebucketing) {

    public PlanScope {
        environments = List.copyOf(environments);
        features = Set.copyOf(features);
    }

    public boolean includes(String feature) {
        return features.isEmpty() || features.contains(feature);
    }
}
