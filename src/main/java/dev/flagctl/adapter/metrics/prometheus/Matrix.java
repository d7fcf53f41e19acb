// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.WrongAnswerException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The answer of {@code /api/v1/query_range}, read as a stream: {@code {"status","data":{"resultType":"matrix","result":[{"metric":{},"values":[[s,"v"]]}]},"warnings":[]}}
 * (<a href="https://prometheus.io/docs/prometheus/latest/querying/api/">its documentation</a>), with {@code isPartial} of VictoriaMetrics.
 */
final class Matrix {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final long start;
    private final long step;
    private final int steps;
    private final List<Series> series = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean isPartial;
    private String status = "";
    private String type = "";

    private Matrix(long start, long step, int steps) {
        this.start = start;
        this.step = step;
        this.steps = steps;
    }

    /**
     * Reads an answer.
     *
     * @param start time of the first step, in seconds since the epoch
     * @param step seconds between two steps
     * @param steps how many there are
     * @throws WrongAnswerException when it is no such answer
     */
    static Matrix parse(String body, long start, long step, int steps) throws WrongAnswerException {
        Matrix matrix = new Matrix(start, step, steps);
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            matrix.expect(json.nextToken(), JsonToken.START_OBJECT, "an object");
            matrix.read(json);
        } catch (JacksonException e) {
            throw new WrongAnswerException("it is not whole JSON: " + e.getOriginalMessage());
        }
        if (!matrix.status.equals("success") || !matrix.type.equals("matrix")) {
            throw new WrongAnswerException(
                    "its status is \"" + matrix.status + "\" and its result a \"" + matrix.type + "\", not a matrix");
        }
        return matrix;
    }

    List<Series> series() {
        return series;
    }

    List<String> warnings() {
        return warnings;
    }

    /** Tells whether the server says that a part of what was asked for is missing. */
    boolean isPartial() {
        return isPartial || !warnings.isEmpty();
    }

    private void read(JsonParser json) throws WrongAnswerException {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "status" -> status = json.getString();
                case "warnings" -> {
                    while (value == JsonToken.START_ARRAY && json.nextToken() != JsonToken.END_ARRAY) {
                        warnings.add(json.getString());
                    }
                }
                case "isPartial" -> isPartial = value == JsonToken.VALUE_TRUE;
                case "data" -> data(json);
                default -> json.skipChildren();
            }
        }
    }

    private void data(JsonParser json) throws WrongAnswerException {
        expect(json.currentToken(), JsonToken.START_OBJECT, "data");
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("resultType")) {
                type = json.getString();
            } else if (name.equals("result")) {
                expect(value, JsonToken.START_ARRAY, "a list of series");
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    series.add(one(json));
                }
            } else {
                json.skipChildren();
            }
        }
    }

    private Series one(JsonParser json) throws WrongAnswerException {
        expect(json.currentToken(), JsonToken.START_OBJECT, "a series");
        Map<String, String> labels = new HashMap<>();
        double[] values = new double[steps];
        Arrays.fill(values, Double.NaN);
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("metric")) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    String label = json.currentName();
                    json.nextToken();
                    labels.put(label, json.getString());
                }
            } else if (name.equals("values")) {
                while (json.nextToken() == JsonToken.START_ARRAY) {
                    sample(json, values);
                }
            } else {
                json.skipChildren();
            }
        }
        return new Series(labels, values);
    }

    private void sample(JsonParser json, double[] values) throws WrongAnswerException {
        json.nextToken();
        double at = (json.getDoubleValue() - start) / step;
        json.nextToken();
        int index = (int) Math.round(at);
        if (Math.abs(at - index) > 1e-6 || index < 0 || index >= values.length) {
            throw new WrongAnswerException(
                    "a sample is at no step that was asked for, but " + at + " steps behind the first");
        }
        values[index] = number(json.getString());
        expect(json.nextToken(), JsonToken.END_ARRAY, "the end of a sample");
    }

    private static double number(String text) throws WrongAnswerException {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    throw new WrongAnswerException("a value is \"" + text + "\", which is no number");
                }
            }
        };
    }

    private void expect(JsonToken found, JsonToken wanted, String what) throws WrongAnswerException {
        if (found != wanted) {
            throw new WrongAnswerException("it has " + found + " where " + what + " should be");
        }
    }
}
