// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.List;

/**
 * All stages of a feature in an environment, from the first user to the archive.
 *
 * @param key the feature and its environment
 * @param version version of the feature
 * @param stages in order; empty when flagctl only looks after the flag
 */
public record Trajectory(FeatureKey key, String version, List<Stage> stages) {

    public Trajectory {
        stages = List.copyOf(stages);
    }

    /** Returns how many stages belong to the rollout, the soak included. */
    public int rolloutStages() {
        int count = 0;
        while (count < stages.size() && stages.get(count).kind().isRollout()) {
            count++;
        }
        return count;
    }
}
