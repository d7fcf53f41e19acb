// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.WrongAnswerException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the series of one group say of each flag and variant, bucket by bucket: sums over all series of one flag and variant, such as those of many instances. */
final class Gathered {

    /**
     * A column of one flag and variant.
     *
     * @param flag key of the flag
     * @param variant the variant that was served
     * @param column the column
     * @param edge of a histogram the upper edge, else zero
     */
    private record Cell(String flag, String variant, String column, double edge) {}

    /** Sums and numbers of series by bucket. */
    private static final class Sums {
        private final double[] sums;
        private final int[] series;

        Sums(int buckets) {
            sums = new double[buckets];
            series = new int[buckets];
        }
    }

    private final Labels labels;
    private final int buckets;
    private final boolean isCounter;
    private final Map<Cell, Sums> cells = new HashMap<>();
    private final Map<String, TreeMap<Double, Boolean>> edges = new HashMap<>();

    Gathered(Labels labels, int buckets, boolean isCounter) {
        this.labels = labels;
        this.buckets = buckets;
        this.isCounter = isCounter;
    }

    /**
     * Adds a series.
     *
     * @param first bucket at whose start its first value is
     */
    void add(String column, Series series, int first) throws WrongAnswerException {
        String flag = series.label(labels.flag());
        String variant = series.label(labels.variant());
        double edge = 0;
        if (column.equals(PromQuestion.HISTOGRAM)) {
            edge = edge(series.label(Labels.EDGE));
            edges.computeIfAbsent(flag + '\n' + variant, key -> new TreeMap<>()).put(edge, true);
        }
        Sums sums = cells.computeIfAbsent(new Cell(flag, variant, column, edge), cell -> new Sums(buckets));
        for (int step = 1; step < series.steps(); step++) {
            double value = isCounter ? series.increase(step) : series.value(step);
            if (!Double.isNaN(value)) {
                sums.sums[first + step - 1] += value;
                sums.series[first + step - 1]++;
            }
        }
    }

    private static double edge(String le) throws WrongAnswerException {
        try {
            return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
        } catch (NumberFormatException e) {
            throw new WrongAnswerException("a series of the histogram has the label le=\"" + le
                    + "\"; name the series that end in _bucket, of a classic histogram");
        }
    }

    /** Returns the upper edges of the histogram of a flag and variant, rising; empty when there is none. */
    Iterable<Double> edges(String flag, String variant) {
        return edges.getOrDefault(flag + '\n' + variant, new TreeMap<>()).keySet();
    }

    /** Returns a sum, null when no series had a sample. */
    @Nullable
    Double sum(String flag, String variant, String column, double edge, int bucket) {
        Sums sums = cells.get(new Cell(flag, variant, column, edge));
        return sums == null || sums.series[bucket] == 0 ? null : sums.sums[bucket];
    }

    /** Returns how many series had a sample. */
    int series(String flag, String variant, String column, int bucket) {
        Sums sums = cells.get(new Cell(flag, variant, column, 0));
        return sums == null ? 0 : sums.series[bucket];
    }
}
