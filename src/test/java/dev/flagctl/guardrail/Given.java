// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.DataDeadline.Action;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rule;
import dev.flagctl.model.SourceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words that tests of this package begin with. */
final class Given {

    static final Instant START = Instant.parse("2026-11-23T13:00:00Z");
    static final Duration MINUTE = Duration.ofMinutes(1);

    private Given() {}

    static Instant minute(int minutes) {
        return START.plus(MINUTE.multipliedBy(minutes));
    }

    static Bucket bucket(int minute, long controlUnits, long controlBad, long units, long bad) {
        return new Bucket(minute(minute), MINUTE, Arm.of(controlUnits, controlBad), Arm.of(units, bad));
    }

    /** One minute after the other, four numbers each: control units and bad, treatment units and bad. */
    static List<Bucket> minutes(long[]... counts) {
        List<Bucket> buckets = new ArrayList<>();
        for (long[] c : counts) {
            buckets.add(bucket(buckets.size(), c[0], c[1], c[2], c[3]));
        }
        return buckets;
    }

    static List<Bucket> repeat(int times, long controlUnits, long controlBad, long units, long bad) {
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            buckets.add(bucket(i, controlUnits, controlBad, units, bad));
        }
        return buckets;
    }

    static Guardrail worse(String metric, GuardrailRole role) {
        return guardrail(metric, role, new Rule.WorseThanControl(0), 3, 50, Action.ROLL_BACK);
    }

    static Guardrail guardrail(
            String metric, GuardrailRole role, Rule rule, long minBadUnits, long minUnits, Action action) {
        DataDeadline deadline = new DataDeadline(Duration.ofMinutes(30), action);
        return new Guardrail(metric, role, rule, minBadUnits, minUnits, deadline, SourceRef.NONE);
    }

    static BucketSeries series(DataState state, Instant watermark, List<Bucket> buckets) {
        return new BucketSeries(buckets, watermark, state, "errors of checkout", List.of());
    }

    static BucketSeries series(List<Bucket> buckets) {
        Instant end =
                buckets.isEmpty() ? START : buckets.get(buckets.size() - 1).end();
        return series(DataState.OK, end, buckets);
    }

    static Reading reading(Guardrail guardrail, List<Bucket> buckets) {
        return reading(guardrail, series(buckets), START, 0.5, null);
    }

    /** A reading of a plain ratio. */
    static Reading reading(
            Guardrail guardrail, BucketSeries series, Instant from, double share, @Nullable Instant errorSince) {
        return new Reading(guardrail, Measure.RATIO, series, from, share, errorSince);
    }

    static Judgement judge(Reading... readings) {
        Instant now = START;
        for (Reading reading : readings) {
            now = reading.series().watermark().isAfter(now) ? reading.series().watermark() : now;
        }
        return Judge.judge(List.of(readings), Risk.DEFAULT, now);
    }
}
