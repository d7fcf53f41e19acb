// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

/**
 * The always-valid test of two proportions, stratified by bucket, for outcomes of any rate.
 *
 * <p>Each bucket is judged by the rates that the buckets before it showed: the e-factor is the likelihood of its bad units at those rates against the
 * likelihood at the nearest rates (in Kullback-Leibler divergence) at which the treatment is no worse than r0 times the control. Rates may change
 * from bucket to bucket, so ramps and drifting bases do no harm. The one-sided test bets only while the treatment looked worse.
 *
 * <p>Source: Turner, Ly and Grünwald, "Generic E-variables for exact sequential k-sample tests that allow for optional stopping", arXiv:2106.02693,
 * and the R package safestats, whose prior of 0.18 is the default.
 */
final class ProportionTest implements CountsTest {

    /** Successes and failures that the control is thought to have had before the first bucket; the treatment's are scaled by its units. */
    static final double PRIOR = 0.18;

    private final double r0;
    private final boolean oneSided;
    private final double prior;
    private final double own;
    private double controlUnits;
    private double controlBad;
    private double units;
    private double bad;
    private double logE;

    /** Makes the one-sided test against a rate of the treatment of at most {@code r0} times that of the control. */
    ProportionTest(double r0) {
        this(r0, true, PRIOR, Double.NaN);
    }

    /**
     * Makes a test with another prior.
     *
     * @param r0 the largest ratio of the rates that is accepted, above 0
     * @param oneSided false to bet in both directions
     * @param prior successes and failures before the first bucket, above 0
     * @param own the same of the treatment; NaN to scale that of the control by the units of a bucket
     */
    ProportionTest(double r0, boolean oneSided, double prior, double own) {
        this.r0 = r0;
        this.oneSided = oneSided;
        this.prior = prior;
        this.own = own;
    }

    @Override
    public void add(double nA, double xA, double nB, double xB) {
        // Before the first units only the prior speaks; a bet on it against another ratio than 1 costs more than many
        // buckets win back.
        boolean informed = r0 == 1 || controlUnits + units > 0;
        if (informed && nA > 0 && nB > 0) {
            double scaled = prior * (nB / nA);
            double g = Double.isNaN(own) ? scaled : own;
            double thetaA = (controlBad + prior) / (controlUnits + 2 * prior);
            double thetaB = (bad + g) / (units + 2 * g);
            if (!oneSided || thetaB > r0 * thetaA) {
                double nullA = nearest(nA, nB, thetaA, thetaB);
                double nullB = r0 * nullA;
                logE += likelihood(nA, xA, thetaA - nullA, nullA) + likelihood(nB, xB, thetaB - nullB, nullB);
            }
        }
        controlUnits += nA;
        controlBad += xA;
        units += nB;
        bad += xB;
    }

    /** The logarithm of the ratio of the likelihoods of two rates; as bad and good units weigh one difference, its last digit does no harm to large counts. */
    private static double likelihood(double n, double x, double above, double rate) {
        return x * StrictMath.log1p(above / rate) + (n - x) * StrictMath.log1p(-above / (1 - rate));
    }

    @Override
    public double logE() {
        return logE;
    }

    /** Solves r0 N p² - b p + S = 0, which is where the divergence from the line pB = r0 pA is smallest; the mean rate when r0 is 1. */
    private double nearest(double nA, double nB, double thetaA, double thetaB) {
        double s = nA * thetaA + nB * thetaB;
        if (r0 == 1) {
            return s / (nA + nB);
        }
        double a = r0 * (nA + nB);
        double b = s * (1 + r0) + nA * (1 - thetaA) + nB * r0 * (1 - thetaB);
        // The smaller root, written so that nothing cancels.
        return 2 * s / (b + StrictMath.sqrt(b * b - 4 * a * s));
    }
}
