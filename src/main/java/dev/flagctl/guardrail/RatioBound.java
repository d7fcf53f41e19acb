// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleFunction;

/** Finds the time-uniform bound of the ratio treatment over control: the ratios r0 that the test does not reject. */
final class RatioBound {

    private static final double WIDEST = StrictMath.log(1e9);
    /** Ends are found to a ten-thousandth of their value. */
    private static final double TOLERANCE = 1e-4;
    /** So many buckets are added up by their exposure share before the search: the error is of the order of the square of the width of a bin. */
    private static final int MANY = 5_000;

    private static final double BIN = 1e-4;

    private RatioBound() {}

    /** The evidence that the ratio is above r0, for the lower end, or below it, for the upper one. */
    private interface Against {
        double logE(double r0, boolean above);
    }

    /** Finds the bound by the test that was chosen; nothing is known of a ratio by a test of quantiles. */
    static Bound of(TestKind kind, List<Bucket> buckets, double alpha) {
        return switch (kind) {
            case CONDITIONAL -> of(buckets, alpha);
            case SAFE_2X2 -> comparable(buckets, alpha, r0 -> new ProportionTest(r0));
            case SHARE_BET -> comparable(buckets, alpha, r0 -> new ShareBetTest(r0));
            case BUCKET_ASYMPCS -> comparable(buckets, alpha, r0 -> new BucketDifferenceTest(r0, alpha));
            case ASYMPCS -> ofMeans(buckets, alpha);
            case BASELINE,
                    MAXSPRT,
                    QUANTILE_AB,
                    DISTRIBUTION,
                    MULTINOMIAL_SRM,
                    MANN_WHITNEY,
                    Z,
                    GROUP_SEQUENTIAL,
                    BURN,
                    LIMIT -> Bound.NOTHING_KNOWN;
        };
    }

    /** Finds the bound by the conditional test. */
    static Bound of(List<Bucket> buckets, double alpha) {
        List<double[]> telling = telling(buckets);
        return telling.isEmpty()
                ? Bound.NOTHING_KNOWN
                : search(
                        (r0, above) -> {
                            RatioTest test = new RatioTest(above ? RatioTest.WORSE : RatioTest.BETTER, r0);
                            for (double[] each : telling) {
                                test.add(each[0], each[1], each[2]);
                            }
                            return test.logE();
                        },
                        alpha);
    }

    static Bound toBaseline(List<Bucket> buckets, double baseline, double alpha) {
        return search(
                (r0, above) -> {
                    BaselineTest test = new BaselineTest(above ? RatioTest.WORSE : RatioTest.BETTER, baseline * r0);
                    buckets.forEach(test::add);
                    return test.logE();
                },
                alpha);
    }

    /** The same for events where so many were expected. */
    static Bound ofEvents(double events, double expected, double alpha) {
        return expected > 0
                ? search(
                        (r0, above) ->
                                BaselineTest.logE(above ? RatioTest.WORSE : RatioTest.BETTER, events, expected * r0),
                        alpha)
                : Bound.NOTHING_KNOWN;
    }

    private static Bound ofMeans(List<Bucket> buckets, double alpha) {
        MeanTest test = new MeanTest(0, false, MeanTest.BEST, alpha, false);
        double units = 0;
        double sum = 0;
        for (Bucket bucket : buckets) {
            test.add(bucket);
            units += bucket.control().units();
            sum += bucket.control().sum();
        }
        double half = test.halfWidth(alpha);
        double mean = sum / units;
        if (!(mean > 0) || !Double.isFinite(half)) {
            return Bound.NOTHING_KNOWN;
        }
        double change = test.difference() / mean;
        return new Bound(Math.max(0, 1 + change - half / mean), 1 + change + half / mean);
    }

    private static Bound comparable(List<Bucket> buckets, double alpha, DoubleFunction<SequentialTest> make) {
        return telling(buckets).isEmpty()
                ? Bound.NOTHING_KNOWN
                : search((r0, above) -> run(make.apply(above ? r0 : 1 / r0), buckets, above), alpha);
    }

    private static Bound search(Against against, double alpha) {
        double limit = -StrictMath.log(alpha);
        double lower = against.logE(StrictMath.exp(-WIDEST), true) >= limit
                ? StrictMath.exp(edge(against, true, -WIDEST, WIDEST, limit))
                : 0;
        double upper = against.logE(StrictMath.exp(WIDEST), false) >= limit
                ? StrictMath.exp(edge(against, false, WIDEST, -WIDEST, limit))
                : Double.POSITIVE_INFINITY;
        return new Bound(lower, upper);
    }

    /** Bisects between a rejected and an accepted logarithm of r0: the e-value is monotone in r0 for each direction. */
    private static double edge(Against against, boolean above, double rejected, double accepted, double limit) {
        double out = rejected;
        double in = accepted;
        while (Math.abs(in - out) > TOLERANCE) {
            double middle = (in + out) / 2;
            if (against.logE(StrictMath.exp(middle), above) >= limit) {
                out = middle;
            } else {
                in = middle;
            }
        }
        return out;
    }

    /** Runs a one-sided test as it is, or for the other direction with the arms exchanged and made for the inverse ratio. */
    private static double run(SequentialTest test, List<Bucket> buckets, boolean above) {
        for (Bucket bucket : buckets) {
            test.add(above ? bucket : bucket.exchanged());
        }
        return test.logE();
    }

    /** Returns exposure share, bad units and those of the treatment, of every bucket that tells something; of every bin when there are many. */
    private static List<double[]> telling(List<Bucket> buckets) {
        List<double[]> telling = new ArrayList<>();
        for (Bucket bucket : buckets) {
            double a = bucket.control().units();
            double b = bucket.treatment().units();
            double bad = bucket.control().bad() + (double) bucket.treatment().bad();
            if (bad > 0 && a > 0 && b > 0) {
                telling.add(new double[] {b / (a + b), bad, bucket.treatment().bad()});
            }
        }
        if (telling.size() <= MANY) {
            return telling;
        }
        Map<Long, double[]> bins = new TreeMap<>();
        for (double[] each : telling) {
            double[] bin = bins.computeIfAbsent((long) (each[0] / BIN), k -> new double[3]);
            bin[0] = (bin[0] * bin[1] + each[0] * each[1]) / (bin[1] + each[1]);
            bin[1] += each[1];
            bin[2] += each[2];
        }
        return new ArrayList<>(bins.values());
    }
}
