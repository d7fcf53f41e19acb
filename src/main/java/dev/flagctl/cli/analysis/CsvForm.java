// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import dev.flagctl.adapter.metrics.CsvRow;
import dev.flagctl.guardrail.AnalysisInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the CSV form. Its header says which: {@code bucket,arm,n,x}, one row for each arm; {@code bucket,control_n,control_x,treatment_n,treatment_x},
 * one row for each bucket; or {@code control,treatment}, a column of values for each arm.
 */
final class CsvForm {

    private static final Set<String> KNOWN = Set.of(
            "metric",
            "bucket",
            "start",
            "length",
            "arm",
            "n",
            "x",
            "sum",
            "sum2",
            "value",
            "le",
            "count",
            "control",
            "treatment",
            "control_n",
            "control_x",
            "control_sum",
            "control_sum2",
            "treatment_n",
            "treatment_x",
            "treatment_sum",
            "treatment_sum2");

    private final Budget budget = new Budget();
    private final TextLines lines;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final Map<String, MetricDraft> metrics = new LinkedHashMap<>();
    private List<String> row = List.of();
    private long line;

    CsvForm(InputStream in, long before) {
        this.lines = new TextLines(in, before);
    }

    List<AnalysisInput> read(Map<String, String> facts, DataFile.Asked asked) throws IOException {
        header();
        String text;
        while ((text = lines.next()) != null) {
            if (!text.isBlank()) {
                line = lines.line();
                row = cells(text);
                if (row.size() != columns.size()) {
                    throw new BadDataException(line, row.size() + " columns where the header has " + columns.size());
                }
                take(facts);
            }
        }
        List<AnalysisInput> inputs = new ArrayList<>();
        for (MetricDraft metric : metrics.values()) {
            inputs.add(metric.input(facts, line, asked));
        }
        if (inputs.isEmpty()) {
            throw new BadDataException(0, "there are no rows behind the header");
        }
        return inputs;
    }

    private void header() throws IOException {
        String text = lines.next();
        line = lines.line();
        for (String column : cells(text == null ? "" : text)) {
            if (!KNOWN.contains(column) || columns.putIfAbsent(column, columns.size()) != null) {
                throw new BadDataException(
                        line,
                        "the header is not one of those that are known: \"" + NumberText.shown(column)
                                + "\"; " + hint(column)
                                + "write bucket,arm,n,x or bucket,control_n,control_x,treatment_n,treatment_x or "
                                + "control,treatment");
            }
        }
    }

    private static String hint(String column) {
        return column.contains(";") || column.contains("\t")
                ? "commas stand between columns; "
                : KNOWN.contains(column.toLowerCase(Locale.ROOT)) ? "names are in lower case; " : "";
    }

    private List<String> cells(String text) {
        try {
            return CsvRow.split(text);
        } catch (IllegalArgumentException e) {
            throw new BadDataException(line, String.valueOf(e.getMessage()));
        }
    }

    private void take(Map<String, String> facts) {
        String name = cell("metric");
        MetricDraft metric = metrics.computeIfAbsent(name == null ? "" : name, key -> new MetricDraft(budget, facts));
        if (name != null) {
            metric.facts.put("metric", name);
        }
        String time = cell("start") == null ? cell("bucket") : cell("start");
        boolean byRow = columns.containsKey("control_n") || columns.containsKey("treatment_n");
        if (byRow || !metric.isAt(time, line)) {
            metric.begin(time, cell("length"), line);
        }
        if (columns.containsKey("arm")) {
            arm(metric.told(isTreatment()), "");
        } else if (byRow) {
            both(metric, "control_", "treatment_");
        } else {
            value(columns.containsKey("control") ? metric.told(false) : metric.arm(false), "control");
            value(columns.containsKey("treatment") ? metric.told(true) : metric.arm(true), "treatment");
        }
    }

    private void both(MetricDraft metric, String control, String treatment) {
        arm(columns.containsKey(control + "n") ? metric.told(false) : metric.arm(false), control);
        arm(columns.containsKey(treatment + "n") ? metric.told(true) : metric.arm(true), treatment);
    }

    private boolean isTreatment() {
        String arm = cell("arm");
        if ("treatment".equals(arm) || "control".equals(arm)) {
            return "treatment".equals(arm);
        }
        throw new BadDataException(
                line,
                "arm is control or treatment, not \"" + (arm == null ? "" : NumberText.shown(arm))
                        + "\"; what is compared with is control");
    }

    private void arm(ArmDraft arm, String prefix) {
        if (cell("le") != null) {
            arm.edge(edge(String.valueOf(cell("le")), line), count("count"), line);
            return;
        }
        value(arm, "value");
        String n = cell(prefix + "n");
        if (n != null) {
            if (arm.units >= 0 && prefix.isEmpty()) {
                throw new BadDataException(line, "this arm of the bucket was there already");
            }
            arm.units = count(prefix + "n");
        }
        boolean sums = cell(prefix + "sum") != null;
        // With the column, an empty cell is no zero; a file of several metrics leaves it empty where it has sums.
        arm.bad = cell(prefix + "x") != null || (n != null && !sums && columns.containsKey(prefix + "x"))
                ? count(prefix + "x")
                : arm.bad;
        arm.sum = sums ? number(prefix + "sum") : arm.sum;
        arm.sumOfSquares = cell(prefix + "sum2") == null ? arm.sumOfSquares : number(prefix + "sum2");
    }

    private void value(ArmDraft arm, String column) {
        if (columns.containsKey(column)) {
            arm.values();
            if (cell(column) != null) {
                arm.value(number(column), line);
            }
        }
    }

    /** Returns a cell, null when the column is not there or the cell is empty. */
    private @Nullable String cell(String column) {
        Integer at = columns.get(column);
        String text = at == null ? "" : row.get(at).strip();
        return text.isEmpty() ? null : text;
    }

    private long count(String column) {
        return NumberText.count(column, cell(column), line);
    }

    private double number(String column) {
        return NumberText.number(column, cell(column), line);
    }

    static double edge(String text, long line) {
        if (text.equals("+Inf")) {
            return Double.POSITIVE_INFINITY;
        }
        try {
            return NumberText.number("", text, line);
        } catch (BadDataException e) {
            throw new BadDataException(
                    line, "\"" + NumberText.shown(text) + "\" is no edge of a histogram such as 0.5 or +Inf");
        }
    }
}
