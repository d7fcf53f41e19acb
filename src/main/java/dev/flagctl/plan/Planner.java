// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Environment;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Project;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Trajectory;
import dev.flagctl.strategy.Trajectories;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a plan from the manifests and one observation of the world.
 *
 * <p>Pure and deterministic: the same features, observation and scope give the same plan. It never throws for what the world looks like; what it
 * cannot plan is a hold or a refusal.
 */
public final class Planner {

    private static final Comparator<Change> DANGEROUS_FIRST = (a, b) -> {
        int byDanger = Integer.compare(danger(a), danger(b));
        return byDanger != 0 ? byDanger : a.key().compareTo(b.key());
    };

    private final Project project;
    private final Map<String, Measure> measures;
    private final Decider decider = new Decider();

    /** Plans a project of whose metrics nothing is known before they were measured. */
    public Planner(Project project) {
        this(project, Map.of());
    }

    /** @param measures what the metrics of the project measure, by name */
    public Planner(Project project, Map<String, Measure> measures) {
        this.project = project;
        this.measures = Map.copyOf(measures);
    }

    /**
     * Returns the plan for the features of a scope.
     *
     * @param features all features of the project, also those outside the scope
     * @param observation what was read, for every key in the scope
     */
    public Plan plan(List<Feature> features, Observation observation, PlanScope scope) {
        Map<FeatureKey, Trajectory> trajectories = trajectories(features);
        Map<FeatureKey, Integer> rolloutStages = new HashMap<>(trajectories.size() * 2);
        trajectories.forEach((key, trajectory) -> rolloutStages.put(key, trajectory.rolloutStages()));
        Situations situations = new Situations(project, measures, observation, rolloutStages);
        ChangeBuilder builder = new ChangeBuilder(project, scope.allowRebucketing());
        Refusals refused = new Refusals(project, measures, observation, scope);
        List<Change> changes = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        for (Feature feature : features) {
            if (!scope.includes(feature.name())) {
                continue;
            }
            for (String name : scope.environments()) {
                FeatureKey key = new FeatureKey(feature.name(), name);
                Trajectory trajectory = trajectories.get(key);
                if (trajectory != null) {
                    Change change = change(feature, trajectory, situations, observation, builder);
                    changes.add(change);
                    refusals.addAll(refused.of(change, feature));
                }
            }
        }
        Orphans.of(trajectories.keySet(), observation, scope)
                .forEach(orphan -> changes.add(takenBack(orphan, situations, observation, builder)));
        changes.sort(DANGEROUS_FIRST);
        return new Plan(
                project.name(), scope.environments(), observation.now(), observation.serial(), changes, refusals);
    }

    /** While an edit is pending, what the spec in force takes back is taken back first, and without the edit: it may not be what can be written. */
    private Change change(
            Feature feature,
            Trajectory trajectory,
            Situations situations,
            Observation observation,
            ChangeBuilder builder) {
        Recorded before = observation.recorded().get(trajectory.key());
        Environment environment = environment(trajectory.key().environment());
        Situation edited = situations.ofManifest(feature, environment, trajectory);
        if (before != null && edited.isPending()) {
            Situation inForce = situations.inForce(feature, environment, before);
            Move back = decider.decide(inForce);
            if (back.decision().takesBack()) {
                return builder.build(
                        inForce, back.adding("; the edit of its manifest comes after it"), before, observation);
            }
            Feature previous = observation.previousSpecs().get(trajectory.key());
            if (previous != null && InForce.leavesFlagBehind(before, previous, feature)) {
                return builder.build(inForce, holdsFlag(inForce, feature), before, observation);
            }
        }
        return builder.build(edited, decider.decide(edited), before, observation);
    }

    /** The flag of the new key is not there yet, and that of the old one must not be taken for gone. */
    private static Move holdsFlag(Situation s, Feature edited) {
        String waitsFor =
                "flag " + s.feature().flagKey() + " to serve nobody: its manifest asks for flag " + edited.flagKey();
        Hold hold = new Hold(waitsFor, s.position().since(), null, edited.owner());
        return Move.of(Decision.hold(Reason.NEW_SPEC, waitsFor, s.position().stage(), hold), s.known());
    }

    /** A feature whose manifest is gone is left alone, unless a guardrail fails that it went up under: then nobody may be left with it. */
    private Change takenBack(Change orphan, Situations situations, Observation observation, ChangeBuilder builder) {
        Recorded recorded = orphan.recordedBefore();
        Feature spec = observation.previousSpecs().get(orphan.key());
        Environment environment = project.environments().get(orphan.key().environment());
        if (recorded == null || spec == null || environment == null) {
            return orphan;
        }
        Situation inForce = situations.inForce(spec, environment, recorded);
        Move back = decider.decide(inForce);
        // Where it serves something else, whoever took the manifest away may look after the flag by hand.
        boolean ours = recorded.flag().equals(inForce.flag().state());
        return ours && back.decision().reason() == Reason.GUARDRAIL_FAILED
                ? builder.build(inForce, back.adding("; its manifest is gone"), recorded, observation)
                : orphan;
    }

    private Environment environment(String name) {
        Environment environment = project.environments().get(name);
        if (environment == null) {
            throw new IllegalArgumentException("no environment is named " + name);
        }
        return environment;
    }

    private Map<FeatureKey, Trajectory> trajectories(List<Feature> features) {
        Map<FeatureKey, Trajectory> trajectories = new HashMap<>(features.size() * 4);
        Set<String> unknown = new HashSet<>();
        for (Feature feature : features) {
            for (String name : feature.rollout().keySet()) {
                Environment environment = project.environments().get(name);
                if (environment == null) {
                    unknown.add(name);
                } else {
                    Trajectory trajectory = Trajectories.compile(feature, environment);
                    trajectories.put(trajectory.key(), trajectory);
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "manifests must be valid before they are planned: environments " + unknown);
        }
        return trajectories;
    }

    private static int danger(Change change) {
        return switch (change.decision().kind()) {
            case ADVANCE -> change.action() == ChangeAction.CREATE ? 1 : 0;
            case ROLL_BACK -> 2;
            case CORRECT -> 3;
            case PAUSE -> 4;
            case FINISH -> change.action() == ChangeAction.ARCHIVE ? 2 : 5;
            case HOLD -> change.isDue() ? 1 : 6;
            case STEADY -> 7;
        };
    }
}
