// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import java.util.Arrays;
import java.util.List;

/** One series as a range query answers it: the labels that are looked at, and the newest sample at each step. */
final class Series {

    private final List<String> names;
    private final String[] labels;
    private final double[] values;

    /**
     * Makes an empty series.
     *
     * @param names the labels that are looked at
     * @param steps steps of the query
     */
    Series(List<String> names, int steps) {
        this.names = names;
        this.labels = new String[names.size()];
        this.values = new double[steps];
        clear();
    }

    /** Makes it empty again. */
    void clear() {
        Arrays.fill(labels, "");
        Arrays.fill(values, Double.NaN);
    }

    int steps() {
        return values.length;
    }

    /** Returns the newest sample at a step; {@code NaN} where there is none. */
    double value(int step) {
        return values[step];
    }

    void put(int step, double value) {
        values[step] = value;
    }

    /** Returns the index of a label that is looked at, less than zero for another. */
    int index(String name) {
        return names.indexOf(name);
    }

    void putLabel(int index, String value) {
        labels[index] = value;
    }

    /** Returns a label that is looked at; empty when the series has none of that name. */
    String label(String name) {
        return labels[index(name)];
    }
}
