// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.Arrays;

/** The raw values of the units of an arm. */
public final class Samples implements Distribution {

    private final double[] sorted;

    /**
     * Takes a copy, in rising order.
     *
     * @throws IllegalArgumentException when a value is not finite
     */
    public Samples(double... values) {
        sorted = values.clone();
        Arrays.sort(sorted);
        // NaN sorts behind everything, so the ends say it all.
        if (sorted.length > 0 && !(Double.isFinite(sorted[0]) && Double.isFinite(sorted[sorted.length - 1]))) {
            throw new IllegalArgumentException("samples must be finite numbers");
        }
    }

    private Samples(Samples one, Samples other) {
        sorted = merged(one.sorted, other.sorted);
    }

    /** Returns the values of all. */
    public static Samples of(Iterable<Samples> all) {
        int size = 0;
        for (Samples each : all) {
            size += each.sorted.length;
        }
        double[] values = new double[size];
        int at = 0;
        for (Samples each : all) {
            System.arraycopy(each.sorted, 0, values, at, each.sorted.length);
            at += each.sorted.length;
        }
        return new Samples(values);
    }

    /** Returns the values in rising order. */
    public double[] sorted() {
        return sorted.clone();
    }

    double sum() {
        double sum = 0;
        for (double value : sorted) {
            sum += value;
        }
        return sum;
    }

    double sumOfSquares() {
        double sum = 0;
        for (double value : sorted) {
            sum += value * value;
        }
        return sum;
    }

    @Override
    public long total() {
        return sorted.length;
    }

    @Override
    public long atMost(double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public Samples plus(Distribution other) {
        if (!(other instanceof Samples more)) {
            throw new IllegalArgumentException("samples and a histogram do not add up");
        }
        return new Samples(this, more);
    }

    private static double[] merged(double[] one, double[] other) {
        double[] both = new double[one.length + other.length];
        int i = 0;
        int j = 0;
        for (int at = 0; at < both.length; at++) {
            boolean first = j == other.length || (i < one.length && Double.compare(one[i], other[j]) <= 0);
            both[at] = first ? one[i++] : other[j++];
        }
        return both;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Samples that && Arrays.equals(sorted, that.sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }

    @Override
    public String toString() {
        return "Samples" + Arrays.toString(sorted);
    }
}
