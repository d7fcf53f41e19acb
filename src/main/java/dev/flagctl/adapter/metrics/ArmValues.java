// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Histogram;
import dev.flagctl.model.MetricKind;

/** Makes an arm of the numbers that a source answered for it, and refuses numbers that cannot be right. */
public final class ArmValues {

    /** Sums are of floating numbers: n·Σx² may fall short of (Σx)² by so much of it. */
    private static final double ROUNDING = 1e-9;

    private ArmValues() {}

    /**
     * Returns units with the bad ones of them, of a rate with the bad events beside them.
     *
     * @throws WrongAnswerException when there are more bad units than units
     */
    public static Arm counts(long units, long bad, MetricKind kind) throws WrongAnswerException {
        if (bad > units && kind != MetricKind.RATE) {
            throw new WrongAnswerException("bad is " + bad + " of " + units + " units, which is more than all");
        }
        return Arm.of(units, bad);
    }

    /**
     * Returns the sums of one value for each unit.
     *
     * @throws WrongAnswerException when no values have such sums
     */
    public static Arm sums(long units, double sum, double sumOfSquares) throws WrongAnswerException {
        somebody(units, sum, sumOfSquares);
        // Cauchy and Schwarz: (Σx)² ≤ n Σx².
        if (sum * sum > units * sumOfSquares * (1 + ROUNDING)) {
            throw new WrongAnswerException("sum_of_squares is " + sumOfSquares + ", but " + units
                    + " values with the sum " + sum + " have at least " + sum * sum / units
                    + "; square the value of each unit, then sum");
        }
        return Arm.ofSums(units, sum, sumOfSquares);
    }

    /**
     * Returns how often a number was read, with the sum of what was read.
     *
     * @throws WrongAnswerException when there is a sum of nothing
     */
    public static Arm readings(long units, double sum) throws WrongAnswerException {
        somebody(units, sum, 0);
        return Arm.ofSums(units, sum, 0);
    }

    private static void somebody(long units, double sum, double sumOfSquares) throws WrongAnswerException {
        if (units == 0 && (sum != 0 || sumOfSquares != 0)) {
            throw new WrongAnswerException("no units, but a sum of " + sum + " and of squares " + sumOfSquares);
        }
    }

    /**
     * Returns values by edge.
     *
     * @param edges rising and finite
     * @param atMost cumulative counts, one for each edge
     * @param units how many values there are
     * @throws WrongAnswerException when they are no histogram
     */
    public static Arm histogram(double[] edges, long[] atMost, long units) throws WrongAnswerException {
        try {
            return Arm.of(new Histogram(edges, atMost, units));
        } catch (IllegalArgumentException e) {
            throw new WrongAnswerException("the histogram is none: " + e.getMessage());
        }
    }
}
