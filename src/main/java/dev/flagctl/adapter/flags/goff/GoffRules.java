// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.goff;

import dev.flagctl.adapter.flags.Unreadable;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Operator;
import dev.flagctl.model.Percent;
import dev.flagctl.model.ShareParts;
import dev.flagctl.model.Slice;
import dev.flagctl.port.FlagScope;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says exposures as rules of GO Feature Flag. The first rule that matches wins, so the audiences stand by falling share, and who is in several gets
 * the largest. A query is that of github.com/nikunjy/rules, or JSONLogic where parts of texts are compared; an attribute that is absent must match nothing,
 * so negations ask for it first.
 */
final class GoffRules {

    /** What the names of flagctl's own rules begin with; the audience follows. */
    static final String OURS = "flagctl: ";

    private static final Comparator<Slice> LARGEST_FIRST =
            Comparator.comparing(Slice::percent).reversed().thenComparing(Slice::audience);

    private final FlagScope scope;
    private final Map<String, Audience> audiences = new HashMap<>();

    GoffRules(FlagScope scope) {
        this.scope = scope;
        List<@Nullable String> cohorts = new ArrayList<>(scope.cohorts().keySet());
        cohorts.add(null);
        List<@Nullable String> regions = new ArrayList<>(scope.environment().regions());
        regions.add(null);
        for (String cohort : cohorts) {
            for (String region : regions) {
                Audience audience = new Audience(cohort, region);
                audiences.put(OURS + audience, audience);
            }
        }
    }

    /** Returns flagctl's rules for the audiences of a state, in their order. */
    List<Map<String, Object>> targeting(FlagState state) {
        List<Slice> slices = new ArrayList<>(state.exposure().slices());
        slices.sort(LARGEST_FIRST);
        List<Map<String, Object>> rules = new ArrayList<>();
        for (Slice slice : slices) {
            if (!slice.audience().isEveryone()) {
                Map<String, Object> rule = new LinkedHashMap<>();
                rule.put("name", OURS + slice.audience());
                rule.put("query", query(slice.audience()));
                rule.putAll(share(state, slice.percent()));
                rules.add(rule);
            }
        }
        return rules;
    }

    /** Returns the rule of those whom no other rule matches. */
    Map<String, Object> fallback(FlagState state) {
        return share(state, state.exposure().everyone());
    }

    private static Map<String, Object> share(FlagState state, Percent percent) {
        if (percent.isAll() || percent.isZero()) {
            return Map.of("variation", percent.isAll() ? state.treatment() : state.rest());
        }
        Map<String, Object> shares = new LinkedHashMap<>();
        for (ShareParts.Part part : ShareParts.of(state, percent).parts()) {
            shares.put(part.variant(), number(part.size().thousandths()));
        }
        return Map.of("percentage", shares);
    }

    private static Object number(int thousandths) {
        return thousandths % 1000 == 0
                ? (Object) (thousandths / 1000)
                : (Object) BigDecimal.valueOf(thousandths, 3).stripTrailingZeros();
    }

    /** Returns the audience that a rule of flagctl's is for; one that says so when its query is not what the manifests ask for now. */
    Audience audience(String name, @Nullable String query) {
        Audience audience = audiences.get(name);
        if (audience == null) {
            return Audience.cohort(name.substring(OURS.length())).definedOtherwise();
        }
        return query(audience).equals(query) ? audience : audience.definedOtherwise();
    }

    private String query(Audience audience) {
        List<String> all = new ArrayList<>();
        Condition region = audience.region() == null
                ? null
                : new Condition(scope.regionAttribute(), Operator.EQUALS, List.of(audience.region()));
        if (audience.cohort() != null) {
            Cohort cohort = scope.cohorts().get(audience.cohort());
            if (cohort == null) {
                throw new Unreadable("is for the cohort " + audience.cohort() + ", which the project does not define");
            }
            cohort.conditions().forEach(GoffRules::requireSayable);
            if (cohort.conditions().stream().anyMatch(GoffLogic::isPartial)) {
                return GoffLogic.query(cohort.conditions(), cohort.all(), region);
            }
            List<String> conditions =
                    cohort.conditions().stream().map(GoffConditions::query).toList();
            String joined = String.join(cohort.all() ? " and " : " or ", conditions);
            all.add(conditions.size() > 1 && !cohort.all() && audience.region() != null ? "(" + joined + ")" : joined);
        }
        if (region != null) {
            all.add(GoffConditions.query(region));
        }
        return String.join(" and ", all);
    }

    private static void requireSayable(Condition condition) {
        String refusal = GoffConditions.refusal(condition);
        if (!refusal.isEmpty()) {
            throw new RefusedException(refusal, "write the cohort otherwise");
        }
    }
}
