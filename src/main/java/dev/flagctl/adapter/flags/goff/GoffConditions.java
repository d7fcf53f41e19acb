// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.goff;

import dev.flagctl.model.Condition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says conditions of cohorts in the query language of GO Feature Flag, github.com/nikunjy/rules, as its engine understands it: {@code GoffConditionsTest} asks
 * the engine about each.
 *
 * <p>{@code eq} and {@code ne} do not tell upper from lower case, so texts are compared by lists, which do. A list of several types stops the engine. A number
 * without a point is compared as a whole number, also with 18.5. What an attribute lacks is asked for first ({@code pr}) where something is negated.
 */
final class GoffConditions {

    /** What the lexer takes for a name; one with a dot is a path into the context. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_:-]*");

    private static final Set<String> WORDS = Set.of(
            "and", "or", "not", "in", "eq", "ne", "gt", "lt", "ge", "le", "co", "sw", "ew", "pr", "true", "false",
            "null", "key");

    /** The engine in the browser and in Python is a 32-bit one: larger numbers are cut off. */
    private static final BigDecimal LIMIT = BigDecimal.valueOf(Integer.MAX_VALUE);

    private GoffConditions() {}

    /** Returns why the engine would not serve whom a condition means, in words for the plan; empty when it would. */
    static String refusal(Condition condition) {
        if (!isName(condition.attribute())) {
            return "GO Feature Flag knows no attribute \"" + condition.attribute()
                    + "\": names have letters, digits, _, - and : and are none of its words";
        }
        for (Object value : condition.values()) {
            if (value instanceof String text && text.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) {
                return "GO Feature Flag never matches a text with a quotation mark, a backslash or a control character";
            }
            if (GoffLogic.isPartial(condition) && value.toString().isEmpty()) {
                return "GO Feature Flag cannot be asked for texts that begin with, end with or contain no text";
            }
            if (value instanceof Number number
                    && new BigDecimal(number.toString()).abs().compareTo(LIMIT) >= 0) {
                return "GO Feature Flag compares numbers below " + LIMIT + " only";
            }
        }
        return "";
    }

    static boolean isName(String attribute) {
        return NAME.matcher(attribute).matches() && !WORDS.contains(attribute);
    }

    /** Returns the query for a condition that was not refused and compares no parts of texts, which {@link GoffLogic} says. */
    static String query(Condition condition) {
        String name = condition.attribute();
        String value = literal(condition.values().get(0));
        return switch (condition.operator()) {
            case EQUALS, IN -> among(name, condition.values());
            case NOT_EQUALS, NOT_IN -> "(" + name + " pr and not (" + among(name, condition.values()) + "))";
            case STARTS_WITH, ENDS_WITH, CONTAINS ->
                throw new IllegalArgumentException("it does not tell upper from lower case in parts of texts");
            case AT_LEAST -> name + " ge " + value;
            case BELOW -> name + " lt " + value;
        };
    }

    private static String among(String name, List<Object> values) {
        List<String> texts = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        List<String> ways = new ArrayList<>();
        for (Object value : values) {
            if (value instanceof Boolean) {
                ways.add(name + " eq " + value);
            } else {
                (value instanceof Number ? numbers : texts).add(literal(value));
            }
        }
        for (List<String> list : List.of(numbers, texts)) {
            if (!list.isEmpty()) {
                ways.add(0, name + " in [" + String.join(", ", list) + "]");
            }
        }
        return ways.size() == 1 ? ways.get(0) : "(" + String.join(" or ", ways) + ")";
    }

    /** Returns a value as the query has it; a text has nothing to escape, or would have been refused. */
    static String literal(Object value) {
        if (value instanceof Number number) {
            String digits = new BigDecimal(number.toString()).toPlainString();
            return digits.contains(".") ? digits : digits + ".0";
        }
        return value instanceof String ? "\"" + value + "\"" : value.toString();
    }
}
