// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import org.apache.commons.numbers.gamma.LogBeta;

/**
 * The two-sided beta-binomial mixture: the e-value of a sum s of steps between -g and h, of variance v.
 *
 * <p>Source: Howard, Ramdas, McAuliffe and Sekhon, Annals of Statistics 2021, and its library confseq.
 */
final class BetaBinomialMixture {

    private final double g;
    private final double h;
    private final double r;
    private final double normalizer;

    /**
     * Makes the mixture.
     *
     * @param best the variance at which it is tightest
     * @param alpha the risk at which it is tightest
     */
    BetaBinomialMixture(double best, double alpha, double g, double h) {
        this(g, h, weight(best, alpha, g * h));
    }

    private BetaBinomialMixture(double g, double h, double r) {
        this.g = g;
        this.h = h;
        this.r = r;
        this.normalizer = LogBeta.value(r / (g * (g + h)), r / (h * (g + h)));
    }

    private static double weight(double best, double alpha, double range) {
        double l = -2 * StrictMath.log(alpha);
        return Math.max(best / (l + StrictMath.log1p(l)) - range, 1e-3 * range);
    }

    /** Returns the mixture for sums of the opposite sign. */
    BetaBinomialMixture mirrored() {
        return new BetaBinomialMixture(h, g, r);
    }

    /** Returns the natural logarithm of the e-value; minus infinity where s is beyond what v allows. */
    double logE(double s, double v) {
        double left = (r + v - g * s) / (g * (g + h));
        double right = (r + v + h * s) / (h * (g + h));
        return v / (g * h) * StrictMath.log(g + h)
                - (v + h * s) / (h * (g + h)) * StrictMath.log(g)
                - (v - g * s) / (g * (g + h)) * StrictMath.log(h)
                + LogBeta.value(left, right)
                - normalizer;
    }
}
