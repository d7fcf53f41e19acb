// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

/**
 * The relative change of a mean over totals, by the delta method. For shares that stay the same only; along a ramp, {@link MeanTest} compares within
 * buckets.
 *
 * @param change (treatment - control) / control
 * @param variance of the change
 * @param units of both arms
 */
record RelativeMean(double change, double variance, double units) {

    static RelativeMean of(Moments control, Moments treatment) {
        double mA = control.mean();
        double mB = treatment.mean();
        double variance = treatment.error() / (mA * mA) + control.error() * mB * mB / (mA * mA * mA * mA);
        return new RelativeMean((mB - mA) / mA, variance, control.n() + treatment.n());
    }

    /** Returns the difference itself instead, by Welch's variance. */
    static RelativeMean absolute(Moments control, Moments treatment) {
        return new RelativeMean(
                treatment.mean() - control.mean(), treatment.error() + control.error(), control.n() + treatment.n());
    }

    /** Returns half the width of the asymptotic time-uniform interval that is tightest at {@code best} units; infinite without a variance. */
    double halfWidth(double best, double tuned, double alpha, boolean oneSided) {
        return told()
                ? mixture(best, tuned, oneSided).wide(units, alpha) * StrictMath.sqrt(variance / units)
                : Double.POSITIVE_INFINITY;
    }

    /** Returns the natural logarithm of the e-value against a change of 0; 0 without a variance. */
    double logE(double best, double tuned, boolean oneSided) {
        return told() ? mixture(best, tuned, oneSided).logE(change * StrictMath.sqrt(units / variance), units) : 0;
    }

    /** One unit of an arm, or values that are all the same, have no variance to judge by. */
    private boolean told() {
        return variance > 0 && Double.isFinite(variance) && Double.isFinite(change);
    }

    private static NormalMixture mixture(double best, double alpha, boolean oneSided) {
        return oneSided ? NormalMixture.oneSided(best, alpha) : NormalMixture.twoSided(best, alpha);
    }
}
