// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.AnswerReading;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.port.Check;
import dev.flagctl.port.Checkable;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.port.MetricSource;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Asks a Prometheus for raw counters at the edges of buckets; what reads the same series is asked for together, and several queries at once. */
final class PrometheusMetricSource implements MetricSource, Checkable {

    /** Prometheus runs 20 queries at once by default, for all who ask it. */
    private static final int AT_ONCE = 4;

    private final PromCalls calls;
    private final PromSettings settings;
    private final Clock clock;

    PrometheusMetricSource(PromCalls calls, PromSettings settings, Clock clock) {
        this.calls = calls;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public synchronized List<BucketSeries> read(List<MetricQuery> asked) {
        BucketSeries[] answers = new BucketSeries[asked.size()];
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        PromGroups groups = new PromGroups(settings, settings.freshness().watermark(now));
        List<PromGroups.Group> found = groups.of(
                asked,
                (index, reason) -> answers[index] = new BucketSeries(
                        List.of(), asked.get(index).from(), DataState.ERROR, "", List.of(reason.sentence())));
        try (AtOnce threads = new AtOnce(AT_ONCE)) {
            PromFetch fetch = new PromFetch(calls, settings.labels(), threads);
            List<PromGroup> begun = found.stream()
                    .map(group -> new PromGroup(group, fetch, settings, now))
                    .toList();
            for (PromGroup group : begun) {
                AnswerReading reading =
                        new AnswerReading(group, settings.freshness(), settings.lookBack(), calls.target(), now);
                for (PromGroups.Wish wish : group.wishes()) {
                    answers[wish.index()] = reading.answer(wish.query());
                }
            }
        }
        return List.of(answers);
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
