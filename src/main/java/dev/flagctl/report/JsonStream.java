// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import java.time.Instant;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** A stream of events, one JSON object on each line; each stands alone. The first is the version, the last should be {@code result}. */
public final class JsonStream {

    private final Consumer<String> lines;
    private long sequence;

    /**
     * Begins a stream.
     *
     * @param lines takes each line without its end
     */
    public JsonStream(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Writes the first event; readers skip types that they do not know. */
    public void version() {
        lines.accept(Json.line(json -> {
            json.writeStringProperty("type", "version");
            json.writeStringProperty("format", Json.FORMAT);
        }));
    }

    /** Writes an event. */
    public void event(String type, Instant time, Consumer<JsonGenerator> fields) {
        long number = ++sequence;
        lines.accept(Json.line(json -> {
            json.writeStringProperty("type", type);
            json.writeNumberProperty("seq", number);
            json.writeStringProperty("time", time.toString());
            fields.accept(json);
        }));
    }
}
