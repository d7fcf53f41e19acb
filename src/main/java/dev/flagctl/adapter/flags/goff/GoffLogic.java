// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.goff;

import dev.flagctl.model.Condition;
import dev.flagctl.model.Operator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says conditions of cohorts in JSONLogic, the other query language of GO Feature Flag, as its engine understands it: {@code GoffConditionsTest} asks the
 * engine about each. It is taken where parts of texts are compared, since {@code sw}, {@code ew} and {@code co} do not tell upper from lower case and would
 * serve more users than the cohort means.
 *
 * <p>The engine ends itself when it takes a part of what is no text, so what an attribute is is asked first, by operations that take anything.
 */
final class GoffLogic {

    private static final Set<Operator> PARTIAL =
            Collections.unmodifiableSet(EnumSet.of(Operator.STARTS_WITH, Operator.ENDS_WITH, Operator.CONTAINS));

    private GoffLogic() {}

    /** Tells whether a condition compares a part of a text. */
    static boolean isPartial(Condition condition) {
        return PARTIAL.contains(condition.operator());
    }

    /**
     * Returns a query.
     *
     * @param all whether all conditions must hold, or one is enough
     * @param also a condition that must hold in any case, or null for none
     */
    static String query(List<Condition> conditions, boolean all, @Nullable Condition also) {
        List<Object> parts = new ArrayList<>();
        conditions.forEach(each -> parts.add(logic(each)));
        Object query = parts.size() == 1 ? parts.get(0) : apply(all ? "and" : "or", parts);
        return JsonMapper.shared().writeValueAsString(also == null ? query : apply("and", List.of(query, logic(also))));
    }

    private static Object logic(Condition condition) {
        Object attribute = apply("var", condition.attribute());
        Object value = condition.values().get(0);
        return switch (condition.operator()) {
            case EQUALS, IN -> among(attribute, condition.values());
            case NOT_EQUALS, NOT_IN ->
                and(apply("!=", pair(attribute, null)), not(among(attribute, condition.values())));
            case CONTAINS -> or(equal(attribute, value), inside(attribute, value));
            case STARTS_WITH ->
                or(equal(attribute, value), inside(attribute, value), equal(part(attribute, 0, length(value)), value));
            case ENDS_WITH ->
                or(equal(attribute, value), inside(attribute, value), equal(part(attribute, -length(value)), value));
            case AT_LEAST -> number(attribute, apply(">=", List.of(attribute, value)));
            case BELOW -> number(attribute, apply("<", List.of(attribute, value)));
        };
    }

    private static Object among(Object attribute, List<Object> values) {
        List<Object> ways = new ArrayList<>();
        values.forEach(value -> ways.add(equal(attribute, value)));
        return ways.size() == 1 ? ways.get(0) : apply("or", ways);
    }

    /** The first is enough; else all others must hold, of which the later ones are asked only when the earlier ones hold. */
    private static Object or(Object enough, Object... others) {
        List<Object> all = new ArrayList<>();
        for (Object each : others) {
            if (each instanceof List<?> several) {
                all.addAll(several);
            } else {
                all.add(each);
            }
        }
        return apply("or", List.of(enough, apply("and", all)));
    }

    /** Holds for texts with the value in them: a list that has the value as a member holds it as well, and is left out. */
    private static List<Object> inside(Object attribute, Object value) {
        Object member = apply("in", List.of(value, apply("merge", List.of(attribute))));
        return List.of(apply("in", List.of(value, attribute)), not(member));
    }

    /** What is no number is compared as one by the engine: {@code "18"}, {@code true} and what is absent. */
    private static Object number(Object attribute, Object comparison) {
        return apply(
                "and",
                List.of(
                        not(apply("in", List.of("", attribute))),
                        apply("!==", List.of(attribute, true)),
                        apply("!==", List.of(attribute, false)),
                        apply("!==", pair(attribute, null)),
                        comparison));
    }

    private static Object part(Object attribute, Object... range) {
        List<Object> arguments = new ArrayList<>(List.of(attribute));
        arguments.addAll(List.of(range));
        return apply("substr", arguments);
    }

    /** The engine counts characters as Unicode has them, not UTF-16 units. */
    private static int length(Object value) {
        String text = value.toString();
        return text.codePointCount(0, text.length());
    }

    private static Object equal(Object one, Object other) {
        return apply("===", List.of(one, other));
    }

    private static Object and(Object one, Object other) {
        return apply("and", List.of(one, other));
    }

    private static Object not(Object logic) {
        return apply("!", List.of(logic));
    }

    private static List<@Nullable Object> pair(Object one, @Nullable Object other) {
        List<@Nullable Object> pair = new ArrayList<>();
        pair.add(one);
        pair.add(other);
        return pair;
    }

    private static Object apply(String operation, Object arguments) {
        return Map.of(operation, arguments);
    }
}
