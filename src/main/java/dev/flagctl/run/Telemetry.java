// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.guardrail.Judge;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.guardrail.Lookback;
import dev.flagctl.guardrail.Reading;
import dev.flagctl.guardrail.SplitCheck;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.Percent;
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
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks metric sources for the buckets behind guardrails and bakes, each source once, and has them judged. */
final class Telemetry {

    private final Project project;
    private final OpenPorts ports;
    private final Map<String, Metric> metrics;
    private final Consumer<RunEvent> events;
    private final Budgets budgets = new Budgets();
    private final Map<String, List<Wish>> wishes = new LinkedHashMap<>();
    /** What no adapter can be asked for; judged when it is known what earlier runs met. */
    private final List<Runnable> unasked = new ArrayList<>();

    private Outages outages;

    Telemetry(Project project, OpenPorts ports, Map<String, Metric> metrics, Consumer<RunEvent> events) {
        this.project = project;
        this.ports = ports;
        this.metrics = metrics;
        this.events = events;
        this.outages = new Outages(ports.ledger(), Map.of());
    }

    /**
     * One question, and where its answer goes.
     *
     * @param besides whether it is about everybody beside a matched control, and completes the answer to the next wish
     */
    private record Wish(
            FeatureKey key, @Nullable Guardrail guardrail, MetricQuery query, boolean watched, boolean besides) {

        Wish(FeatureKey key, @Nullable Guardrail guardrail, MetricQuery query, boolean watched) {
            this(key, guardrail, query, watched, false);
        }
    }

    Measurements measure(List<Feature> features, Map<FeatureKey, Recorded> recorded, PlanScope scope, Instant now) {
        Map<FeatureKey, List<Reading>> readings = new HashMap<>();
        Map<FeatureKey, Long> exposures = new HashMap<>();
        Map<FeatureKey, Feature> watched = new HashMap<>();
        Map<FeatureKey, Instant> attempts = new HashMap<>();
        for (Feature feature : features) {
            for (String name : scope.environments()) {
                FeatureKey key = new FeatureKey(feature.name(), name);
                Recorded known = recorded.get(key);
                Environment environment = project.environments().get(name);
                // Most features of a large project have nothing to be asked, and their stages need not be compiled for
                // it.
                boolean asks =
                        environment != null && (!feature.guardrails().isEmpty() || environment.telemetry() != null);
                boolean rolls = asks && feature.rollout().containsKey(name);
                if (rolls && known == null && environment != null) {
                    wishBudgets(feature, environment, key, now);
                } else if (rolls && known != null && environment != null) {
                    Trajectory trajectory = Trajectories.compile(feature, environment);
                    if (isWatched(known, trajectory)) {
                        watched.put(key, feature);
                        attempts.put(key, known.position().rolloutSince());
                        wish(feature, environment, trajectory, known, readings, now);
                    } else if (known.position().stage() < trajectory.rolloutStages() - 1) {
                        wishBudgets(feature, environment, key, now);
                    }
                }
            }
        }
        outages = new Outages(ports.ledger(), attempts);
        unasked.forEach(Runnable::run);
        Map<FeatureKey, SplitCheck> splits = new HashMap<>();
        ask(recorded, readings, exposures, splits, now);
        Map<FeatureKey, Judgement> judgements = new HashMap<>();
        readings.forEach((key, each) -> {
            Feature feature = watched.get(key);
            if (feature != null) {
                judgements.put(key, Judge.judge(each, splits.get(key), feature.risk(), now));
            }
        });
        return new Measurements(judgements, budgets.all(), exposures);
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
    private void wishBudgets(Feature feature, Environment environment, FeatureKey key, Instant now) {
        for (Guardrail guardrail : Budgets.asked(feature)) {
            Metric metric = metrics.get(guardrail.metric());
            String adapter = adapter(metric, environment);
            if (metric == null || adapter == null) {
                budgets.addUnknown(key, guardrail);
            } else {
                Instant from = Lookback.from(guardrail, metric, now, now);
                String everybody = feature.serve().others();
                add(adapter, new Wish(key, guardrail, query(metric, feature, everybody, key, from, now), false));
            }
        }
    }

    private static @Nullable String adapter(@Nullable Metric metric, Environment environment) {
        return metric == null || metric.adapter() == null ? environment.telemetry() : metric.adapter();
    }

    private void wish(
            Feature feature,
            Environment environment,
            Trajectory trajectory,
            Recorded known,
            Map<FeatureKey, List<Reading>> readings,
            Instant now) {
        FeatureKey key = trajectory.key();
        Instant attempt = known.position().rolloutSince();
        for (Guardrail guardrail : feature.guardrails()) {
            Metric metric = metrics.get(guardrail.metric());
            String adapter = adapter(metric, environment);
            if (metric == null || adapter == null) {
                BucketSeries none = new BucketSeries(
                        List.of(), now, DataState.ERROR, "", List.of("no adapter gives " + guardrail.metric()));
                unasked.add(() -> readings.computeIfAbsent(key, k -> new ArrayList<>())
                        .add(reading(key, guardrail, none, known)));
            } else {
                Instant from = Lookback.from(guardrail, metric, attempt, now);
                boolean burns = guardrail.rule().kind() == RuleKind.BURN;
                if (feature.serve().isMatched() && (burns || from.isBefore(attempt))) {
                    String rest = feature.serve().others();
                    MetricQuery besides = query(metric, feature, rest, key, from, burns ? now : attempt);
                    add(adapter, new Wish(key, guardrail, besides, true, true));
                }
                String control = feature.serve().control();
                add(adapter, new Wish(key, guardrail, query(metric, feature, control, key, from, now), true));
            }
        }
        boolean counts = bakes(trajectory, known) || splitShare(known) > 0;
        if (counts && environment.telemetry() != null) {
            Instant since = known.position().since();
            MetricQuery query = query(null, feature, feature.serve().control(), key, since, now);
            add(environment.telemetry(), new Wish(key, null, query, true));
        }
    }

    private static boolean bakes(Trajectory trajectory, Recorded known) {
        int index = known.position().stage();
        return index >= 0 && trajectory.stages().get(index).bake().exposures() > 0;
    }

    /** Returns the share in which users must fall on the arms, 0 where cohorts or regions make it unknown or there is no control. */
    private static double splitShare(Recorded known) {
        Exposure exposure = known.flag().exposure();
        Percent everyone = exposure.everyone();
        return exposure.slices().size() == 1 && !everyone.isAll() ? ofArms(known.flag(), everyone) : 0;
    }

    /** Returns the share of the treatment among both arms, for users who get it with the share {@code of}. */
    private static double ofArms(FlagState flag, Percent of) {
        double treated = of.fraction();
        return flag.control() == null || of.isZero()
                ? treated
                : treated / (treated + of.matched().fraction());
    }

    private void add(String adapter, Wish wish) {
        wishes.computeIfAbsent(adapter, a -> new ArrayList<>()).add(wish);
    }

    private void ask(
            Map<FeatureKey, Recorded> recorded,
            Map<FeatureKey, List<Reading>> readings,
            Map<FeatureKey, Long> exposures,
            Map<FeatureKey, SplitCheck> splits,
            Instant now) {
        wishes.forEach((adapter, asked) -> {
            List<BucketSeries> answers = read(adapter, asked, now);
            BucketSeries besides = null;
            for (int i = 0; i < asked.size(); i++) {
                Wish wish = asked.get(i);
                BucketSeries series = answers.get(i);
                Recorded known = recorded.get(wish.key());
                if (wish.besides()) {
                    besides = series;
                    continue;
                }
                if (besides != null && known != null && wish.guardrail() != null) {
                    series = wish.guardrail().rule().kind() == RuleKind.BURN
                            ? MatchedSeries.whole(series, besides)
                            : MatchedSeries.before(
                                    series, besides, known.position().rolloutSince());
                    besides = null;
                }
                if (wish.guardrail() == null) {
                    exposures.put(wish.key(), treated(series));
                    if (known != null && splitShare(known) > 0) {
                        splits.put(
                                wish.key(),
                                SplitCheck.of(series, known.position().since(), splitShare(known)));
                    }
                    continue;
                }
                Metric metric = metrics.get(wish.guardrail().metric());
                if (metric != null) {
                    Instant attempt = known == null || !wish.watched()
                            ? null
                            : known.position().rolloutSince();
                    budgets.add(wish.key(), wish.guardrail(), metric.measure(), series, attempt);
                }
                if (known != null && wish.watched()) {
                    events.accept(new RunEvent.Measured(
                            now, wish.key(), wish.guardrail().metric(), series));
                    readings.computeIfAbsent(wish.key(), k -> new ArrayList<>())
                            .add(reading(wish.key(), wish.guardrail(), series, known));
                }
            }
        });
    }

    /** A source that cannot be asked at all says so for each question: never an answer that nobody gave. */
    private List<BucketSeries> read(String adapter, List<Wish> asked, Instant now) {
        try {
            PeriodQueries periods =
                    new PeriodQueries(asked.stream().map(Wish::query).toList());
            return periods.joined(ports.metricSource(adapter).read(periods.queries()));
        } catch (AdapterException e) {
            BucketSeries none =
                    new BucketSeries(List.of(), now, DataState.ERROR, "", List.of(String.valueOf(e.getMessage())));
            return Collections.nCopies(asked.size(), none);
        }
    }

    /** Makes the reading of a guardrail, with what earlier runs met of its data. */
    private Reading reading(FeatureKey key, Guardrail guardrail, BucketSeries series, Recorded known) {
        Instant attempt = known.position().rolloutSince();
        FlagState flag = known.flag();
        Percent everyone = flag.exposure().everyone();
        // A rollout to cohorts or regions only has a control as well; how large is not known, and only whether there is
        // one matters.
        double share = everyone.isZero() ? 0.5 : ofArms(flag, everyone);
        BucketSeries told = outages.withoutMemoryLoss(key, guardrail.metric(), series, known.position());
        Instant since = told.state().tellsSince() ? null : outages.since(key, guardrail.metric(), attempt);
        Metric metric = metrics.get(guardrail.metric());
        Measure measure = metric == null ? Measure.RATIO : metric.measure();
        return new Reading(guardrail, measure, told, attempt, share, since);
    }

    private static MetricQuery query(
            @Nullable Metric metric, Feature feature, String control, FeatureKey key, Instant from, Instant to) {
        return new MetricQuery(
                metric, key.environment(), feature.flagKey(), feature.serve().treatment(), control, from, to);
    }

    private static long treated(BucketSeries series) {
        long users = 0;
        for (Bucket bucket : series.buckets()) {
            users += bucket.treatment().units();
        }
        return users;
    }
}
