// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.adapter.flags.unleash.Strategy.Variant;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Slice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says a state in strategies.
 *
 * @param spec the flag
 * @param there what flagctl's strategies serve now, or null when there are none
 * @param after what they shall serve
 * @param stickiness Unleash's word for the unit
 */
record WantedStrategies(FlagSpec spec, @Nullable FlagState there, FlagState after, String stickiness) {

    /**
     * Returns the strategies.
     *
     * @throws RefusedException when Unleash cannot express the state
     */
    List<Strategy> all(AudienceRules rules) {
        List<Strategy> wanted = new ArrayList<>();
        Map<String, Object> values = values();
        List<Variant> treatment = variants(values, after.treatment());
        for (Slice slice : after.exposure().slices()) {
            String audience =
                    slice.audience().isEveryone() ? "" : slice.audience().toString();
            for (Set<Constraint> constraints : rules.of(slice.audience())) {
                wanted.add(gradual(Strategy.titleOf(audience), 0, slice.percent(), constraints, treatment));
            }
        }
        if (wanted.isEmpty()) {
            wanted.add(gradual(Strategy.titleOf(""), 0, Percent.ZERO, Set.of(), treatment));
        }
        if (after.control() != null) {
            addControl(wanted, rules, values, after.control());
        }
        if (after.control() == null && !after.rest().equals(spec.serve().others())) {
            if (values.isEmpty()) {
                throw new RefusedException(
                        "Unleash serves false to all others than those it serves true, and the rest is \""
                                + after.rest() + "\"",
                        "give the flag variants that are no booleans");
            }
            wanted.add(gradual(
                    Strategy.titleOfRest(), Strategy.LAST, Percent.ALL, Set.of(), variants(values, after.rest())));
        }
        return wanted;
    }

    /**
     * Adds strategies for the rest and the control group. All of a flag place users by one hash, and the first that serves a user says which variant: so behind a
     * treatment of the share s one of 1 - s serves the places up to there, and one of 100 % those that are left.
     */
    private void addControl(List<Strategy> wanted, AudienceRules rules, Map<String, Object> values, String control) {
        for (Slice slice : after.exposure().slices()) {
            if (slice.percent().isAll()) {
                continue;
            }
            Set<Set<Constraint>> all = rules.of(slice.audience());
            Percent before = beforeControl(slice.percent());
            for (Set<Constraint> each : all) {
                wanted.add(gradual(
                        Strategy.titleOfBetween(), Strategy.BETWEEN, before, each, variants(values, after.rest())));
            }
            for (Set<Constraint> each : all) {
                wanted.add(gradual(
                        Strategy.titleOfControl(), Strategy.CONTROL, Percent.ALL, each, variants(values, control)));
            }
        }
    }

    /** Returns where the control group begins beside a share. */
    static Percent beforeControl(Percent share) {
        return new Percent(Percent.ALL.thousandths() - share.matched().thousandths());
    }

    /** Returns why Unleash cannot keep the control group of a state; empty when it can. */
    static String controlRefusal(FlagState state) {
        if (state.variants().values().stream().anyMatch(Boolean.class::isInstance)) {
            return "Unleash serves true to everybody for whom a strategy is on, also to a control group; give the variants texts";
        }
        long parts = state.exposure().slices().stream()
                .filter(each -> !each.percent().isAll())
                .count();
        return parts == 1
                ? ""
                : "Unleash asks strategies in one order for everybody, and a control group beside several shares ("
                        + state.exposure()
                        + ") would need one for each audience; expose one audience in part at a time";
    }

    private Strategy gradual(
            String title, int order, Percent share, Set<Constraint> constraints, List<Variant> variants) {
        if (share.thousandths() % 1000 != 0) {
            throw new RefusedException("Unleash serves whole percents only, not " + share, "plan in steps of 1%");
        }
        Map<String, String> parameters = Map.of(
                "rollout",
                String.valueOf(share.thousandths() / 1000),
                "stickiness",
                stickiness,
                "groupId",
                after.salt());
        return new Strategy("", Strategy.GRADUAL, title, false, order, parameters, constraints, List.of(), variants);
    }

    /** Returns the variants that the strategies shall have; empty for true and false, which a flag has by being on or off. */
    Map<String, Object> values() {
        Map<String, Object> values =
                there == null || spec.owns().contains(Owns.VARIANTS) ? after.variants() : there.variants();
        boolean lacksControl = after.control() != null && !values.containsKey(after.control());
        if (!values.containsKey(after.treatment()) || !values.containsKey(after.rest()) || lacksControl) {
            String lacking = lacksControl ? after.control() : after.treatment() + "\" or \"" + after.rest();
            throw new RefusedException(
                    "it lacks the variant \"" + lacking + "\", and flagctl does not own its variants",
                    "let flagctl own the variants, or add it in Unleash");
        }
        if (values.values().stream().noneMatch(Boolean.class::isInstance)) {
            return values;
        }
        Map<String, Object> booleans = new LinkedHashMap<>();
        booleans.put(spec.serve().treatment(), true);
        booleans.put(spec.serve().others(), false);
        if (!values.equals(booleans)) {
            throw new RefusedException(
                    "Unleash serves true to users within the exposure and false to all others, and the variants are "
                            + values,
                    "let the treatment be true and the control false, or use texts");
        }
        return Map.of();
    }

    private static List<Variant> variants(Map<String, Object> values, String served) {
        List<Variant> variants = new ArrayList<>();
        values.forEach((name, value) -> variants.add(new Variant(name, name.equals(served) ? 1000 : 0, value)));
        return variants;
    }
}
