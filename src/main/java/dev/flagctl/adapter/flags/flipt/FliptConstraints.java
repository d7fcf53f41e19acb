// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flipt;

import dev.flagctl.adapter.flags.Unreadable;
import dev.flagctl.model.Condition;
import dev.flagctl.model.Operator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says conditions of cohorts as constraints of segments, in the words that Flipt validates a whole features file by: one that it refuses keeps all flags of
 * the file from being updated (core/validation/flipt.cue of Flipt v2).
 *
 * @param isListed whether the values of {@code isoneof} are a list, as from version 1.6 of the file on; before, a text that holds one
 */
record FliptConstraints(boolean isListed) {

    /** Returns why Flipt cannot be told a condition, in words for the plan; empty when it can. */
    static String refusal(Condition condition) {
        boolean several = isOneOfSeveral(condition);
        boolean texts = condition.values().stream().allMatch(String.class::isInstance);
        boolean numbers = condition.values().stream().allMatch(Number.class::isInstance);
        if (several && !texts && !numbers) {
            return "Flipt compares lists of texts or of numbers only, and the condition on " + condition.attribute()
                    + " has other values";
        }
        boolean ofText = condition.operator() == Operator.STARTS_WITH || condition.operator() == Operator.ENDS_WITH;
        return ofText && !texts ? "Flipt compares the begin and the end of texts only" : "";
    }

    Map<String, Object> constraint(Condition condition) {
        String refusal = refusal(condition);
        if (!refusal.isEmpty()) {
            throw new Unreadable("cannot be written: " + refusal);
        }
        Object value = condition.values().get(0);
        Map<String, Object> constraint = new LinkedHashMap<>();
        constraint.put("type", type(value));
        constraint.put("property", condition.attribute());
        if (value instanceof Boolean) {
            boolean wanted = Boolean.TRUE.equals(value) == (condition.operator() == Operator.EQUALS);
            constraint.put("operator", wanted ? "true" : "false");
            return constraint;
        }
        constraint.put("operator", operator(condition.operator()));
        constraint.put("value", isOneOfSeveral(condition) ? list(condition.values()) : value.toString());
        return constraint;
    }

    private static boolean isOneOfSeveral(Condition condition) {
        return condition.operator() == Operator.IN || condition.operator() == Operator.NOT_IN;
    }

    private static String type(Object value) {
        return value instanceof Number
                ? "NUMBER_COMPARISON_TYPE"
                : value instanceof Boolean ? "BOOLEAN_COMPARISON_TYPE" : "STRING_COMPARISON_TYPE";
    }

    private static String operator(Operator operator) {
        return switch (operator) {
            case EQUALS -> "eq";
            case NOT_EQUALS -> "neq";
            case IN -> "isoneof";
            case NOT_IN -> "isnotoneof";
            case STARTS_WITH -> "prefix";
            case ENDS_WITH -> "suffix";
            case AT_LEAST -> "gte";
            case BELOW -> "lt";
            case CONTAINS -> throw new Unreadable("needs a comparison by contains, which older Flipts do not have");
        };
    }

    private Object list(List<Object> values) {
        return isListed ? values : JsonMapper.shared().writeValueAsString(values);
    }
}
