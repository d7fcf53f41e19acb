// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import dev.flagctl.guardrail.AnalysisInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
    private final BufferedReader lines;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final Map<String, MetricDraft> metrics = new LinkedHashMap<>();
    private String[] row = {};
    private long line;

    CsvForm(InputStream in) {
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
    }

    List<AnalysisInput> read(Map<String, String> facts) throws IOException {
        header();
        String text;
        while ((text = lines.readLine()) != null) {
            line++;
            if (!text.isBlank()) {
                row = text.split(",", -1);
                if (row.length != columns.size()) {
                    throw new BadDataException(line, row.length + " columns where the header has " + columns.size());
                }
                take(facts);
            }
        }
        List<AnalysisInput> inputs = new ArrayList<>();
        for (MetricDraft metric : metrics.values()) {
            inputs.add(metric.input(facts, line));
        }
        if (inputs.isEmpty()) {
            throw new BadDataException(0, "there are no rows behind the header");
        }
        return inputs;
    }

    private void header() throws IOException {
        String text = lines.readLine();
        line = 1;
        for (String name : (text == null ? "" : text).split(",", -1)) {
            String column = name.strip();
            if (!KNOWN.contains(column) || columns.putIfAbsent(column, columns.size()) != null) {
                throw new BadDataException(
                        1,
                        "the header is not one of those that are known: \"" + column
                                + "\"; write bucket,arm,n,x or bucket,control_n,control_x,treatment_n,treatment_x or "
                                + "control,treatment");
            }
        }
    }

    private void take(Map<String, String> facts) {
        String name = cell("metric");
        MetricDraft metric = metrics.computeIfAbsent(name == null ? "" : name, key -> new MetricDraft(budget));
        if (name != null) {
            metric.facts.put("metric", name);
        }
        facts.forEach((key, value) -> {
            if (key.equals("length")) {
                metric.facts.putIfAbsent(key, value);
            }
        });
        String time = cell("start") == null ? cell("bucket") : cell("start");
        boolean byRow = columns.containsKey("control_n") || columns.containsKey("treatment_n");
        if (byRow || !metric.isAt(time, line)) {
            metric.begin(time, cell("length"), line);
        }
        if (columns.containsKey("arm")) {
            arm(metric.arm(isTreatment()), "");
        } else if (byRow) {
            arm(metric.arm(false), "control_");
            arm(metric.arm(true), "treatment_");
        } else {
            value(metric.arm(false), "control");
            value(metric.arm(true), "treatment");
        }
    }

    private boolean isTreatment() {
        String arm = cell("arm");
        if ("treatment".equals(arm) || "control".equals(arm)) {
            return "treatment".equals(arm);
        }
        throw new BadDataException(line, "arm is control or treatment, not \"" + arm + "\"");
    }

    private void arm(ArmDraft arm, String prefix) {
        if (cell("le") != null) {
            arm.edge(edge(String.valueOf(cell("le")), line), count("count"));
            return;
        }
        value(arm, "value");
        if (cell(prefix + "n") != null) {
            if (arm.units >= 0 && prefix.isEmpty()) {
                throw new BadDataException(line, "this arm of the bucket was there already");
            }
            arm.units = count(prefix + "n");
        }
        arm.bad = cell(prefix + "x") == null ? arm.bad : count(prefix + "x");
        arm.sum = cell(prefix + "sum") == null ? arm.sum : number(prefix + "sum");
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
        String text = at == null ? "" : row[at].strip();
        return text.isEmpty() ? null : text;
    }

    private long count(String column) {
        double value = number(column);
        if (value < 0 || value != Math.rint(value) || value > 9e15) {
            throw new BadDataException(line, column + " must be a whole number of at least 0, not " + cell(column));
        }
        return (long) value;
    }

    private double number(String column) {
        String text = cell(column);
        try {
            double value = Double.parseDouble(text == null ? "" : text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, the same for both.
        }
        throw new BadDataException(
                line, column + " must be a finite number, not " + (text == null ? "an empty cell" : text));
    }

    static double edge(String text, long line) {
        try {
            if (text.equals("+Inf")) {
                return Double.POSITIVE_INFINITY;
            }
            double edge = Double.parseDouble(text);
            if (Double.isFinite(edge)) {
                return edge;
            }
        } catch (NumberFormatException e) {
            // Said below, the same for both.
        }
        throw new BadDataException(line, "\"" + text + "\" is no edge of a histogram such as 0.5 or +Inf");
    }
}
