// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;

/**
 * Mean and variance of the units of an arm.
 *
 * @param n number of units
 * @param mean of a unit
 * @param variance of a unit
 */
record Moments(double n, double mean, double variance) {

    /** Takes sum and sum of squares; the variance is that of a sample. */
    static Moments ofSums(Arm arm) {
        double n = arm.units();
        return new Moments(n, arm.sum() / n, Math.max(0, arm.sumOfSquares() - arm.sum() * arm.sum() / n) / (n - 1));
    }

    /** Takes units and bad units. */
    static Moments ofShare(Arm arm) {
        double p = arm.bad() / (double) arm.units();
        return new Moments(arm.units(), p, p * (1 - p));
    }

    /** Returns the moments of values that are so many times as large. */
    Moments times(double factor) {
        return new Moments(n, factor * mean, factor * factor * variance);
    }

    /** Returns the squared standard error of the mean. */
    double error() {
        return variance / n;
    }
}
