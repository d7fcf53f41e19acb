// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.model.Operator;
import dev.flagctl.port.FlagScope;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says audiences as constraints, and finds them again.
 *
 * <p>The constraints of a strategy are joined by "and"; a cohort of which one condition is enough takes a strategy for each, or one list of values
 * where Unleash has lists. An audience is known by the title of its strategies, also after its cohort was defined otherwise.
 */
final class AudienceRules {

    /** All but those that hold for users without the attribute: {@code NOT_IN} does, and nothing asks for presence. */
    static final Set<Operator> OPERATORS =
            Set.copyOf(EnumSet.complementOf(EnumSet.of(Operator.NOT_EQUALS, Operator.NOT_IN)));

    private final FlagScope scope;
    private final Map<String, Audience> byTitle = new HashMap<>();
    private final Map<Audience, Set<Set<Constraint>>> rules = new HashMap<>();

    AudienceRules(FlagScope scope) {
        this.scope = scope;
        for (String region : scope.environment().regions()) {
            name(Audience.region(region));
        }
        for (String cohort : scope.cohorts().keySet()) {
            name(Audience.cohort(cohort));
            for (String region : scope.environment().regions()) {
                name(new Audience(cohort, region));
            }
        }
    }

    private void name(Audience audience) {
        byTitle.put(audience.toString(), audience);
    }

    /**
     * Returns the constraints of each strategy that an audience takes; of everyone, one strategy without any.
     *
     * @throws RefusedException when Unleash cannot express it
     */
    Set<Set<Constraint>> of(Audience audience) {
        Set<Set<Constraint>> known = rules.get(audience);
        if (known != null) {
            return known;
        }
        Set<Set<Constraint>> all = new HashSet<>();
        for (Set<Constraint> some :
                audience.cohort() == null ? Set.of(Set.<Constraint>of()) : cohort(audience.cohort())) {
            Set<Constraint> both = new HashSet<>(some);
            if (audience.region() != null) {
                both.add(Constraint.of(scope.regionAttribute(), "IN", List.of(audience.region())));
            }
            all.add(both);
        }
        rules.put(audience, all);
        return all;
    }

    /** Returns the audience that a title names, if what stands in Unleash is what it takes; else one of a name that says so. */
    Audience audience(String title, Set<Set<Constraint>> found) {
        Audience audience = byTitle.get(title);
        if (audience == null) {
            return Audience.cohort(title).definedOtherwise();
        }
        return found.equals(expected(audience)) ? audience : audience.definedOtherwise();
    }

    private @Nullable Set<Set<Constraint>> expected(Audience audience) {
        try {
            return of(audience);
        } catch (RefusedException e) {
            // It cannot have been written like this.
            return null;
        }
    }

    private Set<Set<Constraint>> cohort(String name) {
        Cohort cohort = scope.cohorts().get(name);
        if (cohort == null) {
            throw new RefusedException(
                    "the cohort \"" + name + "\" is not defined", "define it under \"cohorts\" of the project");
        }
        List<Constraint> constraints = new ArrayList<>();
        cohort.conditions().forEach(condition -> constraints.add(constraint(name, condition)));
        if (cohort.all()) {
            return Set.of(Set.copyOf(constraints));
        }
        Map<String, Constraint> merged = new LinkedHashMap<>();
        for (Constraint each : constraints) {
            String place = each.isNumeric() ? each.toString() : each.field() + " " + each.operator();
            merged.merge(place, each, AudienceRules::either);
        }
        Set<Set<Constraint>> any = new HashSet<>();
        merged.values().forEach(each -> any.add(Set.of(each)));
        return any;
    }

    private static Constraint either(Constraint one, Constraint other) {
        Set<String> values = new HashSet<>(one.values());
        values.addAll(other.values());
        return new Constraint(one.field(), one.operator(), values, false, false);
    }

    private static Constraint constraint(String cohort, Condition condition) {
        List<String> values = new ArrayList<>();
        for (Object value : condition.values()) {
            if (value.toString().isEmpty()) {
                throw cannot(cohort, condition, "no empty text as a value");
            }
            values.add(value.toString());
        }
        String operator = switch (condition.operator()) {
            case EQUALS -> condition.values().get(0) instanceof Number ? "NUM_EQ" : "IN";
            case IN -> "IN";
            case STARTS_WITH -> "STR_STARTS_WITH";
            case ENDS_WITH -> "STR_ENDS_WITH";
            case CONTAINS -> "STR_CONTAINS";
            case AT_LEAST -> "NUM_GTE";
            case BELOW -> "NUM_LT";
            case NOT_EQUALS, NOT_IN ->
                throw cannot(cohort, condition, "no \"not\" that leaves out users without the attribute");
        };
        if (operator.startsWith("NUM_") && !(condition.values().get(0) instanceof Number)) {
            throw cannot(cohort, condition, "no comparison of order but that of numbers");
        }
        return Constraint.of(condition.attribute(), operator, values);
    }

    private static RefusedException cannot(String cohort, Condition condition, String lacks) {
        return new RefusedException(
                "the cohort \"" + cohort + "\" has a condition on \"" + condition.attribute()
                        + "\" that Unleash cannot express: it has " + lacks,
                "say the cohort in other conditions");
    }
}
