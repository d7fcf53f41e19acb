// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.csv;

import dev.flagctl.adapter.metrics.QueryTally;
import dev.flagctl.adapter.metrics.csv.CsvHeader.Column;
import dev.flagctl.model.Metric;
import dev.flagctl.model.MetricKind;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one row: those of a bucket, or the value of one unit. What is empty is not there.
 *
 * @param units -1 when it is empty
 * @param bad -1 when it is empty
 * @param sum NaN when it is empty
 * @param sumOfSquares NaN when it is empty
 * @param value NaN when it is empty
 */
record CsvCounts(long units, long bad, double sum, double sumOfSquares, double value) {

    private static final long NONE = -1;
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    /** Sums are of floating numbers: n·Σx² may fall short of (Σx)² by so much of it. */
    private static final double ROUNDING = 1e-9;

    /**
     * Reads the numbers of a row.
     *
     * @throws IllegalArgumentException when they are no numbers, or do not belong together
     */
    static CsvCounts of(CsvHeader header, List<String> row) {
        CsvCounts counts = new CsvCounts(
                whole(header.cell(row, Column.UNITS)),
                whole(header.cell(row, Column.BAD)),
                number("sum", header.cell(row, Column.SUM)),
                number("sum_of_squares", header.cell(row, Column.SUM_OF_SQUARES)),
                number("value", header.cell(row, Column.VALUE)));
        boolean counted = counts.units != NONE || counts.bad != NONE || counts.hasSum() || counts.hasSquares();
        require(counts.hasValue() || counts.units != NONE, "neither units nor a value");
        require(
                !counts.hasValue() || !counted,
                "a value is that of one unit: leave units, bad and sums empty beside it");
        // Cauchy and Schwarz: (Σx)² ≤ n Σx².
        require(
                !counts.hasSquares() || counts.sum * counts.sum <= counts.units * counts.sumOfSquares * (1 + ROUNDING),
                "no values have that sum and that sum_of_squares");
        return counts;
    }

    private static long whole(String cell) {
        try {
            long number = cell.isEmpty() ? NONE : Long.parseLong(cell);
            require(cell.isEmpty() || number >= 0, "bad must be between 0 and units");
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("units and bad must be whole numbers", e);
        }
    }

    private static double number(String column, String cell) {
        if (cell.isEmpty()) {
            return Double.NaN;
        }
        double number = NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) : Double.NaN;
        require(Double.isFinite(number), column + " must be a number");
        return number;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private boolean hasValue() {
        return !Double.isNaN(value);
    }

    private boolean hasSum() {
        return !Double.isNaN(sum);
    }

    private boolean hasSquares() {
        return !Double.isNaN(sumOfSquares);
    }

    /** Says that more units are bad than there are, which only a rate may. */
    boolean hasMoreBadThanUnits() {
        return bad > Math.max(units, 0);
    }

    /** Returns what the row lacks for a metric, or null. */
    @Nullable
    String lacking(@Nullable Metric metric) {
        if (metric == null) {
            return units == NONE ? "exposures need units" : null;
        }
        boolean enough = switch (metric.kind()) {
            case RATIO, RATE, BURN -> units != NONE && bad != NONE;
            case SHARE_ABOVE -> hasValue() || bad != NONE;
            case MEAN -> hasValue() || (hasSum() && hasSquares());
            case QUANTILE -> hasValue();
            case THRESHOLD -> hasValue() || hasSum();
        };
        return enough ? null : metric.name() + " needs " + needs(metric.kind());
    }

    private static String needs(MetricKind kind) {
        return switch (kind) {
            case RATIO, RATE, BURN -> "units and bad";
            case SHARE_ABOVE -> "units and bad, or a value";
            case MEAN -> "units, sum and sum_of_squares, or a value";
            case QUANTILE -> "a value";
            case THRESHOLD -> "units and sum, or a value";
        };
    }

    /** Adds the row, which lacks nothing, to a query at a time that is covered. */
    void addTo(QueryTally tally, long time, boolean treated) {
        Metric metric = tally.query().metric();
        MetricKind kind = metric == null ? MetricKind.RATIO : metric.kind();
        if (hasValue() && metric != null) {
            if (kind == MetricKind.SHARE_ABOVE) {
                tally.add(time, treated, 1, value > metric.measure().edge() ? 1 : 0);
            } else {
                tally.addValue(time, treated, value);
            }
        } else if (kind == MetricKind.MEAN || kind == MetricKind.THRESHOLD) {
            tally.addSums(time, treated, units, sum, hasSquares() ? sumOfSquares : 0);
        } else {
            tally.add(time, treated, units, Math.max(bad, 0));
        }
    }
}
