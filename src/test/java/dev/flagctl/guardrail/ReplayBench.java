// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.DataDeadline.Action;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.MetricUnit;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rule;
import dev.flagctl.model.Samples;
import dev.flagctl.plan.codec.DecisionBody;
import dev.flagctl.plan.codec.Replay;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Judges a million buckets with each test that takes buckets, and replays them as {@code explain} does: reads the evidence of an entry, judges it and
 * compares all numbers. Prints a table of CPU seconds of the one thread that each needs, the least of three. Run with the test class path:
 * {@code ReplayBench [buckets]}.
 */
public final class ReplayBench {

    private static final int BEFORE = 120;
    private static final Measure USERS = Measure.of(MetricKind.RATIO, MetricUnit.USER);
    private static final Measure REQUESTS = Measure.of(MetricKind.RATIO, MetricUnit.REQUEST);
    private static final Rule WORSE = new Rule.WorseThanControl(0);

    private ReplayBench() {}

    /** What a bucket holds: of so many units of each arm a share is bad, in bursts of a size. */
    private record Traffic(int control, int treatment, double bad, int burst) {

        Bucket bucket(int minute, SplittableRandom random) {
            return new Bucket(Given.minute(minute), Given.MINUTE, arm(control, random), arm(treatment, random));
        }

        private Arm arm(int units, SplittableRandom random) {
            double bursts = bad * units / burst;
            long drawn = Math.round(bursts + Math.sqrt(bursts) * random.nextGaussian());
            return Arm.of(units, Math.min(units, Math.max(0, drawn) * burst));
        }
    }

    public static void main(String[] args) {
        int buckets = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        Map<String, Reading> readings = new LinkedHashMap<>();
        readings.put("conditional", reading(USERS, WORSE, counts(buckets, new Traffic(900, 100, 0.005, 1))));
        readings.put("safe-2x2", reading(USERS, WORSE, counts(buckets, new Traffic(900, 100, 0.2, 1))));
        readings.put("share-bet", reading(REQUESTS, WORSE, counts(buckets, new Traffic(200, 200, 0.02, 4))));
        readings.put("bucket-asympcs", reading(REQUESTS, WORSE, counts(buckets, new Traffic(900, 100, 0.02, 4))));
        readings.put(
                "baseline",
                reading(
                        USERS,
                        new Rule.WorseThanBaseline(0.005, 0, 2),
                        counts(buckets, new Traffic(900, 100, 0.005, 1))));
        readings.put("asympcs", reading(Measure.mean(false, MetricUnit.USER), WORSE, means(buckets)));
        readings.put("quantile-ab", reading(Measure.quantile(0.9, false, MetricUnit.USER), WORSE, values(buckets)));
        readings.put(
                "burn",
                reading(
                        Measure.burn(0.99, Duration.ofDays(30), MetricUnit.REQUEST),
                        new Rule.Burn(false),
                        counts(buckets, new Traffic(900, 100, 0.005, 1))));
        readings.put(
                "limit",
                reading(USERS, new Rule.Threshold(0.02, true), counts(buckets, new Traffic(900, 100, 0.005, 1))));
        System.out.printf(
                Locale.ROOT, "| test of %,d buckets | judged, CPU s | replayed, CPU s |%n|---|--:|--:|%n", buckets);
        readings.forEach((name, reading) ->
                System.out.printf(Locale.ROOT, "| %s | %.2f | %.2f |%n", name, judging(reading), replaying(reading)));
    }

    private static double judging(Reading reading) {
        return least(() -> {
            Judgement judgement = judge(reading);
            if (System.getenv("REPLAY_BITS") != null) {
                System.out.println(judgement.evidence().get(0).statistic() + " " + judgement.verdict());
            }
        });
    }

    private static double replaying(Reading reading) {
        String entry = "{\"evidence\":" + DecisionBody.evidence(judge(reading)) + "}";
        return least(() -> {
            if (!Replay.of(entry).orElseThrow().isSame()) {
                throw new IllegalStateException("a replay gave other bits");
            }
        });
    }

    private static Judgement judge(Reading reading) {
        return Judge.judge(List.of(reading), new Risk(0.05), reading.series().watermark());
    }

    private static double least(Runnable work) {
        double least = Double.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            work.run();
            least = Math.min(least, (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9);
        }
        return least;
    }

    private static Reading reading(Measure measure, Rule rule, List<Bucket> buckets) {
        return new Reading(
                Given.guardrail("errors", GuardrailRole.CRITICAL, rule, 3, 50, Action.ROLL_BACK),
                measure,
                Given.series(buckets),
                Given.minute(BEFORE),
                0.5,
                null);
    }

    private static List<Bucket> counts(int count, Traffic traffic) {
        SplittableRandom random = new SplittableRandom(1);
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < count + BEFORE; i++) {
            buckets.add(traffic.bucket(i, random));
        }
        return buckets;
    }

    private static List<Bucket> means(int count) {
        SplittableRandom random = new SplittableRandom(1);
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < count + BEFORE; i++) {
            double a = 900 * (1 + 0.01 * random.nextGaussian());
            double b = 100 * (1 + 0.01 * random.nextGaussian());
            buckets.add(
                    new Bucket(Given.minute(i), Given.MINUTE, Arm.ofSums(900, a, 2 * a), Arm.ofSums(100, b, 2 * b)));
        }
        return buckets;
    }

    private static List<Bucket> values(int count) {
        SplittableRandom random = new SplittableRandom(1);
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < count + BEFORE; i++) {
            buckets.add(new Bucket(
                    Given.minute(i),
                    Given.MINUTE,
                    Arm.of(new Samples(random.nextDouble())),
                    Arm.of(new Samples(random.nextDouble()))));
        }
        return buckets;
    }
}
