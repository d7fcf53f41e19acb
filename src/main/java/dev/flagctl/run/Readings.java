// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.guardrail.Correction;
import dev.flagctl.guardrail.Judge;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.guardrail.Reading;
import dev.flagctl.guardrail.SplitCheck;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.RuleKind;
import dev.flagctl.plan.codec.MetricDefinition;
import dev.flagctl.port.MetricQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes readings of what metric sources answer, and has them judged per rollout. */
final class Readings {

    private final Map<String, Metric> metrics;
    private final Outages outages;
    private final Consumer<RunEvent> events;
    private final Instant now;
    private final Budgets budgets = new Budgets();
    private final Map<FeatureKey, List<Reading>> readings = new HashMap<>();
    private final Map<FeatureKey, Long> exposures = new HashMap<>();
    private final Map<FeatureKey, SplitCheck> splits = new HashMap<>();

    Readings(Map<String, Metric> metrics, Outages outages, Consumer<RunEvent> events, Instant now) {
        this.metrics = metrics;
        this.outages = outages;
        this.events = events;
        this.now = now;
    }

    /** Takes that nobody can be asked for an error: never an answer that nobody gave. */
    void addNone(Question.Unanswerable question) {
        WatchedRollout watched = question.watched();
        if (watched == null) {
            budgets.addUnknown(question.key(), question.guardrail());
            return;
        }
        List<String> why = List.of("no adapter gives " + question.guardrail().metric());
        read(watched, question.guardrail(), "", new BucketSeries(List.of(), now, DataState.ERROR, "", why));
    }

    /** Takes the answers of one source, in the order of what it was asked. */
    void add(String adapter, List<Question> asked, List<BucketSeries> answers) {
        BucketSeries besides = null;
        for (int i = 0; i < asked.size(); i++) {
            Question question = asked.get(i);
            if (question.besides()) {
                besides = answers.get(i);
            } else {
                add(adapter, question, answers.get(i), besides);
                besides = null;
            }
        }
    }

    /** Takes an answer, with that about everybody beside the matched control if it was asked for. */
    private void add(String adapter, Question question, BucketSeries answer, @Nullable BucketSeries besides) {
        WatchedRollout watched = question.watched();
        Guardrail guardrail = question.guardrail();
        if (guardrail == null) {
            exposures.put(question.key(), treated(answer));
            if (watched != null) {
                split(watched.key(), watched.known(), answer);
            }
            return;
        }
        Instant attempt = watched == null ? null : watched.attempt();
        BucketSeries series = besides == null || attempt == null
                ? answer
                : guardrail.rule().kind() == RuleKind.BURN
                        ? MatchedSeries.whole(answer, besides)
                        : MatchedSeries.before(answer, besides, attempt);
        budgets.add(question.key(), guardrail, measure(guardrail), series, attempt);
        if (watched != null) {
            events.accept(new RunEvent.Measured(now, question.key(), guardrail.metric(), series));
            read(watched, guardrail, definition(adapter, question.query()), series);
        }
    }

    private void split(FeatureKey key, Recorded known, BucketSeries series) {
        double share = ArmShare.ofSplit(known.flag());
        if (share > 0) {
            splits.put(key, SplitCheck.of(series, known.position().since(), share));
        }
    }

    /** Keeps the reading of a guardrail, with what earlier runs met of its data. */
    private void read(WatchedRollout watched, Guardrail guardrail, String definition, BucketSeries series) {
        Recorded known = watched.known();
        Instant attempt = watched.attempt();
        BucketSeries told = outages.withoutMemoryLoss(watched.key(), guardrail.metric(), series, known.position());
        Instant since = told.state().tellsSince() ? null : outages.since(watched.key(), guardrail.metric(), attempt);
        double share = ArmShare.ofJudged(known.flag());
        readings.computeIfAbsent(watched.key(), k -> new ArrayList<>())
                .add(new Reading(
                        guardrail, measure(guardrail), told, attempt, share, since, definition, Correction.NONE));
    }

    private static String definition(String adapter, MetricQuery query) {
        Metric metric = query.metric();
        return metric == null
                ? ""
                : MetricDefinition.digest(metric, adapter, query.flagKey(), query.treatment(), query.control());
    }

    private Measure measure(Guardrail guardrail) {
        Metric metric = metrics.get(guardrail.metric());
        return metric == null ? Measure.RATIO : metric.measure();
    }

    private static long treated(BucketSeries series) {
        long users = 0;
        for (Bucket bucket : series.buckets()) {
            users += bucket.treatment().units();
        }
        return users;
    }

    /** Judges what was answered about some rollouts, on what was judged of them before. */
    Measurements judged(Map<FeatureKey, WatchedRollout> rollouts, JudgedBefore before) {
        Map<FeatureKey, Instant> attempts = new HashMap<>();
        rollouts.forEach((key, rollout) -> attempts.put(key, rollout.attempt()));
        Map<FeatureKey, List<Reading>> all = readings.isEmpty() ? readings : before.keeping(readings, attempts);
        Map<FeatureKey, Judgement> judgements = new HashMap<>();
        rollouts.forEach((key, each) -> {
            List<Reading> about = all.get(key);
            if (about != null) {
                judgements.put(
                        key, Judge.judge(about, splits.get(key), each.feature().risk(), now));
            }
        });
        return new Measurements(judgements, budgets.all(), exposures);
    }
}
