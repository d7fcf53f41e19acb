// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.guardrail.Lookback;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Metric;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Project;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.RuleKind;
import dev.flagctl.model.Trajectory;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.strategy.Trajectories;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects what metric sources are to be asked about the features of a run; asks nobody. */
final class Questions {

    private final Project project;
    private final Map<String, Metric> metrics;
    private final Instant now;
    private final Map<String, List<Question>> asked = new LinkedHashMap<>();
    private final List<Question.Unanswerable> unanswerable = new ArrayList<>();
    private final Map<FeatureKey, WatchedRollout> watched = new LinkedHashMap<>();

    Questions(Project project, Map<String, Metric> metrics, Instant now) {
        this.project = project;
        this.metrics = metrics;
        this.now = now;
    }

    /** Returns the questions by the adapter that answers them. */
    Map<String, List<Question>> asked() {
        return asked;
    }

    /** Returns the questions that no adapter answers. */
    List<Question.Unanswerable> unanswerable() {
        return unanswerable;
    }

    /** Returns the rollouts that are watched. */
    Map<FeatureKey, WatchedRollout> watched() {
        return watched;
    }

    /** @param inForce the spec that is measured in the place of a feature's own, where an edit is not applied yet */
    void collect(
            List<Feature> features,
            Map<FeatureKey, Feature> inForce,
            Map<FeatureKey, Recorded> recorded,
            PlanScope scope) {
        Set<String> manifests = new HashSet<>();
        for (Feature feature : features) {
            manifests.add(feature.name());
            for (String name : scope.environments()) {
                Environment environment = project.environments().get(name);
                FeatureKey key = new FeatureKey(feature.name(), name);
                Feature spec = inForce.getOrDefault(key, feature);
                if (environment != null && asks(spec, environment)) {
                    collect(spec, environment, key, recorded.get(key));
                }
            }
        }
        collectGone(manifests, inForce, recorded);
    }

    private void collectGone(
            Set<String> manifests, Map<FeatureKey, Feature> inForce, Map<FeatureKey, Recorded> recorded) {
        for (Map.Entry<FeatureKey, Feature> each : new TreeMap<>(inForce).entrySet()) {
            FeatureKey key = each.getKey();
            Environment environment = project.environments().get(key.environment());
            if (environment != null && !manifests.contains(key.feature()) && asks(each.getValue(), environment)) {
                collect(each.getValue(), environment, key, recorded.get(key));
            }
        }
    }

    /** Most features of a large project have nothing to be asked, and their stages need not be compiled for it. */
    private static boolean asks(Feature feature, Environment environment) {
        return feature.rollout().containsKey(environment.name())
                && (!feature.guardrails().isEmpty() || environment.telemetry() != null);
    }

    private void collect(Feature feature, Environment environment, FeatureKey key, @Nullable Recorded known) {
        if (known == null) {
            addBudgets(feature, environment, key);
            return;
        }
        Trajectory trajectory = Trajectories.compile(feature, environment);
        if (isWatched(known, trajectory)) {
            WatchedRollout rollout = new WatchedRollout(key, feature, known);
            watched.put(key, rollout);
            addGuardrails(rollout, environment);
            addUsers(rollout, environment, trajectory);
        } else if (known.position().stage() < trajectory.rolloutStages() - 1) {
            addBudgets(feature, environment, key);
        }
    }

    private static boolean isWatched(Recorded known, Trajectory trajectory) {
        int stage = known.position().stage();
        PositionKind kind = known.position().kind();
        return !known.flag().exposure().isNone()
                && kind != PositionKind.DONE
                && kind != PositionKind.ARCHIVED
                && stage < trajectory.rolloutStages();
    }

    /** Before anybody is exposed only error budgets are looked at: they say whether the rollout may begin. */
    private void addBudgets(Feature feature, Environment environment, FeatureKey key) {
        for (Guardrail guardrail : Budgets.asked(feature)) {
            Metric metric = metrics.get(guardrail.metric());
            String adapter = adapter(metric, environment);
            if (metric == null || adapter == null) {
                unanswerable.add(new Question.Unanswerable(key, null, guardrail));
            } else {
                Instant from = Lookback.from(guardrail, metric, now, now);
                String everybody = feature.serve().others();
                add(
                        adapter,
                        new Question(key, null, guardrail, query(metric, feature, everybody, key, from, now), false));
            }
        }
    }

    private void addGuardrails(WatchedRollout rollout, Environment environment) {
        Feature feature = rollout.feature();
        FeatureKey key = rollout.key();
        for (Guardrail guardrail : feature.guardrails()) {
            Metric metric = metrics.get(guardrail.metric());
            String adapter = adapter(metric, environment);
            if (metric == null || adapter == null) {
                unanswerable.add(new Question.Unanswerable(key, rollout, guardrail));
            } else {
                Instant attempt = rollout.attempt();
                Instant from = Lookback.from(guardrail, metric, attempt, now);
                boolean burns = guardrail.rule().kind() == RuleKind.BURN;
                if (feature.serve().isMatched() && (burns || from.isBefore(attempt))) {
                    String rest = feature.serve().others();
                    MetricQuery besides = query(metric, feature, rest, key, from, burns ? now : attempt);
                    add(adapter, new Question(key, rollout, guardrail, besides, true));
                }
                String control = feature.serve().control();
                MetricQuery query = query(metric, feature, control, key, from, now);
                add(adapter, new Question(key, rollout, guardrail, query, false));
            }
        }
    }

    private void addUsers(WatchedRollout rollout, Environment environment, Trajectory trajectory) {
        Recorded known = rollout.known();
        boolean counts = bakes(trajectory, known) || ArmShare.ofSplit(known.flag()) > 0;
        if (counts && environment.telemetry() != null) {
            Feature feature = rollout.feature();
            FeatureKey key = rollout.key();
            Instant since = known.position().since();
            MetricQuery query = query(null, feature, feature.serve().control(), key, since, now);
            add(environment.telemetry(), new Question(key, rollout, null, query, false));
        }
    }

    private static boolean bakes(Trajectory trajectory, Recorded known) {
        int index = known.position().stage();
        return index >= 0 && trajectory.stages().get(index).bake().exposures() > 0;
    }

    private static @Nullable String adapter(@Nullable Metric metric, Environment environment) {
        return metric == null || metric.adapter() == null ? environment.telemetry() : metric.adapter();
    }

    private void add(String adapter, Question question) {
        asked.computeIfAbsent(adapter, a -> new ArrayList<>()).add(question);
    }

    private static MetricQuery query(
            @Nullable Metric metric, Feature feature, String control, FeatureKey key, Instant from, Instant to) {
        return new MetricQuery(
                metric, key.environment(), feature.flagKey(), feature.serve().treatment(), control, from, to);
    }
}
