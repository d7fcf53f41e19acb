// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import org.jspecify.annotations.Nullable;

/**
 * What one arm did in one bucket; {@link MetricKind} says which of it a metric fills.
 *
 * @param units units that were exposed, zero or more
 * @param bad units with a bad outcome, zero to {@code units} unless the metric is a rate
 * @param sum sum of the values, for means
 * @param sumOfSquares sum of the squared values, for means
 * @param distribution the values by edge or each by itself, or null
 */
public record Arm(
        long units,
        long bad,
        double sum,
        double sumOfSquares,
        @Nullable Distribution distribution) {

    public static final Arm EMPTY = new Arm(0, 0, 0, 0, null);

    public static Arm of(long units, long bad) {
        return new Arm(units, bad, 0, 0, null);
    }

    /** Returns the sums of one value for each unit. */
    public static Arm ofSums(long units, double sum, double sumOfSquares) {
        return new Arm(units, 0, sum, sumOfSquares, null);
    }

    /** Returns values, whose number is the units; raw ones with their sums. */
    public static Arm of(Distribution values) {
        return values instanceof Samples samples
                ? new Arm(samples.total(), 0, samples.sum(), samples.sumOfSquares(), samples)
                : new Arm(values.total(), 0, 0, 0, values);
    }

    /** Returns these values with those above an edge counted as bad. */
    public Arm above(double edge) {
        return distribution == null ? this : of(units, units - distribution.atMost(edge));
    }

    public Arm plus(Arm other) {
        return new Arm(
                units + other.units,
                bad + other.bad,
                sum + other.sum,
                sumOfSquares + other.sumOfSquares,
                both(distribution, other.distribution));
    }

    private static @Nullable Distribution both(@Nullable Distribution one, @Nullable Distribution other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.plus(other);
    }
}
