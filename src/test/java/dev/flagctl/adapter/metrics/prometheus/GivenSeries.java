// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import java.util.List;
import java.util.Map;

/** Series as a range query answers them, for tests of what takes them. */
final class GivenSeries {

    static final Labels LABELS = new Labels("flag", "variant", "", Map.of());
    static final double NONE = Double.NaN;

    private static final List<String> NAMES = List.of("flag", "variant", Labels.EDGE);

    private GivenSeries() {}

    /** Returns the series of an arm, with a value at each step. */
    static Series of(String flag, String variant, double... values) {
        return edge(flag, variant, "", values);
    }

    /** Returns an edge of the histogram of an arm. */
    static Series edge(String flag, String variant, String edge, double... values) {
        Series series = new Series(NAMES, values.length);
        series.putLabel(0, flag);
        series.putLabel(1, variant);
        series.putLabel(2, edge);
        for (int step = 0; step < values.length; step++) {
            series.put(step, values[step]);
        }
        return series;
    }
}
