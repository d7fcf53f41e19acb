// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Samples;

/**
 * Mean and variance of the units of an arm.
 *
 * @param n number of units
 * @param mean of a unit
 * @param variance of a unit
 */
record Moments(double n, double mean, double variance) {

    /** Takes sum and sum of squares, or raw values where there are any; the variance is that of a sample. */
    static Moments ofSums(Arm arm) {
        double n = arm.units();
        return new Moments(n, mean(arm), deviations(arm) / (n - 1));
    }

    private static double mean(Arm arm) {
        double mean = arm.sum() / arm.units();
        if (arm.distribution() instanceof Samples samples) {
            double rest = 0;
            for (double value : samples.sorted()) {
                rest += value - mean;
            }
            return mean + rest / arm.units();
        }
        return mean;
    }

    /**
     * Returns the sum of the squared deviations from the mean. Of raw values it keeps its digits where the mean is far from 0; of sums it cannot, and is
     * never below 0.
     */
    static double deviations(Arm arm) {
        if (arm.distribution() instanceof Samples samples) {
            double mean = mean(arm);
            double squares = 0;
            for (double value : samples.sorted()) {
                squares += (value - mean) * (value - mean);
            }
            return squares;
        }
        // Rounding may leave a tiny negative where all values are equal.
        return Math.max(0, arm.sumOfSquares() - arm.sum() * arm.sum() / arm.units());
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
