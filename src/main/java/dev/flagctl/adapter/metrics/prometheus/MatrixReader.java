// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.WrongAnswerException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the answer of {@code /api/v1/query_range} while it comes: {@code {"status","data":{"resultType":"matrix","result":[{"metric":{},"values":[[s,"v"]]}]},"warnings":[]}}
 * (<a href="https://prometheus.io/docs/prometheus/latest/querying/api/">its documentation</a>), with {@code isPartial} of VictoriaMetrics.
 */
final class MatrixReader {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final PromRange range;
    private final SeriesSink sink;
    private final Series series;
    private final List<String> warnings = new ArrayList<>();
    private boolean isPartial;
    private String status = "";
    private String type = "";

    private MatrixReader(PromRange range, List<String> labels, SeriesSink sink) {
        this.range = range;
        this.sink = sink;
        this.series = new Series(labels, range.steps());
    }

    /**
     * Reads an answer to its end.
     *
     * @param range what was asked
     * @param labels labels that are looked at
     * @param sink takes the series; of an answer that turns out to be wrong it has got some as well
     * @throws WrongAnswerException when it is no such answer
     * @throws IOException when the body cannot be read
     */
    static <T extends SeriesSink> Matrix<T> read(InputStream body, PromRange range, List<String> labels, T sink)
            throws WrongAnswerException, IOException {
        MatrixReader reader = new MatrixReader(range, labels, sink);
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            expect(json.nextToken(), JsonToken.START_OBJECT, "an object");
            reader.read(json);
            if (json.nextToken() != null) {
                throw new WrongAnswerException("something follows behind its end");
            }
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            throw new WrongAnswerException("it is not whole JSON: " + e.getOriginalMessage());
        }
        if (!reader.status.equals("success") || !reader.type.equals("matrix")) {
            throw new WrongAnswerException(
                    "its status is \"" + reader.status + "\" and its result a \"" + reader.type + "\", not a matrix");
        }
        return new Matrix<>(sink, reader.warnings, reader.isPartial);
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
                    one(json);
                }
            } else {
                json.skipChildren();
            }
        }
    }

    private void one(JsonParser json) throws WrongAnswerException {
        expect(json.currentToken(), JsonToken.START_OBJECT, "a series");
        series.clear();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("metric")) {
                labels(json);
            } else if (name.equals("values")) {
                while (json.nextToken() == JsonToken.START_ARRAY) {
                    sample(json);
                }
            } else {
                json.skipChildren();
            }
        }
        sink.take(series);
    }

    private void labels(JsonParser json) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            int label = series.index(json.currentName());
            json.nextToken();
            if (label >= 0) {
                series.putLabel(label, json.getString());
            }
        }
    }

    private void sample(JsonParser json) throws WrongAnswerException {
        int step = step(json);
        expect(json.nextToken(), JsonToken.VALUE_STRING, "a value");
        series.put(step, SampleText.number(json.getStringCharacters(), json.getStringOffset(), json.getStringLength()));
        expect(json.nextToken(), JsonToken.END_ARRAY, "the end of a sample");
    }

    private int step(JsonParser json) throws WrongAnswerException {
        double steps;
        if (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            // Each of millions of samples has a time: its digits are read as those of its value.
            long time = SampleText.whole(json.getStringCharacters(), json.getStringOffset(), json.getStringLength());
            long seconds = (time < 0 ? json.getLongValue() : time) - range.start();
            long whole = seconds / range.step();
            if (seconds >= 0 && whole * range.step() == seconds && whole < range.steps()) {
                return (int) whole;
            }
            steps = (double) seconds / range.step();
        } else {
            expect(json.currentToken(), JsonToken.VALUE_NUMBER_FLOAT, "a time");
            steps = (json.getDoubleValue() - range.start()) / range.step();
        }
        long step = Math.round(steps);
        if (Math.abs(steps - step) > 1e-6 || step < 0 || step >= range.steps()) {
            throw new WrongAnswerException(
                    "a sample is at no step that was asked for, but " + steps + " steps behind the first");
        }
        return (int) step;
    }

    private static void expect(JsonToken found, JsonToken wanted, String what) throws WrongAnswerException {
        if (found != wanted) {
            throw new WrongAnswerException("it has " + found + " where " + what + " should be");
        }
    }
}
