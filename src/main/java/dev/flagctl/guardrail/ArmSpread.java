// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;

/** The variance of the units of an arm, pooled within buckets so that a drifting mean does not widen it. */
final class ArmSpread {

    private double units;
    private double freedom;
    private double squares;

    void add(Arm arm) {
        double n = arm.units();
        units += n;
        freedom += n - 1;
        squares += Moments.deviations(arm);
    }

    double units() {
        return units;
    }

    /** Returns the variance, NaN before there are two units in a bucket. */
    double variance() {
        return freedom > 0 ? squares / freedom : Double.NaN;
    }
}
