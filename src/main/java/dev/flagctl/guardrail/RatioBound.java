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

    /** So many buckets are added up by their exposure share before the search: the error is of the order of the square of the width of a bin. */
    private static final int MANY = 5_000;

    private static final double BIN = 1e-4;
    /** Of so many a search says where that of all begins. */
    private static final int FEW = 200;

    private RatioBound() {}

    /** Finds the bound by the test that was chosen; nothing is known of a ratio by a test of quantiles. */
    static Bound of(TestKind kind, List<Bucket> buckets, double alpha) {
        return switch (kind) {
            case CONDITIONAL -> of(buckets, alpha);
            case SAFE_2X2 -> proportions(buckets, alpha);
            case SHARE_BET -> comparable(buckets, alpha, ShareBetTest::new);
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
                : EdgeSearch.bound(conditional(telling), conditional(merged(telling)), alpha);
    }

    private static EdgeSearch.Against conditional(List<double[]> telling) {
        return (r0, above) -> {
            RatioTest test = new RatioTest(above ? RatioTest.WORSE : RatioTest.BETTER, r0);
            for (double[] each : telling) {
                test.add(each[0], each[1], each[2]);
            }
            return test.logE();
        };
    }

    static Bound toBaseline(List<Bucket> buckets, double baseline, double alpha) {
        CountColumns columns = CountColumns.of(buckets);
        return EdgeSearch.bound(
                (r0, above) -> {
                    BaselineTest test = new BaselineTest(above ? RatioTest.WORSE : RatioTest.BETTER, baseline * r0);
                    columns.addTo(test, true);
                    return test.logE();
                },
                alpha);
    }

    /** The same for events where so many were expected. */
    static Bound ofEvents(double events, double expected, double alpha) {
        return expected > 0
                ? EdgeSearch.bound(
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

    private static Bound comparable(List<Bucket> buckets, double alpha, DoubleFunction<CountsTest> make) {
        return telling(buckets).isEmpty()
                ? Bound.NOTHING_KNOWN
                : EdgeSearch.bound(against(CountColumns.of(buckets), make), alpha);
    }

    /** The search is costly where there are many buckets, so it begins where that of fewer and larger ones ended. */
    private static Bound proportions(List<Bucket> buckets, double alpha) {
        CountColumns columns = CountColumns.of(buckets);
        return columns.size() <= MANY || telling(buckets).isEmpty()
                ? comparable(buckets, alpha, ProportionTest::new)
                : EdgeSearch.bound(
                        against(columns, ProportionTest::new),
                        against(columns.merged(FEW), ProportionTest::new),
                        alpha);
    }

    /** Runs a one-sided test as it is, or for the other direction with the arms exchanged and made for the inverse ratio. */
    private static EdgeSearch.Against against(CountColumns columns, DoubleFunction<CountsTest> make) {
        return (r0, above) -> {
            CountsTest test = make.apply(above ? r0 : 1 / r0);
            columns.addTo(test, above);
            return test.logE();
        };
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
            add(bin, each);
        }
        return new ArrayList<>(bins.values());
    }

    /** Returns about {@link #FEW} entries, each of as many that follow each other. */
    private static List<double[]> merged(List<double[]> telling) {
        int width = telling.size() / FEW + 1;
        List<double[]> merged = new ArrayList<>();
        for (int i = 0; i < telling.size(); i++) {
            double[] each = telling.get(i);
            if (i % width == 0) {
                merged.add(each.clone());
            } else {
                add(merged.get(merged.size() - 1), each);
            }
        }
        return merged;
    }

    /** Adds an entry to another; the exposure share is that of the mean bad unit. */
    private static void add(double[] to, double[] each) {
        to[0] = (to[0] * to[1] + each[0] * each[1]) / (to[1] + each[1]);
        to[1] += each[1];
        to[2] += each[2];
    }
}
