// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Environment;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Measure;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Project;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Trajectory;
import dev.flagctl.strategy.Trajectories;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the situations of features from one observation: by the manifest, and by the spec in force, which is another one as long as an edit is pending.
 * What was measured is about the spec in force.
 */
final class Situations {

    private final Project project;
    private final Map<String, Measure> measures;
    private final Observation observation;
    private final Map<FeatureKey, Integer> rolloutStages;

    /**
     * @param measures what the metrics of the project measure, by name
     * @param rolloutStages number of rollout stages by feature and environment, for gates that wait for others
     */
    Situations(
            Project project,
            Map<String, Measure> measures,
            Observation observation,
            Map<FeatureKey, Integer> rolloutStages) {
        this.project = project;
        this.measures = measures;
        this.observation = observation;
        this.rolloutStages = rolloutStages;
    }

    /** Returns the situation of a feature as its manifest has it; an edit may begin its rollout anew, and measure something else. */
    Situation ofManifest(Feature feature, Environment environment, Trajectory trajectory) {
        FeatureKey key = trajectory.key();
        Recorded before = observation.recorded().get(key);
        Recorded current = before == null ? null : Respec.bring(feature, trajectory, before, observation.now());
        // What was measured is of the attempt before the edit; a new attempt has shown nothing yet.
        boolean anew = before != null
                && current != null
                && !before.position().rolloutSince().equals(current.position().rolloutSince());
        Feature previous = observation.previousSpecs().get(key);
        boolean judged = !anew && (previous == null || InForce.isJudgedAs(previous, feature));
        return situation(feature, environment, trajectory, current, flag(feature, key), judged, !anew);
    }

    /** Returns the situation of a feature as the ledger has it, whatever its manifest says by now. */
    Situation inForce(Feature manifest, Environment environment, Recorded recorded) {
        FeatureKey key = new FeatureKey(manifest.name(), environment.name());
        Feature previous = observation.previousSpecs().get(key);
        Feature spec = InForce.of(manifest, recorded, previous);
        Trajectory trajectory = Trajectories.compile(spec, environment);
        Recorded known = previous == null ? InForce.placed(spec, trajectory, recorded) : recorded;
        ObservedFlag served = observation.servedFlags().getOrDefault(key, flag(spec, key));
        return situation(spec, environment, trajectory, known, served, true, true);
    }

    private ObservedFlag flag(Feature feature, FeatureKey key) {
        return observation.flags().getOrDefault(key, ObservedFlag.absent(feature.flagKey()));
    }

    private Situation situation(
            Feature feature,
            Environment environment,
            Trajectory trajectory,
            @Nullable Recorded recorded,
            ObservedFlag flag,
            boolean judged,
            boolean counted) {
        FeatureKey key = trajectory.key();
        Recorded before = observation.recorded().get(key);
        return new Situation(
                feature,
                environment,
                trajectory,
                recorded,
                before,
                Definitions.sinceChanged(project, before) ? flag.asDefined() : flag,
                flag,
                judged ? observation.judgements().get(key) : null,
                counted ? observation.exposures().get(key) : null,
                observation.unserved().get(key),
                measures,
                new Gatekeeper(feature, key, observation, rolloutStages),
                observation.now());
    }
}
