// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import dev.flagctl.model.Operator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When an outcome is bad: one attribute compared with one value, or with several for {@code in} and {@code not-in}.
 *
 * @param attribute name of the attribute
 * @param slot where its value is found
 * @param operator how to compare
 * @param texts the values as text
 * @param numbers the values as numbers, NaN where they are none
 */
record BadWhen(String attribute, int slot, Operator operator, List<String> texts, List<Double> numbers) {

    /** Compiles {@code {attribute: http.response.status_code, at-least: 500}}; null when the settings do not say it so. */
    static @Nullable BadWhen of(@Nullable Object written, Attributes attributes) {
        if (!(written instanceof Map<?, ?> map) || !(map.get("attribute") instanceof String attribute)) {
            return null;
        }
        Operator operator = null;
        Object value = null;
        for (Operator each : Operator.values()) {
            Object found = map.get(each.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            if (found != null) {
                operator = each;
                value = found;
            }
        }
        if (operator == null || map.size() != 2) {
            return null;
        }
        List<?> values = value instanceof List<?> list ? list : List.of(value);
        List<Double> numbers = values.stream()
                .map(v -> v instanceof Number n ? n.doubleValue() : Double.NaN)
                .toList();
        if (values.isEmpty() || (ordered(operator) && numbers.contains(Double.NaN))) {
            return null;
        }
        List<String> texts = values.stream().map(String::valueOf).toList();
        return new BadWhen(attribute, attributes.slot(attribute), operator, texts, numbers);
    }

    /** Tells whether the line at hand can be compared: the attribute is there, and is a number where order is asked for. */
    boolean comparable(Attributes line) {
        return ordered(operator) ? !Double.isNaN(line.number(slot)) : line.has(slot);
    }

    /** Tells whether the line at hand, which is comparable, is bad. */
    boolean matches(Attributes line) {
        String text = line.text(slot);
        return switch (operator) {
            case EQUALS, IN -> isAmong(line, text);
            case NOT_EQUALS, NOT_IN -> !isAmong(line, text);
            case STARTS_WITH -> text != null && text.startsWith(texts.get(0));
            case ENDS_WITH -> text != null && text.endsWith(texts.get(0));
            case CONTAINS -> text != null && text.contains(texts.get(0));
            case AT_LEAST -> line.number(slot) >= numbers.get(0);
            case BELOW -> line.number(slot) < numbers.get(0);
        };
    }

    private static boolean ordered(Operator operator) {
        return operator == Operator.AT_LEAST || operator == Operator.BELOW;
    }

    private boolean isAmong(Attributes line, @Nullable String text) {
        if (text != null) {
            return texts.contains(text);
        }
        double number = line.number(slot);
        for (double each : numbers) {
            if (each == number) {
                return true;
            }
        }
        return false;
    }
}
