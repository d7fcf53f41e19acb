// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.DataDeadline.Action;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Rollouts of a known truth, minute by minute, from a seed.
 *
 * <p>A look at every tick and one look at the end give the same answer, because a failure once shown stays shown; so each rollout is judged once.
 */
final class Simulation {

    /** What is true in one minute. */
    record Minute(int control, int treatment, double baseRate, double ratio) {}

    /** The truth of a rollout; randomness is for shocks that both arms share. */
    interface Truth {
        Minute at(int minute, SplittableRandom random);
    }

    private final List<List<Bucket>> rollouts = new ArrayList<>();

    static Simulation of(long seed, int rollouts, int minutes, Truth truth) {
        SplittableRandom random = new SplittableRandom(seed);
        Simulation simulation = new Simulation();
        for (int i = 0; i < rollouts; i++) {
            List<Bucket> buckets = new ArrayList<>();
            for (int minute = 0; minute < minutes; minute++) {
                Minute m = truth.at(minute, random);
                long controlBad = binomial(random, m.control(), m.baseRate());
                long bad = binomial(random, m.treatment(), Math.min(1, m.baseRate() * m.ratio()));
                buckets.add(Given.bucket(minute, m.control(), controlBad, m.treatment(), bad));
            }
            simulation.rollouts.add(buckets);
        }
        return simulation;
    }

    /** Bad units in bursts of 4 in the mean, as retries make them, after two hours of the control alone with all the traffic. */
    static Simulation ofBursts(
            long seed, int rollouts, int minutes, int control, int treatment, double rate, double ratio) {
        return ofBursts(seed, rollouts, minutes, control + treatment, control, treatment, rate, ratio);
    }

    /** As {@link #ofBursts}, with users in neither arm once the rollout has begun. */
    static Simulation ofBursts(
            long seed, int rollouts, int minutes, int before, int control, int treatment, double rate, double ratio) {
        SplittableRandom random = new SplittableRandom(seed);
        Simulation simulation = new Simulation();
        for (int i = 0; i < rollouts; i++) {
            List<Bucket> buckets = new ArrayList<>();
            for (int minute = -120; minute < minutes; minute++) {
                int a = minute < 0 ? before : control;
                int b = minute < 0 ? 0 : treatment;
                buckets.add(Given.bucket(
                        minute, a, bursts(random, a * rate / 4, a), b, bursts(random, b * rate * ratio / 4, b)));
            }
            simulation.rollouts.add(buckets);
        }
        return simulation;
    }

    private static long bursts(SplittableRandom random, double mean, long most) {
        long bad = 0;
        for (double left = Math.exp(-mean), u = random.nextDouble(); u > left; u *= random.nextDouble()) {
            bad += 1 + (long) Math.floor(Math.log(1 - random.nextDouble()) / Math.log(0.75));
        }
        return Math.min(most, bad);
    }

    /** Returns the buckets from the start of the rollout on. */
    static List<Bucket> during(List<Bucket> buckets) {
        return buckets.stream().filter(b -> !b.start().isBefore(Given.START)).toList();
    }

    static Judgement judge(List<Bucket> buckets) {
        var rule = new Rule.WorseThanControl(0);
        var guardrail = Given.guardrail("errors", GuardrailRole.CRITICAL, rule, 3, 50, Action.ROLL_BACK);
        Reading reading = Given.reading(guardrail, Given.series(buckets), Given.START, 0.5, null);
        return Judge.judge(
                List.of(reading), Risk.DEFAULT, buckets.get(buckets.size() - 1).end());
    }

    List<List<Bucket>> rollouts() {
        return rollouts;
    }

    List<Judgement> judgements(double share) {
        var rule = new Rule.WorseThanControl(0);
        var guardrail = Given.guardrail("errors", GuardrailRole.CRITICAL, rule, 3, 50, Action.ROLL_BACK);
        List<Judgement> judgements = new ArrayList<>();
        for (List<Bucket> buckets : rollouts) {
            Reading reading = Given.reading(guardrail, Given.series(buckets), Given.START, share, null);
            judgements.add(Judge.judge(List.of(reading), Risk.DEFAULT, Given.minute(buckets.size())));
        }
        return judgements;
    }

    double rolledBack() {
        return judgements(0.5).stream().filter(j -> j.verdict() == Verdict.FAIL).count() / (double) rollouts.size();
    }

    /** Returns the median minute of the failure; rollouts that never fail count as infinitely late. */
    double medianMinute() {
        double[] minutes = judgements(0.5).stream()
                .mapToDouble(j -> j.failedAt() == null
                        ? Double.POSITIVE_INFINITY
                        : Duration.between(Given.START, j.failedAt()).toMinutes())
                .toArray();
        Arrays.sort(minutes);
        return minutes[minutes.length / 2];
    }

    /** Returns how many rollouts a one-sided z-test of the pooled totals at every minute stops, at the nominal 5 %. */
    double rolledBackByLookingEachMinute() {
        int stopped = 0;
        for (List<Bucket> all : rollouts) {
            List<Bucket> buckets = during(all);
            double controlUnits = 0;
            double controlBad = 0;
            double units = 0;
            double bad = 0;
            boolean stop = false;
            for (Bucket bucket : buckets) {
                controlUnits += bucket.control().units();
                controlBad += bucket.control().bad();
                units += bucket.treatment().units();
                bad += bucket.treatment().bad();
                double p = (controlBad + bad) / (controlUnits + units);
                double error = Math.sqrt(p * (1 - p) * (1 / controlUnits + 1 / units));
                stop |= (bad / units - controlBad / controlUnits) / error > 1.645;
            }
            stopped += stop ? 1 : 0;
        }
        return stopped / (double) rollouts.size();
    }

    /** Draws by jumping from success to success. */
    private static long binomial(SplittableRandom random, int n, double p) {
        if (p <= 0) {
            return 0;
        }
        if (p >= 1) {
            return n;
        }
        double logQ = Math.log1p(-p);
        long successes = 0;
        double at = Math.floor(Math.log(1 - random.nextDouble()) / logQ);
        while (at < n) {
            successes++;
            at += 1 + Math.floor(Math.log(1 - random.nextDouble()) / logQ);
        }
        return successes;
    }

    /** Draws a shock of mean 1 and coefficient of variation 1.41: gamma with shape 1/2, which is a squared normal. */
    static double shock(SplittableRandom random) {
        double normal = Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
        return normal * normal;
    }
}
