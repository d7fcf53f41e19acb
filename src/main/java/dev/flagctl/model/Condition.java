// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.List;
import java.util.Map;

/**
 * One comparison of an attribute of the evaluation context. An attribute that is absent matches nothing.
 *
 * @param attribute name in the evaluation context
 * @param operator how to compare
 * @param values strings, numbers or booleans; exactly one, but for {@code IN} and {@code NOT_IN}
 */
public record Condition(String attribute, Operator operator, List<Object> values) {

    public Condition {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("condition on " + attribute + " has no value");
        }
    }

    /** Tells whether an evaluation context meets the condition; numbers compare by value, texts by character, and a number is no text. */
    public boolean matches(Map<String, Object> context) {
        Object found = context.get(attribute);
        if (found == null) {
            return false;
        }
        Object value = values.get(0);
        return switch (operator) {
            case EQUALS -> same(found, value);
            case NOT_EQUALS -> !same(found, value);
            case IN -> values.stream().anyMatch(each -> same(found, each));
            case NOT_IN -> values.stream().noneMatch(each -> same(found, each));
            case STARTS_WITH -> found instanceof String text && text.startsWith(value.toString());
            case ENDS_WITH -> found instanceof String text && text.endsWith(value.toString());
            case CONTAINS -> found instanceof String text && text.contains(value.toString());
            case AT_LEAST -> compared(found, value) >= 0;
            case BELOW -> compared(found, value) < 0;
        };
    }

    /** Returns below, at or above zero as numbers compare; what is no number compares to nothing, as {@code NaN} does. */
    private static double compared(Object a, Object b) {
        return a instanceof Number one && b instanceof Number other
                ? one.doubleValue() - other.doubleValue()
                : Double.NaN;
    }

    private static boolean same(Object a, Object b) {
        return a.equals(b) || compared(a, b) == 0;
    }
}
