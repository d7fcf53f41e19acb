// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import java.util.Map;

/** One series as a range query answers it. */
final class Series {

    private final Map<String, String> labels;
    private final double[] values;

    /**
     * Makes a series.
     *
     * @param labels its labels
     * @param values the newest sample at each step of the query; {@code NaN} where there is none. Kept, not copied
     */
    Series(Map<String, String> labels, double[] values) {
        this.labels = labels;
        this.values = values;
    }

    int steps() {
        return values.length;
    }

    /** Returns the newest sample at a step; {@code NaN} where there is none. */
    double value(int step) {
        return values[step];
    }

    String label(String name) {
        return labels.getOrDefault(name, "");
    }

    /**
     * Returns by how much a counter rose between two steps that follow each other. One that began again counts from zero, and so does one that was not
     * there before: the first error of a kind makes its series. Nothing is extrapolated, as {@code rate()} would.
     *
     * @param step index of the later step, from 1
     * @return zero or more; {@code NaN} when there is no sample at the later step
     */
    double increase(int step) {
        double now = values[step];
        double before = values[step - 1];
        if (Double.isNaN(now)) {
            return Double.NaN;
        }
        return Double.isNaN(before) || now < before ? now : now - before;
    }
}
