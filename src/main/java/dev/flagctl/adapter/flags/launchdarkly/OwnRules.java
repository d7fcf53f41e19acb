// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Slice;
import dev.flagctl.port.FlagScope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rules that flagctl writes for the audiences of an exposure. The first rule that matches wins, so they stand by falling share; a cohort of which one
 * condition is enough has one rule for each. LaunchDarkly lets an absent attribute match nothing, also when a clause is negated.
 *
 * <p>A rule is flagctl's when its description says so, or when its clauses are those of an audience: somebody may have changed the one or the other.
 */
final class OwnRules {

    private static final Comparator<Slice> LARGEST_FIRST =
            Comparator.comparing(Slice::percent).reversed().thenComparing(Slice::audience);

    private static final JsonMapper JSON = JsonMapper.shared();

    /** What the descriptions of flagctl's own rules begin with; the audience follows. */
    private static final String OURS = "flagctl: ";

    private final FlagScope scope;
    private final String contextKind;
    private final Map<String, Audience> audiences = new HashMap<>();
    private final Map<String, Audience> byDescription = new HashMap<>();

    OwnRules(FlagScope scope, String contextKind) {
        this.scope = scope;
        this.contextKind = contextKind;
        List<@Nullable String> cohorts = new ArrayList<>(scope.cohorts().keySet());
        cohorts.add(null);
        List<@Nullable String> regions = new ArrayList<>(scope.environment().regions());
        regions.add(null);
        for (String cohort : cohorts) {
            for (String region : regions) {
                Audience audience = new Audience(cohort, region);
                if (!audience.isEveryone()) {
                    byDescription.put(OURS + audience, audience);
                    clauses(audience).forEach(rule -> audiences.put(mark(JSON.valueToTree(rule)), audience));
                }
            }
        }
    }

    /**
     * One rule.
     *
     * @param description marks it as flagctl's, also after its cohort was defined anew
     * @param clauses all must match
     * @param share of the audience
     */
    record Wanted(String description, List<Map<String, Object>> clauses, Percent share) {}

    /** Returns the rules of an exposure, in their order. */
    List<Wanted> of(Exposure exposure) {
        List<Slice> slices = new ArrayList<>(exposure.slices());
        slices.sort(LARGEST_FIRST);
        List<Wanted> rules = new ArrayList<>();
        for (Slice slice : slices) {
            if (!slice.audience().isEveryone()) {
                for (List<Map<String, Object>> clauses : clauses(slice.audience())) {
                    rules.add(new Wanted(OURS + slice.audience(), clauses, slice.percent()));
                }
            }
        }
        return rules;
    }

    /** Returns the audience of a rule of flagctl's, one that says so when it is defined otherwise by now; null for a rule of somebody else. */
    @Nullable
    Audience audience(JsonNode rule) {
        Audience known = audiences.get(mark(rule.path("clauses")));
        String description = rule.path("description").asString("");
        if (known != null || !description.startsWith(OURS)) {
            return known;
        }
        Audience named = byDescription.get(description);
        return (named == null ? Audience.cohort(description.substring(OURS.length())) : named).definedOtherwise();
    }

    /** Tells whether a rule has these clauses, in this order. */
    static boolean has(JsonNode rule, List<Map<String, Object>> clauses) {
        return mark(rule.path("clauses")).equals(mark(JSON.valueToTree(clauses)));
    }

    /** Returns what tells clauses apart: attribute, comparison, values and negation of each. */
    private static String mark(JsonNode clauses) {
        StringBuilder mark = new StringBuilder();
        for (JsonNode clause : clauses) {
            mark.append(clause.path("contextKind").asString("user"))
                    .append(' ')
                    .append(clause.path("attribute").asString(""))
                    .append('\n')
                    .append(clause.path("negate").asBoolean(false) ? "not " : "")
                    .append(clause.path("op").asString(""))
                    .append(clause.path("values"))
                    .append('\n');
        }
        return mark.toString();
    }

    private List<List<Map<String, Object>>> clauses(Audience audience) {
        List<Map<String, Object>> region = audience.region() == null
                ? List.of()
                : List.of(clause(scope.regionAttribute(), "in", List.of(audience.region()), false));
        if (audience.cohort() == null) {
            return List.of(region);
        }
        Cohort cohort = scope.cohorts().get(audience.cohort());
        if (cohort == null) {
            throw new RefusedException("no cohort is named " + audience.cohort(), "define it under cohorts");
        }
        List<List<Map<String, Object>>> rules = new ArrayList<>();
        if (cohort.all()) {
            List<Map<String, Object>> all = new ArrayList<>();
            cohort.conditions().forEach(condition -> all.add(clause(condition)));
            all.addAll(region);
            rules.add(all);
        } else {
            for (Condition condition : cohort.conditions()) {
                List<Map<String, Object>> one = new ArrayList<>(List.of(clause(condition)));
                one.addAll(region);
                rules.add(one);
            }
        }
        return rules;
    }

    private Map<String, Object> clause(Condition condition) {
        return switch (condition.operator()) {
            case EQUALS, IN -> clause(condition.attribute(), "in", condition.values(), false);
            case NOT_EQUALS, NOT_IN -> clause(condition.attribute(), "in", condition.values(), true);
            case STARTS_WITH -> clause(condition.attribute(), "startsWith", condition.values(), false);
            case ENDS_WITH -> clause(condition.attribute(), "endsWith", condition.values(), false);
            case CONTAINS -> clause(condition.attribute(), "contains", condition.values(), false);
            case AT_LEAST -> clause(condition.attribute(), "greaterThanOrEqual", condition.values(), false);
            case BELOW -> clause(condition.attribute(), "lessThan", condition.values(), false);
        };
    }

    private Map<String, Object> clause(String attribute, String op, List<Object> values, boolean negate) {
        Map<String, Object> clause = new LinkedHashMap<>();
        clause.put("contextKind", contextKind);
        clause.put("attribute", attribute.equals("targetingKey") ? "key" : attribute);
        clause.put("op", op);
        clause.put("values", values);
        clause.put("negate", negate);
        return clause;
    }
}
