// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import dev.flagctl.guardrail.AnalysisInput;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Reads the JSON form: one metric or several, each with buckets, totals or values of two arms. */
final class JsonForm {

    /** No form nests deeper than metrics, buckets, arms and their edges; nothing in it is long. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(20)
                    .maxStringLength(10_000)
                    .maxNameLength(1_000)
                    .maxNumberLength(400)
                    .build())
            .build();

    private final Budget budget = new Budget();
    private final JsonParser json;
    private final long before;

    JsonForm(InputStream in, long before) {
        this.json = FACTORY.createParser(ObjectReadContext.empty(), in);
        this.before = before;
    }

    List<AnalysisInput> read(Map<String, String> facts, DataFile.Asked asked) {
        List<AnalysisInput> inputs = new ArrayList<>();
        try {
            if (json.nextToken() == JsonToken.START_ARRAY) {
                MetricDraft metric = new MetricDraft(budget, facts);
                buckets(metric);
                inputs.add(metric.input(facts, line(), asked));
            } else {
                MetricDraft whole = new MetricDraft(budget, facts);
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    if (json.currentName().equals("metrics")) {
                        expect(json.nextToken(), JsonToken.START_ARRAY, "a list of metrics");
                        JsonToken each;
                        while ((each = json.nextToken()) != JsonToken.END_ARRAY) {
                            expect(
                                    each,
                                    JsonToken.START_OBJECT,
                                    "a metric such as {\"metric\": \"errors\", \"buckets\": […]}");
                            MetricDraft metric = new MetricDraft(budget, facts);
                            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                                field(metric);
                            }
                            inputs.add(metric.input(facts, line(), asked));
                        }
                    } else {
                        field(whole);
                    }
                }
                if (inputs.isEmpty()) {
                    inputs.add(whole.input(facts, line(), asked));
                } else if (!whole.isEmpty()) {
                    throw new BadDataException(
                            line(), "beside \"metrics\" stands what belongs to one metric: write it into each of them");
                }
            }
            if (json.nextToken() != null) {
                throw new BadDataException(line(), "there is more behind the end of the JSON");
            }
        } catch (JacksonException broken) {
            long at = broken.getLocation() == null ? 0 : broken.getLocation().getLineNr();
            throw new BadDataException(at > 0 ? at + before : 0, "it is not valid JSON: " + plain(broken));
        }
        return inputs;
    }

    /** The message without what only those understand who wrote the parser, and without what a terminal would obey. */
    private static String plain(JacksonException broken) {
        return String.valueOf(broken.getOriginalMessage())
                .replaceAll("\\R.*", "")
                .replaceAll(": enable `.*", "")
                .replaceAll(" \\(start marker at .*", "")
                .replaceAll(" \\(`StreamReadConstraints[^)]*\\)|, from `StreamReadConstraints[^`]*`", "")
                .replaceAll("\\p{Cntrl}", "?");
    }

    private void field(MetricDraft metric) {
        String name = json.currentName();
        JsonToken token = json.nextToken();
        switch (name) {
            case "buckets" -> {
                expect(token, JsonToken.START_ARRAY, "a list of buckets");
                buckets(metric);
            }
            case "control", "treatment" -> {
                // Totals or plain values: one bucket without a time.
                if (!metric.isAt(null, line())) {
                    metric.begin(null, null, line());
                }
                arm(metric.told(name.equals("treatment")), token);
            }
            case "counts" -> counts(metric, token);
            case "length" -> metric.lasts(scalar(token), line());
            case "metric", "kind", "unit", "worse", "edge", "above", "quantile", "objective", "period", "from" ->
                metric.facts.put(name.equals("above") ? "edge" : name, scalar(token));
            default ->
                throw unknown(
                        name,
                        "metric, kind, unit, worse, above, quantile, objective, period, from, length, "
                                + "buckets, control, treatment, counts");
        }
    }

    private void buckets(MetricDraft metric) {
        JsonToken token;
        while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
            expect(token, JsonToken.START_OBJECT, "a bucket such as {\"control\": {…}, \"treatment\": {…}}");
            bucket(metric);
        }
    }

    /** The time may stand behind the arms, so they are kept until the bucket ends. */
    private void bucket(MetricDraft metric) {
        long line = line();
        String time = null;
        String length = null;
        metric.end(line);
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            switch (name) {
                case "start", "bucket" -> time = scalar(token);
                case "length" -> length = scalar(token);
                case "control" -> arm(metric.told(false), token);
                case "treatment" -> arm(metric.told(true), token);
                default -> throw unknown(name, "start, bucket, length, control, treatment");
            }
        }
        metric.begin(time, length, line);
        metric.end(line);
    }

    private void arm(ArmDraft arm, JsonToken token) {
        if (token == JsonToken.START_ARRAY) {
            values(arm);
            return;
        }
        expect(token, JsonToken.START_OBJECT, "an arm such as {\"n\": 100, \"x\": 2}, or a list of values");
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "n" -> arm.units = count(name, value);
                case "x" -> arm.bad = count(name, value);
                case "sum" -> arm.sum = number(name, value);
                case "sum2" -> arm.sumOfSquares = number(name, value);
                case "samples" -> {
                    expect(value, JsonToken.START_ARRAY, "a list of values");
                    values(arm);
                }
                case "le" -> {
                    expect(value, JsonToken.START_OBJECT, "counts by edge such as {\"0.1\": 90, \"0.5\": 99}");
                    edges(arm);
                }
                default -> throw unknown(name, "n, x, sum, sum2, samples, le");
            }
        }
    }

    private void values(ArmDraft arm) {
        arm.values();
        JsonToken token;
        while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
            arm.value(number("a value", token), line());
        }
    }

    private void edges(ArmDraft arm) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String edge = json.currentName();
            arm.edge(
                    CsvForm.edge(edge, line()),
                    count("the count at " + NumberText.shown(edge), json.nextToken()),
                    line());
        }
    }

    private void counts(MetricDraft metric, JsonToken token) {
        expect(token, JsonToken.START_ARRAY, "units of each arm such as [820, 180], or a list of such lists");
        List<Double> flat = new ArrayList<>();
        JsonToken each;
        while ((each = json.nextToken()) != JsonToken.END_ARRAY) {
            if (each == JsonToken.START_ARRAY) {
                List<Double> row = new ArrayList<>();
                while ((each = json.nextToken()) != JsonToken.END_ARRAY) {
                    row.add((double) count("a count", each));
                }
                metric.counts.add(row);
            } else {
                flat.add((double) count("a count", each));
            }
        }
        if (!flat.isEmpty()) {
            metric.counts.add(flat);
        }
    }

    private long count(String name, @Nullable JsonToken token) {
        return NumberText.count(name, number(name, token), line());
    }

    private double number(String name, @Nullable JsonToken token) {
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            double value = json.getDoubleValue();
            if (Double.isFinite(value)) {
                return value;
            }
        }
        throw new BadDataException(
                line(),
                name + " must be a finite number, not "
                        + (token == null
                                ? "the end of the file"
                                : token == JsonToken.VALUE_STRING
                                        ? "the text \"" + NumberText.shown(json.getString()) + "\""
                                        : NumberText.shown(json.getString())));
    }

    private String scalar(@Nullable JsonToken token) {
        if (token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
            return json.getString();
        }
        throw new BadDataException(line(), "a text or a number is needed here");
    }

    private void expect(@Nullable JsonToken token, JsonToken wanted, String what) {
        if (token != wanted) {
            throw new BadDataException(line(), "here must be " + what);
        }
    }

    private BadDataException unknown(String name, String known) {
        return new BadDataException(line(), "there is no \"" + NumberText.shown(name) + "\" here; known are " + known);
    }

    private long line() {
        return before + json.currentTokenLocation().getLineNr();
    }
}
