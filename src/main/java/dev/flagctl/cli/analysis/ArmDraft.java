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
        if (!Double.isFinite(value)) {
            throw new BadDataException(line, "a value must be a finite number, not " + value);
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

    void edge(double edge, long atMost) {
        if (Double.isInfinite(edge)) {
            units = atMost;
        } else {
            edges.put(edge, atMost);
        }
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
        double mean = units > 0 ? sum / units : 0;
        if (units >= 0 && sumOfSquares < units * mean * mean * (1 - 1e-9)) {
            throw new BadDataException(line, "sum2 is smaller than sum² / n, which no values have");
        }
        return new Arm(Math.max(0, units), bad, sum, sumOfSquares, null);
    }
}
