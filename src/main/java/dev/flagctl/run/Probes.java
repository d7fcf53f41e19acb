// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.model.Audience;
import dev.flagctl.model.Bucketing;
import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Slice;
import dev.flagctl.port.FlagScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Made-up users by whom it can be seen whether a write has arrived: those who get something else afterwards, and a few who must not. Pure.
 */
final class Probes {

    private static final int CHANGED = 8;
    private static final int UNCHANGED = 4;
    /** Enough to meet the smallest share that any flag service knows, 0.001 %, with near certainty. */
    private static final int TRIES = 1_000_000;

    private Probes() {}

    /**
     * A made-up user.
     *
     * @param context evaluation context
     * @param before variant before the write
     * @param after variant after it
     */
    record Probe(Map<String, Object> context, String before, String after) {}

    /** Returns the users for a write, for each audience that either state names; empty when nobody gets anything else. */
    static List<Probe> of(FlagScope scope, String flagKey, Bucketing bucketing, FlagState before, FlagState after) {
        List<Probe> probes = new ArrayList<>();
        for (Audience audience : audiences(before, after)) {
            Map<String, Object> base = context(scope, audience);
            if (base != null) {
                add(probes, scope, flagKey, bucketing, before, after, base);
            }
        }
        return probes;
    }

    private static Set<Audience> audiences(FlagState before, FlagState after) {
        Set<Audience> audiences = new LinkedHashSet<>();
        audiences.add(Audience.EVERYONE);
        for (Slice slice : after.exposure().slices()) {
            audiences.add(slice.audience());
        }
        for (Slice slice : before.exposure().slices()) {
            audiences.add(slice.audience());
        }
        return audiences;
    }

    private static void add(
            List<Probe> probes,
            FlagScope scope,
            String flagKey,
            Bucketing bucketing,
            FlagState before,
            FlagState after,
            Map<String, Object> base) {
        int changed = 0;
        int unchanged = 0;
        for (int i = 0; i < TRIES && changed < CHANGED; i++) {
            Map<String, Object> context = new LinkedHashMap<>(base);
            context.put("targetingKey", "flagctl-probe-" + i);
            context.put(after.unit(), "flagctl-probe-" + i);
            String now = variant(scope, flagKey, bucketing, before, context);
            String then = variant(scope, flagKey, bucketing, after, context);
            boolean changes = !then.equals(now);
            if (changes ? changed < CHANGED : unchanged < UNCHANGED) {
                probes.add(new Probe(context, now, then));
                changed += changes ? 1 : 0;
                unchanged += changes ? 0 : 1;
            }
            if (changed == 0 && unchanged == UNCHANGED && sameShares(scope, before, after, base)) {
                return;
            }
        }
    }

    private static boolean sameShares(FlagScope scope, FlagState before, FlagState after, Map<String, Object> base) {
        return before.rest().equals(after.rest())
                && before.treatment().equals(after.treatment())
                && Objects.equals(before.control(), after.control())
                && before.salt().equals(after.salt())
                && before.unit().equals(after.unit())
                && before.exposure()
                        .shareFor(base, scope.cohorts(), scope.regionAttribute())
                        .equals(after.exposure().shareFor(base, scope.cohorts(), scope.regionAttribute()));
    }

    private static String variant(
            FlagScope scope, String flagKey, Bucketing bucketing, FlagState state, Map<String, Object> context) {
        Percent share = state.exposure().shareFor(context, scope.cohorts(), scope.regionAttribute());
        String user = String.valueOf(context.getOrDefault(state.unit(), context.get("targetingKey")));
        return state.variantAt(bucketing.place(flagKey, state, user), share);
    }

    /** Returns a context whose user is in an audience, or null when none can be made up. */
    private static @Nullable Map<String, Object> context(FlagScope scope, Audience audience) {
        Map<String, Object> context = new LinkedHashMap<>();
        if (audience.region() != null) {
            context.put(scope.regionAttribute(), audience.region());
        }
        if (audience.cohort() == null) {
            return context;
        }
        Cohort cohort = scope.cohorts().get(audience.cohort());
        if (cohort == null) {
            return null;
        }
        for (Condition condition :
                cohort.all() ? cohort.conditions() : cohort.conditions().subList(0, 1)) {
            context.put(condition.attribute(), member(condition));
        }
        return cohort.matches(context) ? context : null;
    }

    private static Object member(Condition condition) {
        Object value = condition.values().get(0);
        return switch (condition.operator()) {
            case EQUALS, IN, STARTS_WITH, CONTAINS, AT_LEAST -> value;
            case ENDS_WITH -> "flagctl" + value;
            case NOT_EQUALS, NOT_IN -> "flagctl-probe";
            case BELOW -> value instanceof Number number ? (Object) (number.doubleValue() - 1) : value;
        };
    }
}
