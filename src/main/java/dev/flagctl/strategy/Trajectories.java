// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Position;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.Stage;
import dev.flagctl.model.Trajectory;
import java.util.ArrayList;
import java.util.List;

/** Compiles features to trajectories, and finds a feature's place again after an edit. */
public final class Trajectories {

    private Trajectories() {}

    /**
     * Returns all stages of a feature in an environment, the way out included when it has a sunset.
     *
     * <p>On the way up each stage keeps the users of all stages before it, and the last one is what the strategy asked for. On the way
     * out exposure falls to nobody, or stays when the behaviour is kept. The same input always gives the same trajectory.
     *
     * @return no stages when the feature has no rollout there
     */
    public static Trajectory compile(Feature feature, Environment environment) {
        FeatureKey key = new FeatureKey(feature.name(), environment.name());
        Rollout rollout = feature.rollout().get(environment.name());
        if (rollout == null) {
            return new Trajectory(key, feature.version(), List.of());
        }
        List<Stage> stages = new ArrayList<>(RolloutStages.of(feature, rollout, environment));
        if (feature.sunset() != null && !stages.isEmpty()) {
            Exposure full = stages.get(stages.size() - 1).exposure();
            stages.addAll(
                    SunsetStages.of(feature.sunset(), full, feature.serve().others()));
        }
        return new Trajectory(key, feature.version(), stages);
    }

    /**
     * Returns the exposure to serve at a stage, given what is recorded now.
     *
     * <p>On the way up that is the stage's own, and whoever is exposed already and will be at the end stays: an edit may put a new
     * first stage before users who have the treatment, and they must not lose it for a while. Without an edit it is just the stage's
     * own. On the way out the stage is a ceiling: a feature that was deprecated while it reached few users is never turned up in order
     * to be phased out. Not for a rollback, which takes users away: cap the recorded exposure by the stage's.
     *
     * @param stage index into the stages, -1 before the first
     * @param recorded what flagctl last wrote or adopted
     */
    public static Exposure exposureAt(Trajectory trajectory, int stage, Exposure recorded) {
        List<Stage> stages = trajectory.stages();
        int rollout = trajectory.rolloutStages();
        if (stage >= rollout) {
            return recorded.cappedBy(stages.get(stage).exposure());
        }
        Exposure end = rollout == 0 ? Exposure.NONE : stages.get(rollout - 1).exposure();
        Exposure kept = recorded.cappedBy(end);
        return stage < 0 ? kept : stages.get(stage).exposure().union(kept);
    }

    /**
     * Returns the index of the stage at which a feature stands on an edited trajectory, or -1 before the first.
     *
     * <p>On the way up it is the last stage that reaches nobody who is not exposed now, so finding the place never exposes anyone. Of
     * several stages with that exposure it is the one of the old name, else the first, so that no gate or hook is skipped. On the way
     * out it is the stage of the old name, else the last one that still lets all of the recorded exposure stay; serve it through
     * {@link #exposureAt}. When the edit took the sunset back, the place is on the way up again.
     *
     * @param edited the trajectory of the new version
     * @param old where the feature stood on the old one
     * @param recorded what flagctl last wrote or adopted
     */
    public static int locate(Trajectory edited, Position old, Exposure recorded) {
        List<Stage> stages = edited.stages();
        int rollout = edited.rolloutStages();
        if (StageNames.isWayOut(old.stageName()) && rollout < stages.size()) {
            return locateWayOut(stages, rollout, old.stageName(), recorded);
        }
        int last = old.stage() < 0 && recorded.isNone() ? -1 : rollout - 1;
        while (last >= 0 && !recorded.covers(stages.get(last).exposure())) {
            last--;
        }
        return last < 0 ? -1 : sameExposure(stages, last, old.stageName());
    }

    /** Tells whether a feature is deprecated or further on its way out, whatever trajectory it stands on. */
    public static boolean isOnWayOut(Position position) {
        return StageNames.isWayOut(position.stageName());
    }

    private static int sameExposure(List<Stage> stages, int last, String name) {
        Exposure exposure = stages.get(last).exposure();
        int at = last;
        while (at > 0
                && stages.get(at - 1).exposure().equals(exposure)
                && !stages.get(at).name().equals(name)) {
            at--;
        }
        return at;
    }

    private static int locateWayOut(List<Stage> stages, int from, String name, Exposure recorded) {
        int place = from;
        for (int i = from; i < stages.size(); i++) {
            if (stages.get(i).name().equals(name)) {
                return i;
            }
            if (stages.get(i).exposure().covers(recorded)) {
                place = i;
            }
        }
        return place;
    }
}
