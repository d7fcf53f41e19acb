// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import java.io.StringWriter;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.json.JsonFactory;

/** Writes and reads compact JSON without databinding, which most commands have no time to load. */
final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    static String write(Consumer<JsonGenerator> body) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = FACTORY.createGenerator(tools.jackson.core.ObjectWriteContext.empty(), text)) {
            body.accept(json);
        }
        return text.toString();
    }

    static JsonParser parse(String text) {
        return FACTORY.createParser(tools.jackson.core.ObjectReadContext.empty(), text);
    }

    static void field(JsonGenerator json, String name, @Nullable Object value) {
        if (value != null) {
            json.writeName(name);
            value(json, value);
        }
    }

    /** Writes booleans, numbers, strings, lists and maps; anything else as its text. */
    static void value(JsonGenerator json, @Nullable Object value) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof Long || value instanceof Integer) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Iterable<?> items) {
            json.writeStartArray();
            items.forEach(item -> value(json, item));
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((name, item) -> {
                json.writeName(String.valueOf(name));
                value(json, item);
            });
            json.writeEndObject();
        } else {
            json.writeString(value.toString());
        }
    }
}
