// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.Samples;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The test of a quantile along a rollout. Values are compared within one share of the treatment and one day, and the evidence of the parts is
 * multiplied: a stage after the other is not one sample. It is computed anew when an arm has grown by a hundredth.
 */
final class QuantilePath implements SequentialTest {

    /** Number of values of an arm at which the test is tightest. */
    static final double BEST = 1000;

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final double SAME_SHARE = 1.5;
    private static final double GROWTH = 1.01;
    private static final int FEWEST = 20;

    private final double p;
    private final boolean lowerIsWorse;
    private final QuantileTest test;
    private final GrowingSamples control = new GrowingSamples();
    private final GrowingSamples treatment = new GrowingSamples();
    /** End of the longest part that may begin where this one did; null before the first bucket. */
    private @Nullable Instant until;

    private double earlier;
    private double current;
    private double computedAt;

    QuantilePath(double p, boolean lowerIsWorse, double alpha) {
        this.p = p;
        this.lowerIsWorse = lowerIsWorse;
        this.test = new QuantileTest(p, BEST, alpha);
    }

    @Override
    public void add(Bucket bucket) {
        if (!(bucket.control().distribution() instanceof Samples a)
                || !(bucket.treatment().distribution() instanceof Samples b)
                || a.total() == 0
                || b.total() == 0) {
            return;
        }
        if (until == null
                || changed((double) a.total(), (double) b.total())
                || bucket.end().isAfter(until)) {
            earlier += current;
            current = 0;
            computedAt = 0;
            until = bucket.start().plus(LONGEST);
            control.clear();
            treatment.clear();
        }
        control.add(a);
        treatment.add(b);
        if (Math.min(control.total(), treatment.total()) >= Math.max(FEWEST, GROWTH * computedAt)) {
            computedAt = Math.min(control.total(), treatment.total());
            current = test.logE(control.all().sorted(), treatment.all().sorted());
        }
    }

    /** Evidence of a difference in the good direction counts as none. */
    @Override
    public double logE() {
        double logE = earlier + current;
        return logE > 0 && !isWorse() ? 0 : logE;
    }

    /** Returns how much larger the treatment's quantile is, in the newest part; NaN without values of both arms. */
    double difference() {
        return quantile(treatment.all(), p) - quantile(control.all(), p);
    }

    /** Returns the time-uniform interval of it. */
    Bound difference(double alpha) {
        return control.total() == 0 || treatment.total() == 0
                ? new Bound(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                : test.difference(control.all().sorted(), treatment.all().sorted(), alpha);
    }

    private boolean isWorse() {
        double a = quantile(control.all(), p);
        double b = quantile(treatment.all(), p);
        return lowerIsWorse ? b < a : b > a;
    }

    private boolean changed(double a, double b) {
        if (control.total() == 0) {
            return false;
        }
        double odds = b / a * control.total() / treatment.total();
        double chance = 4 / StrictMath.sqrt(Math.min(a, b));
        return (odds > SAME_SHARE || odds < 1 / SAME_SHARE) && Math.abs(StrictMath.log(odds)) > chance;
    }

    /** Returns a value that p of the values are below, NaN without values. */
    static double quantile(Samples samples, double p) {
        double[] sorted = samples.sorted();
        return sorted.length == 0
                ? Double.NaN
                : sorted[Math.min(sorted.length - 1, (int) Math.floor(sorted.length * p))];
    }
}
