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

    /** From here on the series of Stirling's remainder has all digits of a double. */
    private static final double SERIES = 30;

    /** Half the logarithm of 2π. */
    private static final double HALF_LOG_TWO_PI = 0.5 * StrictMath.log(2 * Math.PI);

    private final double[] shares;
    private final double[] prior;
    /** How far the prior of each arm is from its share of the whole prior. */
    private final double[] ahead;

    private final double mass;
    private final double[] counts;

    /**
     * Makes the test.
     *
     * @param shares of the arms, above 0, adding up to 1
     * @param concentration of the prior, above 0
     */
    SplitTest(double[] shares, double concentration) {
        this(shares, scaled(shares, concentration), concentration, new double[shares.length]);
    }

    /** Makes the test with a prior of its own, such as (1, 1, 1). */
    SplitTest(double[] shares, double[] prior) {
        this(shares, prior.clone(), sum(prior), ahead(shares, prior));
    }

    private SplitTest(double[] shares, double[] prior, double mass, double[] ahead) {
        this.shares = scaled(shares, 1 / sum(shares));
        this.prior = prior;
        this.mass = mass;
        this.ahead = ahead;
        this.counts = new double[shares.length];
    }

    private static double[] ahead(double[] shares, double[] prior) {
        double[] ahead = new double[prior.length];
        for (int i = 0; i < ahead.length; i++) {
            ahead[i] = prior[i] - sum(prior) * shares[i];
        }
        return ahead;
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

    /**
     * Returns the natural logarithm of the e-value of all units so far.
     *
     * <p>By Stirling's formula for every gamma function, with its remainder: the large terms cancel on paper, where those of a large prior or of many
     * units would leave few digits of a double.
     */
    double logE() {
        double units = sum(counts);
        double logE = 0.5 * StrictMath.log1p(units / mass) - remainder(mass + units) + remainder(mass);
        for (int i = 0; i < counts.length; i++) {
            double before = mass * shares[i];
            double after = before + units * shares[i];
            logE += deviance(prior[i] + counts[i], after, ahead[i] + (counts[i] - units * shares[i]))
                    - deviance(prior[i], before, ahead[i])
                    - 0.5 * StrictMath.log1p(counts[i] / prior[i])
                    + remainder(prior[i] + counts[i])
                    - remainder(prior[i]);
        }
        return logE;
    }

    /** What Stirling's formula leaves out of the logarithm of gamma. */
    private static double remainder(double x) {
        if (x < SERIES) {
            return LogGamma.value(x) - (x - 0.5) * StrictMath.log(x) + x - HALF_LOG_TWO_PI;
        }
        double square = 1 / (x * x);
        return (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680))) / x;
    }

    /** Returns the share of the units that an arm has, counted from 0; NaN without units. */
    double share(int arm) {
        return counts[arm] / sum(counts);
    }

    /**
     * Returns the interval of the true share of an arm: the shares that no e-value rejects, with the prior as it is and the other arms at their most
     * likely. Source: as the test; the library savvi finds the same by convex optimisation.
     */
    Bound share(int arm, double alpha) {
        double all = sum(counts);
        if (all == 0) {
            return new Bound(0, 1);
        }
        // Against the most likely shares the e-value is smaller by the likelihood ratio of both.
        double room = -StrictMath.log(alpha) - logE();
        for (int i = 0; i < counts.length; i++) {
            room += deviance(counts[i], all * shares[i]);
        }
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

    private static double sum(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        return sum;
    }

    private static double deviance(double x, double mean) {
        return deviance(x, mean, x - mean);
    }

    /**
     * Returns x ln(x / mean) + mean - x of an x that is so much beyond the mean, without the loss of digits where x is near it. Source: Loader, "Fast
     * and accurate computation of binomial probabilities", 2000.
     */
    private static double deviance(double x, double mean, double beyond) {
        if (x == 0) {
            return mean;
        }
        double d = beyond / (x + mean);
        if (Math.abs(d) >= 0.1) {
            return mean == 0 ? Double.POSITIVE_INFINITY : x * StrictMath.log(x / mean) + mean - x;
        }
        double sum = beyond * d;
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
