// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

/**
 * The asymptotic always-valid test of rates that takes a bucket as one observation: whatever happens inside a bucket, such as a burst of retries,
 * counts once.
 *
 * <p>The difference of the rates, weighted by the root of the harmonic number of units, is judged by the normal mixture with the variance that the buckets
 * themselves show. It says nothing before 10 buckets. Source: as {@link MeanTest}.
 */
final class BucketDifferenceTest implements CountsTest {

    static final int BURN_IN_BUCKETS = 10;
    /** Number of buckets at which the bound is tightest. */
    static final double BEST = 60;

    private final double r0;
    private final NormalMixture mixture;
    private int buckets;
    private double sum;
    private double squares;

    BucketDifferenceTest(double r0, double alpha) {
        this.r0 = r0;
        this.mixture = NormalMixture.oneSided(BEST, alpha);
    }

    @Override
    public void add(double nA, double xA, double nB, double xB) {
        if (nA == 0 || nB == 0) {
            return;
        }
        // The root of the harmonic number of units: it keeps the spread of a bucket the same along a ramp.
        double weight = StrictMath.sqrt(nA * nB / (nA + nB));
        double d = weight * (xB / nB - r0 * xA / nA);
        buckets++;
        sum += d;
        squares += d * d;
    }

    @Override
    public double logE() {
        // Around zero and not around the mean: larger under harm, so slower, and right when there is none.
        return buckets < BURN_IN_BUCKETS || squares == 0
                ? 0
                : mixture.logE(sum * StrictMath.sqrt(buckets / squares), buckets);
    }
}
