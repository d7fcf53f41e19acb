// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import org.apache.commons.numbers.gamma.LogGamma;

/**
 * The sequential test of a sample ratio: do units fall on the arms in the shares that were configured?
 *
 * <p>A Dirichlet prior of concentration K around the configured shares against the shares themselves; any deviation counts. Source: Lindon and Malek,
 * arXiv:2011.03567; K is 100 in the library savvi, 10,000 in ssrm.
 */
final class SplitTest {

    static final double CONCENTRATION = 100;

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
        double logE = 0;
        double all = 0;
        double mass = 0;
        for (int i = 0; i < counts.length; i++) {
            logE += LogGamma.value(prior[i] + counts[i]) - LogGamma.value(prior[i]);
            logE -= counts[i] * StrictMath.log(shares[i]);
            all += counts[i];
            mass += prior[i];
        }
        return logE + LogGamma.value(mass) - LogGamma.value(mass + all);
    }
}
