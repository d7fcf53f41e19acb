// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.adapter.metrics.QueryTally;
import dev.flagctl.adapter.metrics.ValueBudget;
import dev.flagctl.model.Arm;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Metric;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.Samples;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.port.MetricSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The telemetry of a simulated flag, minute by minute. It stays in memory, for a rollout of weeks is looked at hundreds of times, and a file would be
 * read from its begin each time; otherwise it answers as a file does, with the usual lag.
 */
final class SimulatedTelemetry {

    private static final Freshness FRESHNESS = new Freshness(Duration.ofSeconds(30), Duration.ofMinutes(15));

    private final Map<String, Map<String, List<ArmMinute>>> outcomes = new HashMap<>();
    private final Map<String, List<ArmMinute>> exposures = new HashMap<>();
    private @Nullable Instant newest;

    private record ArmMinute(long start, Arm arm) {}

    /** Notes what a metric shows of a variant in the minute that begins at a time, not before those of earlier calls. */
    void add(Instant start, String metric, String variant, Arm arm) {
        add(outcomes.computeIfAbsent(metric, name -> new HashMap<>()), start, variant, arm);
    }

    /** Notes how many units met a variant in the minute that begins at a time. */
    void addExposures(Instant start, String variant, long units) {
        add(exposures, start, variant, Arm.of(units, 0));
    }

    private void add(Map<String, List<ArmMinute>> variants, Instant start, String variant, Arm arm) {
        variants.computeIfAbsent(variant, name -> new ArrayList<>()).add(new ArmMinute(start.toEpochMilli(), arm));
        newest = start;
    }

    /** Returns a source that answers what is known by the time of a clock. */
    MetricSource source(Clock clock) {
        return new Source(this, clock);
    }

    private record Source(SimulatedTelemetry telemetry, Clock clock) implements MetricSource {

        @Override
        public List<BucketSeries> read(List<MetricQuery> queries) {
            ValueBudget budget = new ValueBudget();
            return queries.stream()
                    .map(query -> telemetry.answer(query, budget, clock.instant()))
                    .toList();
        }

        @Override
        public void close() {
            // Nothing is open: it is all in memory.
        }
    }

    private BucketSeries answer(MetricQuery query, ValueBudget budget, Instant now) {
        Metric metric = query.metric();
        QueryTally tally = new QueryTally(query, metric == null ? Freshness.EXPOSURE_BUCKET : metric.bucket(), budget);
        MetricKind kind = metric == null ? MetricKind.RATIO : metric.kind();
        Map<String, List<ArmMinute>> variants =
                metric == null ? exposures : outcomes.getOrDefault(metric.name(), Map.of());
        variants.keySet().forEach(tally::exists);
        count(tally, kind, variants.getOrDefault(query.control(), List.of()), false);
        count(tally, kind, variants.getOrDefault(query.treatment(), List.of()), true);
        // A minute stands for its whole bucket, from its start on.
        Instant last = newest == null ? now : newest.plus(Freshness.EXPOSURE_BUCKET);
        boolean stale = FRESHNESS.stale(last, now);
        return tally.series(
                stale ? last : FRESHNESS.watermark(now),
                stale ? DataState.STALE : DataState.OK,
                (metric == null ? "exposures" : metric.name()) + " of " + query.flagKey() + " " + query.treatment()
                        + "/" + query.control() + ", simulated",
                List.of());
    }

    /** They are in order of time: what the window does not reach back to is passed over at once. */
    private static void count(QueryTally tally, MetricKind kind, List<ArmMinute> minutes, boolean treated) {
        long from = tally.query().from().toEpochMilli();
        int low = 0;
        int high = minutes.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (minutes.get(middle).start() < from) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (ArmMinute minute : minutes.subList(low, minutes.size())) {
            if (tally.covers(minute.start())) {
                count(tally, kind, minute, treated);
            }
        }
    }

    private static void count(QueryTally tally, MetricKind kind, ArmMinute minute, boolean treated) {
        Arm arm = minute.arm();
        switch (kind) {
            case RATIO, RATE, SHARE_ABOVE, BURN -> tally.add(minute.start(), treated, arm.units(), arm.bad());
            case MEAN, THRESHOLD -> tally.addSums(minute.start(), treated, arm.units(), arm.sum(), arm.sumOfSquares());
            case QUANTILE -> {
                if (arm.distribution() instanceof Samples samples) {
                    for (double value : samples.sorted()) {
                        tally.addValue(minute.start(), treated, value);
                    }
                }
            }
        }
    }
}
