// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Histogram;
import dev.flagctl.model.Samples;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** What a file says of one arm of one bucket, as far as it was read. */
final class ArmDraft {

    private static final double[] NONE = {};

    private final Budget budget;
    long units = -1;
    long bad;
    double sum;
    double sumOfSquares;
    private double[] values = NONE;
    private int size;
    private boolean hasValues;
    private final Map<Double, Long> edges = new TreeMap<>();

    ArmDraft(Budget budget) {
        this.budget = budget;
    }

    void value(double value, long line) {
        hasValues = true;
        // Not written as > so that NaN is refused as well.
        if (!(Math.abs(value) <= NumberText.LARGEST_VALUE)) {
            throw new BadDataException(line, "a value must be a number of at most 1e140, not " + value);
        }
        budget.value(line);
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.max(16, size * 2));
        }
        values[size++] = value;
    }

    /** Notes that there is a list of values, even if it is empty. */
    void values() {
        hasValues = true;
    }

    void edge(double edge, long atMost, long line) {
        boolean twice = Double.isInfinite(edge) ? units >= 0 : edges.put(edge, atMost) != null;
        if (twice) {
            throw new BadDataException(line, "this edge of the arm was there already");
        }
        units = Double.isInfinite(edge) ? atMost : units;
    }

    boolean hasSums() {
        return sum != 0 || sumOfSquares != 0;
    }

    boolean hasValues() {
        return hasValues;
    }

    boolean hasEdges() {
        return !edges.isEmpty();
    }

    Arm arm(long line) {
        try {
            if (hasValues) {
                return Arm.of(new Samples(Arrays.copyOf(values, size)));
            }
            if (!edges.isEmpty()) {
                double[] all = edges.keySet().stream().mapToDouble(e -> e).toArray();
                long[] counts = edges.values().stream().mapToLong(c -> c).toArray();
                return Arm.of(new Histogram(all, counts, units < 0 ? counts[counts.length - 1] : units));
            }
        } catch (IllegalArgumentException wrong) {
            throw new BadDataException(line, String.valueOf(wrong.getMessage()));
        }
        if (units < 0 && (bad > 0 || hasSums())) {
            throw new BadDataException(line, "n is missing: " + (bad > 0 ? "x" : "sum") + " of how many units?");
        }
        if (Math.abs(sum) > NumberText.LARGEST_VALUE || sumOfSquares > NumberText.LARGEST_VALUE) {
            throw new BadDataException(line, "sum and sum2 must be at most 1e140");
        }
        double mean = units > 0 ? sum / units : 0;
        if (units >= 0 && sumOfSquares < units * mean * mean * (1 - 1e-9)) {
            throw new BadDataException(line, "sum2 is smaller than sum² / n, which no values have");
        }
        return new Arm(Math.max(0, units), bad, sum, sumOfSquares, null);
    }
}
