// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/**
 * What one arm did in one bucket.
 *
 * @param units units that were exposed, zero or more
 * @param bad units with a bad outcome, zero to {@code units} for a ratio
 * @param sum sum of the values, for means
 * @param sumOfSquares sum of the squared values, for means
 */
public record Arm(long units, long bad, double sum, double sumOfSquares) {

    public static final Arm EMPTY = new Arm(0, 0, 0, 0);

    public static Arm of(long units, long bad) {
        return new Arm(units, bad, 0, 0);
    }

    public Arm plus(Arm other) {
        return new Arm(units + other.units, bad + other.bad, sum + other.sum, sumOfSquares + other.sumOfSquares);
    }
}
