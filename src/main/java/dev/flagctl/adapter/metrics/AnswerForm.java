// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import dev.flagctl.model.Metric;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a row says of an arm, and the columns that say it. */
public enum AnswerForm {
    /** Distinct users. */
    USERS,
    /** Units, and the bad ones of them or the bad events beside them. */
    COUNTS,
    /** Number, sum and sum of squares of a value per unit. */
    SUMS,
    /** How often a number was read, and the sum of what was read. */
    READINGS,
    /** One edge of a histogram: how many values are not above it, of how many. */
    EDGES,
    /** One value of one unit. */
    VALUES;

    List<String> columns() {
        return switch (this) {
            case USERS -> List.of("units");
            case COUNTS -> List.of("units", "bad");
            case SUMS -> List.of("units", "sum", "sum_of_squares");
            case READINGS -> List.of("units", "sum");
            case EDGES -> List.of("edge", "at_most", "units");
            case VALUES -> List.of("value");
        };
    }

    /**
     * Returns the form that fits a metric, by the columns that are there.
     *
     * @param metric the metric, or null for plain exposures
     * @throws WrongAnswerException when the columns that the metric needs are not there
     */
    static AnswerForm of(@Nullable Metric metric, AnswerRow row) throws WrongAnswerException {
        List<AnswerForm> possible = possible(metric);
        for (AnswerForm form : possible) {
            if (form.columns().stream().allMatch(row::has)) {
                return form;
            }
        }
        List<String> ways = new ArrayList<>();
        possible.forEach(form -> ways.add(String.join(", ", form.columns())));
        throw new WrongAnswerException("a row lacks columns: "
                + (metric == null ? "exposures need " : metric.name() + " needs ") + String.join("; or ", ways));
    }

    private static List<AnswerForm> possible(@Nullable Metric metric) {
        if (metric == null) {
            return List.of(USERS);
        }
        return switch (metric.kind()) {
            case RATIO, RATE, BURN -> List.of(COUNTS);
            case SHARE_ABOVE -> List.of(COUNTS, EDGES, VALUES);
            case MEAN -> List.of(SUMS, VALUES);
            case QUANTILE -> List.of(VALUES);
            case THRESHOLD -> List.of(READINGS, VALUES);
        };
    }
}
