// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import org.apache.commons.numbers.gamma.LogGamma;

/**
 * The sequential test of a sample ratio: do units fall on the arms in the shares that were configured?
 *
 * <p>A Dirichlet prior of concentration K around the configured shares against the shares themselves; any deviation counts. Source: Lindon and Malek,
 * arXiv:2011.03567; K is 100 in the library savvi, 10,000 in ssrm-test.
 */
final class SplitTest {

    static final double CONCENTRATION = 100;

    /** From so many units on, the logarithms of gamma have too few digits behind the point. */
    private static final double MANY = 1e7;

    private final double[] shares;
    private final double[] prior;
    private final double[] counts;

    /**
     * Makes the test.
     *
     * @param shares of the arms, above 0, adding up to 1
     * @param concentration of the prior, above 0
     */
    SplitTest(double[] shares, double concentration) {
        this(shares, scaled(shares, concentration));
    }

    /** Makes the test with a prior of its own, such as (1, 1, 1). */
    SplitTest(double[] shares, double[] prior) {
        this.shares = shares.clone();
        this.prior = prior.clone();
        this.counts = new double[shares.length];
    }

    private static double[] scaled(double[] shares, double concentration) {
        double[] prior = new double[shares.length];
        for (int i = 0; i < prior.length; i++) {
            prior[i] = shares[i] * concentration;
        }
        return prior;
    }

    /** Adds how many units fell on each arm. */
    void add(double... units) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += units[i];
        }
    }

    /** Returns the natural logarithm of the e-value of all units so far. */
    double logE() {
        return units() > MANY ? logEOfMany(shares) : logE(shares);
    }

    /** Returns the share of the units that an arm has, counted from 0; NaN without units. */
    double share(int arm) {
        return counts[arm] / units();
    }

    /**
     * Returns the interval of the true share of an arm: the shares that no e-value rejects, with the prior as it is and the other arms at their most
     * likely. Source: as the test; the library savvi finds the same by convex optimisation.
     */
    Bound share(int arm, double alpha) {
        double all = units();
        if (all == 0) {
            return new Bound(0, 1);
        }
        double[] likely = new double[counts.length];
        for (int i = 0; i < likely.length; i++) {
            likely[i] = counts[i] / all;
        }
        double room = -StrictMath.log(alpha) - (all > MANY ? logEOfMany(likely) : logE(likely));
        double x = counts[arm];
        return new Bound(edge(x, all, room, 0), edge(x, all, room, 1));
    }

    /** Bisects between an end and the most likely share for where the likelihood has fallen by {@code room}. */
    private static double edge(double x, double all, double room, double end) {
        double out = end;
        double in = x / all;
        for (int i = 0; i < 100 && out != in; i++) {
            double middle = (out + in) / 2;
            double fall = deviance(x, all * middle) + deviance(all - x, all * (1 - middle));
            if (fall >= room) {
                out = middle;
            } else {
                in = middle;
            }
        }
        return in;
    }

    private double units() {
        double all = 0;
        for (double count : counts) {
            all += count;
        }
        return all;
    }

    private double logE(double[] against) {
        double logE = 0;
        double all = 0;
        double mass = 0;
        for (int i = 0; i < counts.length; i++) {
            logE += LogGamma.value(prior[i] + counts[i]) - LogGamma.value(prior[i]);
            logE -= counts[i] == 0 ? 0 : counts[i] * StrictMath.log(against[i]);
            all += counts[i];
            mass += prior[i];
        }
        return logE + LogGamma.value(mass) - LogGamma.value(mass + all);
    }

    /** The same by Stirling's series, in which the large terms of the logarithms of gamma cancel on paper and not in doubles. */
    private double logEOfMany(double[] against) {
        double logE = 0;
        double all = 0;
        double mass = 0;
        for (int i = 0; i < counts.length; i++) {
            all += prior[i] + counts[i];
            mass += prior[i];
        }
        for (int i = 0; i < counts.length; i++) {
            double y = prior[i] + counts[i];
            // Below 30 the series is not good enough, and nothing cancels.
            logE += y < 30 || counts[i] == 0
                    ? LogGamma.value(y)
                            - y * StrictMath.log(all)
                            + all * against[i]
                            - (counts[i] == 0 ? 0 : counts[i] * StrictMath.log(against[i]))
                    : deviance(y, all * against[i])
                            + prior[i] * StrictMath.log(against[i])
                            + 0.5 * StrictMath.log(2 * Math.PI / y)
                            + 1 / (12 * y)
                            - 1 / (360 * y * y * y);
            logE -= LogGamma.value(prior[i]);
        }
        return logE + LogGamma.value(mass) - 0.5 * StrictMath.log(2 * Math.PI / all) - 1 / (12 * all);
    }

    /** x ln(x / mean) + mean - x, without the loss of digits where x is near the mean. Source: Loader, "Fast and accurate computation of binomial probabilities", 2000. */
    private static double deviance(double x, double mean) {
        if (x == 0) {
            return mean;
        }
        double d = (x - mean) / (x + mean);
        if (Math.abs(d) >= 0.1) {
            return mean == 0 ? Double.POSITIVE_INFINITY : x * StrictMath.log(x / mean) + mean - x;
        }
        double sum = (x - mean) * d;
        double term = 2 * x * d;
        for (int i = 3; i < 1000; i += 2) {
            term *= d * d;
            double more = sum + term / i;
            if (more == sum) {
                break;
            }
            sum = more;
        }
        return sum;
    }
}
