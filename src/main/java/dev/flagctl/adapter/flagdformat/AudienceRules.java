// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flagdformat;

import dev.flagctl.adapter.flags.Node;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.port.FlagScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says audiences as JSONLogic, and finds them again.
 *
 * <p>Each rule begins with its name, as in {@code {"and": ["cohort:beta", …]}}: a text is true in JSONLogic, and so the branch is known as
 * flagctl's even after the cohort was defined otherwise. Comparisons are strict ({@code ===}), since {@code "x" == true} holds in the
 * Java engine.
 */
final class AudienceRules {

    private static final String COHORT = "cohort:";
    private static final String REGION = "region:";

    private final FlagScope scope;
    private final Map<Audience, Object> rules = new HashMap<>();

    AudienceRules(FlagScope scope) {
        this.scope = scope;
    }

    /** Returns the rule that holds for users of the audience, which is not everyone. */
    Object rule(Audience audience) {
        Object known = rules.get(audience);
        if (known != null) {
            return known;
        }
        List<Object> all = new ArrayList<>();
        if (audience.cohort() != null) {
            all.add(COHORT + audience.cohort());
            all.add(cohortRule(audience.cohort()));
        }
        if (audience.region() != null) {
            all.add(REGION + audience.region());
            all.add(regionRule(audience.region()));
        }
        Object rule = Map.of("and", all);
        rules.put(audience, rule);
        return rule;
    }

    /** Tells whether a condition is one that flagctl wrote. */
    static boolean isOurs(Node condition) {
        List<Node> all = condition.arguments("and");
        return all != null
                && !all.isEmpty()
                && all.get(0).scalar() instanceof String label
                && (label.startsWith(COHORT) || label.startsWith(REGION));
    }

    /** Returns the audience of a condition that flagctl wrote, or null when somebody changed its shape. */
    @Nullable
    Audience audience(Node condition) {
        List<Node> all = condition.arguments("and");
        if (all == null || (all.size() != 2 && all.size() != 4)) {
            return null;
        }
        String cohort = null;
        String region = null;
        for (int i = 0; i < all.size(); i += 2) {
            if (!(all.get(i).scalar() instanceof String label)) {
                return null;
            }
            if (label.startsWith(COHORT) && cohort == null) {
                cohort = named(Audience.cohort(label.substring(COHORT.length())), all.get(i + 1))
                        .cohort();
            } else if (label.startsWith(REGION) && region == null) {
                region = named(Audience.region(label.substring(REGION.length())), all.get(i + 1))
                        .region();
            } else {
                return null;
            }
        }
        return new Audience(cohort, region);
    }

    private Audience named(Audience one, Node rule) {
        try {
            Object asked = one.cohort() != null ? cohortRule(one.cohort()) : regionRule(String.valueOf(one.region()));
            boolean same = rule.says(asked);
            return same ? one : one.definedOtherwise();
        } catch (RefusedException e) {
            // The manifest no longer defines it, so what the file says is certainly something else.
            return one.definedOtherwise();
        }
    }

    private Object regionRule(String region) {
        return call("===", variable(scope.regionAttribute()), region);
    }

    private Object cohortRule(String name) {
        Cohort cohort = scope.cohorts().get(name);
        if (cohort == null) {
            throw new RefusedException(
                    "the cohort \"" + name + "\" is not defined", "define it under \"cohorts\" of the project");
        }
        if (cohort.conditions().size() == 1) {
            return condition(cohort.conditions().get(0));
        }
        List<Object> all = new ArrayList<>();
        for (Condition condition : cohort.conditions()) {
            all.add(condition(condition));
        }
        return Map.of(cohort.all() ? "and" : "or", all);
    }

    /** An absent attribute matches nothing: where an engine would compare with null, its presence is asked first. */
    private static Object condition(Condition condition) {
        Object attribute = variable(condition.attribute());
        Object value = condition.values().get(0);
        return switch (condition.operator()) {
            case EQUALS -> call("===", attribute, value);
            case NOT_EQUALS -> whenPresent(attribute, call("!==", attribute, value));
            case IN -> call("in", attribute, condition.values());
            case NOT_IN -> whenPresent(attribute, Map.of("!", List.of(call("in", attribute, condition.values()))));
            case STARTS_WITH -> whenPresent(attribute, call("starts_with", attribute, value));
            case ENDS_WITH -> whenPresent(attribute, call("ends_with", attribute, value));
            case CONTAINS -> whenPresent(attribute, call("in", value, attribute));
            case AT_LEAST -> whenPresent(attribute, call(">=", attribute, number(condition)));
            case BELOW -> whenPresent(attribute, call("<", attribute, number(condition)));
        };
    }

    private static Object number(Condition condition) {
        Object value = condition.values().get(0);
        if (value instanceof Number) {
            return value;
        }
        throw new RefusedException(
                "flagd compares numbers only, and the condition on \"" + condition.attribute() + "\" has \"" + value
                        + "\"",
                "give the condition a number");
    }

    private static Object whenPresent(Object attribute, Object rule) {
        return Map.of("and", List.of(Map.of("!=", Arrays.asList(attribute, null)), rule));
    }

    private static Object variable(String attribute) {
        return Map.of("var", attribute);
    }

    private static Object call(String operator, Object left, Object right) {
        return Map.of(operator, List.of(left, right));
    }
}
