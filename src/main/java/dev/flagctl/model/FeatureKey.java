// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import org.jspecify.annotations.Nullable;

/**
 * A feature in an environment: the unit that has a trajectory, a position and a flag.
 *
 * @param feature name of the feature
 * @param environment name of the environment
 */
public record FeatureKey(String feature, String environment) implements Comparable<FeatureKey> {

    /** As a record has it, but without a call site that the JVM links at run time: keys and shares are compared in every run. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FeatureKey key && feature.equals(key.feature) && environment.equals(key.environment);
    }

    @Override
    public int hashCode() {
        return feature.hashCode() * 31 + environment.hashCode();
    }

    @Override
    public int compareTo(FeatureKey other) {
        int byEnvironment = environment.compareTo(other.environment);
        return byEnvironment != 0 ? byEnvironment : feature.compareTo(other.feature);
    }

    @Override
    public String toString() {
        return feature + "@" + environment;
    }
}
