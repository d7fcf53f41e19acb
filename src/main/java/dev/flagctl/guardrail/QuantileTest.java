// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The always-valid test that a quantile is the same in both arms, from raw values.
 *
 * <p>For a quantile q that both arms might share, each arm gives an e-value against q being its quantile; the test is the smallest product over all
 * q. Values are taken to come from one distribution per arm, so it compares one stage, not a drifting day.
 *
 * <p>Source: Howard and Ramdas, "Sequential estimation of quantiles with applications to A/B-testing and best-arm identification",
 * arXiv:1906.09712, and its library confseq.
 */
final class QuantileTest {

    private static final double GOLDEN = 0.3819660112501051;

    private final double p;
    private final BetaBinomialMixture mixture;
    /** Where the curve of so many values has its minimum: it takes a search, and does not depend on the values. */
    private final Map<Integer, Double> minimizers = new HashMap<>();

    /**
     * Makes the test of the p quantile.
     *
     * @param best number of values of an arm at which it is tightest
     * @param alpha the risk at which it is tightest
     */
    QuantileTest(double p, double best, double alpha) {
        this(p, new BetaBinomialMixture(best * p * (1 - p), alpha, p, 1 - p));
    }

    private QuantileTest(double p, BetaBinomialMixture mixture) {
        this.p = p;
        this.mixture = mixture;
    }

    /**
     * Returns the natural logarithm of the e-value; may be below 0.
     *
     * @param a values in rising order, at least one
     * @param b values in rising order, at least one
     */
    double logE(double[] a, double[] b) {
        Side one = new Side(a);
        Side other = new Side(b);
        return one.high <= other.high ? smallest(one, other) : smallest(other, one);
    }

    /**
     * Returns the time-uniform interval of the difference of the quantiles, b minus a: all differences of pairs of quantiles whose e-values together
     * stay below 1/alpha. It leaves 0 out exactly when the test rejects.
     *
     * @param a values in rising order, at least one
     * @param b values in rising order, at least one
     */
    Bound difference(double[] a, double[] b, double alpha) {
        Side one = new Side(a);
        Side other = new Side(b);
        double limit = -StrictMath.log(alpha);
        return new Bound(-widest(other, one, limit), widest(one, other, limit));
    }

    /** Returns the time-uniform interval of the quantile of one arm: the values that its e-value does not reject. */
    Bound quantile(double[] sorted, double alpha) {
        Side side = new Side(sorted);
        double[] mirrored = new double[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            mirrored[i] = -sorted[sorted.length - 1 - i];
        }
        Side mirror = new QuantileTest(1 - p, mixture.mirrored()).new Side(mirrored);
        double limit = -StrictMath.log(alpha);
        return new Bound(-mirror.highest(limit), side.highest(limit));
    }

    /** The largest of y - x over x below and y above the flat parts that both are still possible: as x falls, y can rise less. */
    private static double widest(Side falling, Side rising, double limit) {
        double widest = Double.NEGATIVE_INFINITY;
        for (int i = falling.atMost(falling.low) - 1; i >= -1; i--) {
            double x = i < 0 ? Double.NEGATIVE_INFINITY : falling.sorted[i];
            double left = limit - falling.at(x);
            double y = rising.highest(left);
            if (Double.isNaN(y)) {
                break;
            }
            widest = Math.max(widest, i < 0 || Double.isInfinite(y) ? Double.POSITIVE_INFINITY : y - x);
        }
        return widest;
    }

    /** Both curves fall towards their flat part and rise behind it, so the smallest sum lies between the flat parts, at a value of the second arm. */
    private static double smallest(Side first, Side second) {
        double smallest =
                Math.min(first.at(first.high) + second.at(first.high), first.at(second.low) + second.at(second.low));
        int end = second.atMost(second.low);
        for (int i = Math.max(1, second.atMost(first.high)); i <= end; i++) {
            double x = second.sorted[i - 1];
            i = second.atMost(x);
            smallest = Math.min(smallest, first.at(x) + second.at(x));
        }
        return smallest;
    }

    /** One arm: the logarithm of the e-value against x being its quantile, for every x. */
    private final class Side {

        private final double[] sorted;
        private final double minimizer;
        private final double low;
        private final double high;

        Side(double[] sorted) {
            this.sorted = sorted;
            int n = sorted.length;
            minimizer = minimizers.computeIfAbsent(n, values -> minimizer());
            low = sorted[Math.max(0, (int) Math.ceil(minimizer * n) - 1)];
            high = sorted[Math.min(n - 1, (int) Math.floor(minimizer * n))];
        }

        double at(double x) {
            double n = sorted.length;
            return evidence(x < low ? atMost(x) / n : x > high ? below(x) / n : minimizer);
        }

        /** Returns the highest point whose evidence is below a limit, NaN when even the flat part has more. */
        double highest(double limit) {
            if (!(evidence(minimizer) < limit)) {
                return Double.NaN;
            }
            if (evidence(1) < limit) {
                return Double.POSITIVE_INFINITY;
            }
            int in = below(high);
            int out = sorted.length - 1;
            if (at(sorted[out]) < limit) {
                return sorted[out];
            }
            while (out - in > 1) {
                int middle = (in + out) >>> 1;
                if (at(sorted[middle]) < limit) {
                    in = middle;
                } else {
                    out = middle;
                }
            }
            return sorted[in];
        }

        private double evidence(double share) {
            double n = sorted.length;
            return mixture.logE((share - p) * n, p * (1 - p) * n);
        }

        /** By golden section: the curve has one minimum, near p. */
        private double minimizer() {
            double from = 0;
            double to = 1;
            while (to - from > 1e-10) {
                double left = from + GOLDEN * (to - from);
                double right = to - GOLDEN * (to - from);
                if (evidence(left) <= evidence(right)) {
                    to = right;
                } else {
                    from = left;
                }
            }
            return (from + to) / 2;
        }

        int atMost(double x) {
            return count(x, true);
        }

        private int below(double x) {
            return count(x, false);
        }

        private int count(double x, boolean included) {
            int at = Arrays.binarySearch(sorted, x);
            if (at < 0) {
                return -at - 1;
            }
            while (included ? at < sorted.length && sorted[at] == x : at > 0 && sorted[at - 1] == x) {
                at += included ? 1 : -1;
            }
            return at;
        }
    }
}
