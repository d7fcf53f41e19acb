package dev.flagctl.model;

/**
 * A feature in an environment: the unit that has a trajectory, a position and a flag.
 *
 * @param feature name of the feature
 * @param environment name of the environment
 */
public record FeatureKey(String feature, String environment) implements Comparable<FeatureKey> {

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
