// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import dev.flagctl.model.Arm;
import dev.flagctl.model.MetricKind;
import java.util.Map;
import java.util.TreeMap;

/** Gathers the rows of one arm in one bucket. */
final class AnswerArm {

    private final AnswerForm form;
    private final MetricKind kind;
    private long units;
    private long bad;
    private double sum;
    private double sumOfSquares;
    private boolean counted;
    private final Map<Double, Long> edges = new TreeMap<>();
    private final boolean keeps;
    private final ValueTally values;
    private final ValueBudget budget;

    /**
     * Begins with no rows.
     *
     * @param budget how many values may be kept, over all arms and queries
     */
    AnswerArm(AnswerForm form, MetricKind kind, ValueBudget budget) {
        this.form = form;
        this.kind = kind;
        this.keeps = kind == MetricKind.QUANTILE || kind == MetricKind.SHARE_ABOVE;
        this.values = new ValueTally(keeps);
        this.budget = budget;
    }

    void take(AnswerRow row) throws WrongAnswerException {
        switch (form) {
            case USERS, COUNTS -> counts(row);
            case SUMS, READINGS -> sums(row);
            case EDGES -> edge(row);
            case VALUES -> value(row);
        }
        counted = true;
    }

    private void value(AnswerRow row) throws WrongAnswerException {
        if (keeps && !budget.spend()) {
            throw new WrongAnswerException(budget.exceeded());
        }
        values.add(AnswerValues.number(row, "value"));
    }

    private void counts(AnswerRow row) throws WrongAnswerException {
        once();
        units = AnswerValues.count(row, "units");
        bad = form == AnswerForm.USERS ? 0 : AnswerValues.count(row, "bad");
        ArmValues.counts(units, bad, kind);
    }

    private void sums(AnswerRow row) throws WrongAnswerException {
        once();
        units = AnswerValues.count(row, "units");
        // The sums of no rows are null in SQL, and zero to everybody else.
        if (units > 0 || row.value("sum") != null) {
            sum = AnswerValues.number(row, "sum");
        }
        if (form == AnswerForm.SUMS && (units > 0 || row.value("sum_of_squares") != null)) {
            sumOfSquares = AnswerValues.number(row, "sum_of_squares");
        }
        if (form == AnswerForm.SUMS) {
            ArmValues.sums(units, sum, sumOfSquares);
        } else {
            ArmValues.readings(units, sum);
        }
    }

    private void edge(AnswerRow row) throws WrongAnswerException {
        double edge = AnswerValues.edge(row, "edge");
        long atMost = AnswerValues.count(row, "at_most");
        long total = AnswerValues.count(row, "units");
        if (counted && total != units) {
            throw new WrongAnswerException(
                    "units is " + units + " in one row and " + total + " in another of the same arm and bucket");
        }
        units = total;
        if (edges.put(edge, atMost) != null) {
            throw new WrongAnswerException("two rows for the edge " + edge + "; group by bucket, arm and edge");
        }
        if (edge == Double.POSITIVE_INFINITY && atMost != total) {
            throw new WrongAnswerException("at_most is " + atMost + " at the edge +Inf, but units is " + total);
        }
    }

    private void once() throws WrongAnswerException {
        if (counted) {
            throw new WrongAnswerException("two rows for it; group by bucket and arm");
        }
    }

    /** Returns what the arm did; nothing is lost but what its kind of metric does not need. */
    Arm arm() throws WrongAnswerException {
        return switch (form) {
            case USERS, COUNTS -> Arm.of(units, bad);
            case SUMS, READINGS -> Arm.ofSums(units, sum, sumOfSquares);
            case EDGES -> edges.isEmpty() ? Arm.EMPTY : histogram();
            case VALUES -> values.arm();
        };
    }

    private Arm histogram() throws WrongAnswerException {
        edges.remove(Double.POSITIVE_INFINITY);
        double[] at = edges.keySet().stream().mapToDouble(Double::doubleValue).toArray();
        long[] atMost = edges.values().stream().mapToLong(Long::longValue).toArray();
        return ArmValues.histogram(at, atMost, units);
    }
}
