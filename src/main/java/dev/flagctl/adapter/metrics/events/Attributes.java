// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import dev.flagctl.adapter.metrics.TimeText;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The attributes of the line at hand that somebody asked for; everything else is passed over. Names follow OpenTelemetry's semantic conventions for
 * feature flags, 1.34 and the older spelling.
 */
final class Attributes {

    static final int TIME = 0;
    static final int EVENT = 1;
    static final int FLAG = 2;
    static final int VARIANT = 3;
    static final int OLD_VARIANT = 4;
    static final int USER = 5;

    private static final int CAPACITY = 8;

    private final Map<String, Integer> slots = new HashMap<>();
    private final TimeText times = new TimeText();
    private @Nullable String[] texts = new @Nullable String[CAPACITY];
    private JsonToken[] tokens = new JsonToken[CAPACITY];
    private double[] numbers = new double[CAPACITY];
    private long millis;
    private long user;

    Attributes() {
        slot("time");
        slot("event");
        slot("feature_flag.key");
        slot("feature_flag.result.variant");
        slot("feature_flag.variant");
        slot("feature_flag.context.id");
        clear();
    }

    /** Returns where the values of an attribute are found, and has it read from now on. */
    int slot(String name) {
        int slot = slots.computeIfAbsent(name, n -> slots.size());
        if (slot >= tokens.length) {
            texts = Arrays.copyOf(texts, slot * 2);
            numbers = Arrays.copyOf(numbers, slot * 2);
            tokens = Arrays.copyOf(tokens, slot * 2);
            clear();
        }
        return slot;
    }

    void clear() {
        Arrays.fill(tokens, 0, tokens.length, JsonToken.NOT_AVAILABLE);
        millis = TimeText.NOT_A_TIME;
    }

    /** Reads the value that the parser stands on, of the property {@code name}. */
    void value(String name, JsonToken token, JsonParser parser) {
        Integer slot = slots.get(name);
        if (slot == null) {
            return;
        }
        tokens[slot] = token;
        if (token == JsonToken.VALUE_STRING) {
            string(slot, parser);
        } else if (token.isNumeric()) {
            numbers[slot] = parser.getDoubleValue();
        }
    }

    private void string(int slot, JsonParser parser) {
        if (slot == TIME) {
            millis = times.millis(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
        } else if (slot == USER) {
            user = DistinctUsers.hash(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
        } else {
            text(slot, parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
        }
    }

    /** Keeps the text of the line before when it is the same: event, flag and variant have few values. */
    private void text(int slot, char[] chars, int offset, int length) {
        String last = texts[slot];
        if (last == null || last.length() != length || !same(last, chars, offset)) {
            texts[slot] = new String(chars, offset, length);
        }
    }

    private static boolean same(String text, char[] chars, int offset) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != chars[offset + i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns the time of the line in milliseconds since the epoch, or {@link TimeText#NOT_A_TIME}. */
    long millis() {
        return millis;
    }

    /** Tells whether the line names its user; {@link #user} is meaningless otherwise. */
    boolean hasUser() {
        return tokens[USER] == JsonToken.VALUE_STRING;
    }

    long user() {
        return user;
    }

    boolean has(int slot) {
        return tokens[slot] != JsonToken.NOT_AVAILABLE && tokens[slot] != JsonToken.VALUE_NULL;
    }

    /** Returns the text, {@code true} or {@code false} of a slot, or null when it is absent or something else. */
    @Nullable
    String text(int slot) {
        return switch (tokens[slot]) {
            case VALUE_STRING -> texts[slot];
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            default -> null;
        };
    }

    /** Returns the number of a slot, NaN when it is none. */
    double number(int slot) {
        return tokens[slot].isNumeric() ? numbers[slot] : Double.NaN;
    }

    @Nullable
    String variant() {
        String variant = text(VARIANT);
        return variant == null ? text(OLD_VARIANT) : variant;
    }
}
