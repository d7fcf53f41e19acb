// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import java.io.StringWriter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Writes JSON without databinding, which a short command has no time to load. Fields stand in a fixed order. */
public final class Json {

    /** Version of every document and stream: minor adds, major breaks. */
    public static final String FORMAT = "1.0";

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Returns an object over several lines, with a line end behind it. */
    public static String document(Consumer<JsonGenerator> fields) {
        return object(new Indented(), fields) + "\n";
    }

    /** Writes an object over several lines, with a line end behind it, in pieces that end with a line: it may have any length. */
    public static void document(Consumer<String> out, Consumer<JsonGenerator> fields) {
        try (LineWriter lines = new LineWriter(out);
                JsonGenerator json = FACTORY.createGenerator(new Indented(), lines)) {
            json.writeStartObject();
            fields.accept(json);
            json.writeEndObject();
        }
        out.accept("\n");
    }

    /** Returns an object on one line, without a line end. */
    public static String line(Consumer<JsonGenerator> fields) {
        return object(ObjectWriteContext.empty(), fields);
    }

    /** Writes an object as a field. */
    public static void object(JsonGenerator json, String name, Runnable fields) {
        json.writeName(name);
        json.writeStartObject();
        fields.run();
        json.writeEndObject();
    }

    /** Writes a list as a field. */
    public static void array(JsonGenerator json, String name, Runnable items) {
        json.writeName(name);
        json.writeStartArray();
        items.run();
        json.writeEndArray();
    }

    /** Writes texts as a field. */
    public static void texts(JsonGenerator json, String name, Iterable<?> texts) {
        array(json, name, () -> texts.forEach(text -> json.writeString(String.valueOf(text))));
    }

    /** Writes a text as a field, {@code null} when there is none: readers can rely on the field. */
    public static void text(JsonGenerator json, String name, @Nullable Object text) {
        json.writeName(name);
        if (text == null) {
            json.writeNull();
        } else {
            json.writeString(text.toString());
        }
    }

    /** Writes a number as a field, {@code null} when there is none or it is not finite. */
    public static void number(JsonGenerator json, String name, @Nullable Number number) {
        json.writeName(name);
        if (number == null || !Double.isFinite(number.doubleValue())) {
            json.writeNull();
        } else if (number instanceof Double || number instanceof Float) {
            json.writeNumber(number.doubleValue());
        } else {
            json.writeNumber(number.longValue());
        }
    }

    private static String object(ObjectWriteContext context, Consumer<JsonGenerator> fields) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = FACTORY.createGenerator(context, text)) {
            json.writeStartObject();
            fields.accept(json);
            json.writeEndObject();
        }
        return text.toString();
    }

    /** Two blanks a level and {@code \n} on every machine. */
    private static final class Indented extends ObjectWriteContext.Base {

        private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter().withObjectIndenter(LINES).withArrayIndenter(LINES);
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
