// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.guardrail.Lookback;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Metric;
import dev.flagctl.port.MetricQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks for the part of an error budget's period that no window looks back to in buckets of about an hour, beside what is asked for anyway: only its
 * sums count, and a month of minutes is more than a source ought to be asked for.
 */
final class PeriodQueries {

    private static final Duration ABOUT = Duration.ofHours(1);

    private final int asked;
    private final List<MetricQuery> queries = new ArrayList<>();
    /** Where the answer to an earlier part is, by the place of its query. */
    private final Map<Integer, Integer> earlier = new TreeMap<>();

    private final IdentityHashMap<Metric, Metric> coarser = new IdentityHashMap<>();

    PeriodQueries(List<MetricQuery> asked) {
        this.asked = asked.size();
        queries.addAll(asked);
        for (int i = 0; i < asked.size(); i++) {
            add(i, asked.get(i));
        }
    }

    private void add(int place, MetricQuery query) {
        Metric metric = query.metric();
        if (metric == null) {
            return;
        }
        Instant begin = Lookback.period(metric, query.to());
        if (!begin.isBefore(query.from())) {
            return;
        }
        Duration length = length(metric.bucket());
        long millis = length.toMillis();
        Instant joint = Instant.ofEpochMilli(Math.floorDiv(query.from().toEpochMilli(), millis) * millis);
        // One for all features: sources put together what asks for the same metric.
        Metric coarse = coarser.computeIfAbsent(metric, fine -> in(fine, length));
        queries.set(place, between(query, metric, joint, query.to()));
        earlier.put(place, queries.size());
        queries.add(between(query, coarse, begin, joint));
    }

    private static Metric in(Metric metric, Duration length) {
        return new Metric(
                metric.name(),
                metric.measure(),
                metric.adapter(),
                length,
                metric.settings(),
                metric.description(),
                metric.source());
    }

    /** A whole number of the metric's buckets, so that both kinds meet at an edge. */
    private static Duration length(Duration bucket) {
        long times = Math.max(1, ABOUT.dividedBy(bucket));
        return bucket.multipliedBy(times);
    }

    private static MetricQuery between(MetricQuery query, Metric metric, Instant from, Instant to) {
        return new MetricQuery(
                metric, query.environment(), query.flagKey(), query.treatment(), query.control(), from, to);
    }

    /** Returns what a source is to be asked. */
    List<MetricQuery> queries() {
        return List.copyOf(queries);
    }

    /** Returns an answer to each query that was asked for first, with the earlier part where there is one. */
    List<BucketSeries> joined(List<BucketSeries> answers) {
        List<BucketSeries> joined = new ArrayList<>(answers.subList(0, asked));
        earlier.forEach((place, at) -> joined.set(place, join(answers.get(at), answers.get(place))));
        return joined;
    }

    private static BucketSeries join(BucketSeries before, BucketSeries recent) {
        List<Bucket> buckets = new ArrayList<>(before.buckets());
        buckets.addAll(recent.buckets());
        List<String> warnings = new ArrayList<>(recent.warnings());
        if (before.state() == DataState.ERROR || before.state() == DataState.PARTIAL) {
            String why = before.warnings().isEmpty()
                    ? before.state().name()
                    : before.warnings().get(0);
            warnings.add("the period of the error budget is not wholly covered: " + why);
        }
        return new BucketSeries(
                buckets, recent.watermark(), recent.state(), recent.missing(), recent.query(), warnings);
    }
}
