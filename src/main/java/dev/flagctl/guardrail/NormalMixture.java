// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.Erfcx;

/**
 * Robbins' normal mixture: the e-value and the time-uniform bound of a sum s whose variance so far is v.
 *
 * <p>Sources: Howard, Ramdas, McAuliffe and Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences", Annals of Statistics 2021, and
 * its library confseq; Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, arXiv:2103.06476, for means of unknown variance.
 */
final class NormalMixture {

    /** So many standard deviations below 0 the normal distribution function is hardly above 0. */
    private static final double FAR = -35;

    private final double rho;
    private final boolean oneSided;

    private NormalMixture(double rho, boolean oneSided) {
        this.rho = rho;
        this.oneSided = oneSided;
    }

    /** Makes the two-sided mixture that is tightest when the variance is {@code best}. */
    static NormalMixture twoSided(double best, double alpha) {
        return new NormalMixture(rho(best, alpha), false);
    }

    /** Makes the mixture over positive means only, tightest when the variance is {@code best}. */
    static NormalMixture oneSided(double best, double alpha) {
        return new NormalMixture(rho(best, 2 * alpha), true);
    }

    private static double rho(double best, double alpha) {
        double l = -2 * StrictMath.log(alpha);
        return best / (l + StrictMath.log1p(l));
    }

    /** Returns the natural logarithm of the e-value of a sum s of variance v, v above 0. */
    double logE(double s, double v) {
        double spread = 0.5 * StrictMath.log(rho / (v + rho));
        double x = s / StrictMath.sqrt(v + rho);
        if (oneSided && x < FAR) {
            // x² / 2 and the logarithm of the distribution function cancel each other.
            return spread + StrictMath.log(Erfcx.value(-x / StrictMath.sqrt(2)));
        }
        double two = spread + s * s / (2 * (v + rho));
        return oneSided ? two + StrictMath.log(2) + logPhi(x) : two;
    }

    /** Returns the sum that a process of variance v ever passes with at most the probability alpha; of both signs for two sides. */
    double bound(double v, double alpha) {
        double two = StrictMath.sqrt((v + rho) * (StrictMath.log1p(v / rho) - 2 * StrictMath.log(alpha)));
        if (!oneSided) {
            return two;
        }
        double low = 0;
        double high = two;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (logE(middle, v) < -StrictMath.log(alpha)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** Returns the bound in closed form that publications of one-sided intervals use, a little wider than {@link #bound}; the same for two sides. */
    double wide(double v, double alpha) {
        if (!oneSided) {
            return bound(v, alpha);
        }
        double root = StrictMath.sqrt(v / rho + 1);
        return StrictMath.sqrt(2 * (v + rho) * StrictMath.log1p(root / (2 * alpha)));
    }

    private static double logPhi(double x) {
        return StrictMath.log(0.5 * Erfc.value(-x / StrictMath.sqrt(2)));
    }
}
