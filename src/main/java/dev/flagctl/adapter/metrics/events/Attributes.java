// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import dev.flagctl.adapter.metrics.TimeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.JsonTokenId;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

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
    /** Not a value: an object that holds further attributes. */
    static final int NESTED = 6;

    private static final int CAPACITY = 8;
    private static final int MOST_PASSED = 64;

    private final List<String> names = new ArrayList<>(List.of(
            "time",
            "event",
            "feature_flag.key",
            "feature_flag.result.variant",
            "feature_flag.variant",
            "feature_flag.context.id",
            "attributes"));
    private final List<String> passed = new ArrayList<>();
    private final TimeText times = new TimeText();
    private final Words words = new Words();
    private @Nullable String[] texts = new @Nullable String[CAPACITY];
    private int[] kinds = new int[CAPACITY];
    private double[] numbers = new double[CAPACITY];
    private long millis;
    private long user;

    Attributes() {
        clear();
    }

    /** Returns where the values of an attribute are found, and has it read from now on. */
    int slot(String name) {
        int slot = names.indexOf(name);
        if (slot < 0) {
            slot = names.size();
            names.add(name);
        }
        if (slot >= kinds.length) {
            texts = Arrays.copyOf(texts, slot * 2);
            numbers = Arrays.copyOf(numbers, slot * 2);
            kinds = Arrays.copyOf(kinds, slot * 2);
        }
        return slot;
    }

    /**
     * Returns what finds the slot of a name without making it a string; to be asked for when all slots are known. Names that were passed over have slots as well: to find one is cheaper than to
     * find out that it is none.
     */
    PropertyNameMatcher matcher(JsonFactory json) {
        List<String> all = new ArrayList<>(names);
        all.addAll(passed);
        return json.constructNameMatcher(all.stream().map(Named::fromString).toList(), false);
    }

    /**
     * Notes a name that the newest matcher does not know.
     *
     * @return whether another matcher would know it: not when there are so many names that they cannot be those of attributes
     */
    boolean passOver(String name) {
        if (passed.size() >= MOST_PASSED || passed.contains(name)) {
            return false;
        }
        return passed.add(name);
    }

    /** Tells whether somebody asked for what has this slot. */
    boolean isWanted(int slot) {
        return slot >= 0 && slot < names.size();
    }

    /** Says that texts are going to be compared with {@code word}. */
    void expect(String word) {
        words.keep(word);
    }

    void clear() {
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = JsonTokenId.ID_NOT_AVAILABLE;
        }
        millis = TimeText.NOT_A_TIME;
    }

    /** Reads the value that the parser stands on. */
    void value(int slot, JsonToken token, JsonParser parser) {
        kinds[slot] = token.id();
        if (token == JsonToken.VALUE_STRING) {
            string(slot, parser);
        } else if (token.isNumeric()) {
            numbers[slot] = parser.getDoubleValue();
        }
    }

    private void string(int slot, JsonParser parser) {
        char[] chars = parser.getStringCharacters();
        int offset = parser.getStringOffset();
        int length = parser.getStringLength();
        if (slot == TIME) {
            millis = times.millis(chars, offset, length);
        } else if (slot == USER) {
            user = DistinctUsers.hash(chars, offset, length);
        } else {
            texts[slot] = words.of(chars, offset, length);
        }
    }

    /** Returns the time of the line in milliseconds since the epoch, or {@link TimeText#NOT_A_TIME}. */
    long millis() {
        return millis;
    }

    /** Tells whether the line names its user; {@link #user} is meaningless otherwise. */
    boolean hasUser() {
        return kinds[USER] == JsonTokenId.ID_STRING;
    }

    long user() {
        return user;
    }

    boolean has(int slot) {
        return kinds[slot] != JsonTokenId.ID_NOT_AVAILABLE && kinds[slot] != JsonTokenId.ID_NULL;
    }

    /** Returns the text, {@code true} or {@code false} of a slot, or null when it is absent or something else. */
    @Nullable
    String text(int slot) {
        return switch (kinds[slot]) {
            case JsonTokenId.ID_STRING -> texts[slot];
            case JsonTokenId.ID_TRUE -> "true";
            case JsonTokenId.ID_FALSE -> "false";
            default -> null;
        };
    }

    /** Returns the number of a slot, NaN when it is none. */
    double number(int slot) {
        return kinds[slot] == JsonTokenId.ID_NUMBER_INT || kinds[slot] == JsonTokenId.ID_NUMBER_FLOAT
                ? numbers[slot]
                : Double.NaN;
    }

    @Nullable
    String variant() {
        String variant = text(VARIANT);
        return variant == null ? text(OLD_VARIANT) : variant;
    }
}
