// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

/**
 * Betting on the share of bad units: one observation for each bucket, so bursts within a bucket do no harm.
 *
 * <p>s = share of the treatment among the bad units over its expected share, minus 1; the e-factor is 1 + lambda s, with lambda chosen from earlier
 * buckets only. Under exchangeable arms the expectation of s is 0 whatever happens inside the bucket. It needs a control of the same size: with
 * unequal arms that have shocks of their own, s is not 0 on average.
 *
 * <p>Source: Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting", arXiv:2010.09686.
 */
final class ShareBetTest implements CountsTest {

    static final double LARGEST_BET = 0.9;

    private final double r0;
    private double sum;
    private double squares;
    private double logE;

    ShareBetTest(double r0) {
        this.r0 = r0;
    }

    @Override
    public void add(double nA, double xA, double nB, double xB) {
        double x = xA + xB;
        if (x == 0 || nA == 0 || nB == 0) {
            return;
        }
        double weighted = nB * r0;
        double expected = weighted / (weighted + nA);
        double s = xB / x / expected - 1;
        // mean / (variance + mean²) of the past is the same as sum / sum of squares.
        double lambda = squares > 0 ? Math.min(LARGEST_BET, Math.max(0, sum / squares)) : 0;
        logE += StrictMath.log1p(lambda * s);
        sum += s;
        squares += s * s;
    }

    @Override
    public double logE() {
        return logE;
    }
}
