// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.AnswerReading;
import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.adapter.metrics.NoAnswerException;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.port.Check;
import dev.flagctl.port.Checkable;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.port.MetricSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks a Prometheus for raw counters at the edges of buckets; what reads the same series is asked for together. */
final class PrometheusMetricSource implements MetricSource, Checkable {

    private final PromCalls calls;
    private final Labels labels;
    private final String exposures;
    private final Freshness freshness;
    private final Duration lookBack;
    private final Clock clock;

    PrometheusMetricSource(
            PromCalls calls, Labels labels, String exposures, Freshness freshness, Duration lookBack, Clock clock) {
        this.calls = calls;
        this.labels = labels;
        this.exposures = exposures;
        this.freshness = freshness;
        this.lookBack = lookBack;
        this.clock = clock;
    }

    private record GroupKey(PromQuestion question, String environment) {}

    @Override
    public synchronized List<BucketSeries> read(List<MetricQuery> asked) {
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        Map<MetricQuery, BucketSeries> answers = new HashMap<>();
        Map<GroupKey, List<MetricQuery>> groups = new LinkedHashMap<>();
        for (MetricQuery query : asked) {
            try {
                GroupKey key = new GroupKey(PromQuestion.of(query, exposures), query.environment());
                groups.computeIfAbsent(key, absent -> new ArrayList<>()).add(query);
            } catch (NoAnswerException e) {
                answers.put(
                        query, new BucketSeries(List.of(), query.from(), DataState.ERROR, "", List.of(e.sentence())));
            }
        }
        PromFetch fetch = new PromFetch(calls);
        groups.forEach((key, queries) -> {
            PromGroup group =
                    new PromGroup(key.question(), key.environment(), queries, fetch, labels, freshness, lookBack, now);
            AnswerReading reading = new AnswerReading(group, freshness, lookBack, calls.target(), clock.instant());
            for (MetricQuery query : queries) {
                answers.computeIfAbsent(query, reading::answer);
            }
        });
        return asked.stream().map(answers::get).toList();
    }

    @Override
    public List<Check> check() {
        return new PromChecks(calls, clock).look();
    }

    @Override
    public void close() {
        calls.close();
    }
}
