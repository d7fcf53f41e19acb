// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Capabilities;
import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Operator;
import dev.flagctl.model.Project;
import dev.flagctl.model.Slice;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Compares what a change wants to serve with what its flag service can express; nothing is rounded in silence. */
final class Expressible {

    /** OpenFeature's own attribute for who is bucketed. */
    private static final String TARGETING_KEY = "targetingKey";

    private final Project project;
    private final Change change;
    private final Feature feature;
    private final Capabilities can;

    Expressible(Project project, Change change, Feature feature, Capabilities can) {
        this.project = project;
        this.change = change;
        this.feature = feature;
        this.can = can;
    }

    void check(FlagState wanted, List<Refusal> refusals) {
        exposure(wanted, refusals);
        definition(wanted, refusals);
    }

    /** Checks what differs from stage to stage. */
    void exposure(FlagState wanted, List<Refusal> refusals) {
        for (Slice slice : wanted.exposure().slices()) {
            share(slice, refusals);
            audience(slice, refusals);
        }
        String uncontrolled = can.controlRefusal(wanted);
        // A matched control has the value of the rest: where that is why, it is said of the variants.
        if (!uncontrolled.isEmpty() && equalVariants(wanted).isEmpty()) {
            refuse(refusals, uncontrolled, "leave \"rest\" out of serve: then everybody else is the control");
        }
    }

    /** Checks what is the same at every stage. */
    private void definition(FlagState wanted, List<Refusal> refusals) {
        String equal = equalVariants(wanted);
        if (!equal.isEmpty()) {
            refuse(refusals, equal, remedyOfEqual());
        }
        boolean boolVariants = wanted.variants().values().stream().allMatch(Boolean.class::isInstance);
        if (!can.anyVariants() && !boolVariants) {
            refuse(refusals, "its flag service serves only on and off", "use the variants true and false");
        }
        if (!can.anyUnit() && !wanted.unit().equals(TARGETING_KEY)) {
            refuse(
                    refusals,
                    "its flag service buckets by the targeting key only, and the unit is " + wanted.unit(),
                    "leave \"unit\" out");
        }
        if (!can.anySalt() && !wanted.salt().equals(feature.flagKey())) {
            refuse(
                    refusals,
                    "its flag service chooses the salt by itself, and \"" + wanted.salt() + "\" is asked for",
                    "leave \"salt\" out");
        }
    }

    /** Returns which two variants have one value, whoever is served them: a flag service that minds it minds it in the flag, not in a share. */
    private String equalVariants(FlagState wanted) {
        if (can.equalVariants()) {
            return "";
        }
        Map<Object, String> names = new HashMap<>();
        for (Map.Entry<String, Object> variant : wanted.variants().entrySet()) {
            String other = names.putIfAbsent(variant.getValue(), variant.getKey());
            if (other != null) {
                return "its flag service takes no two variants with one value, and " + other + " and "
                        + variant.getKey() + " have one";
            }
        }
        return "";
    }

    private String remedyOfEqual() {
        return feature.serve().isMatched()
                ? "leave \"rest\" out of serve, and its variant out of variants: then everybody else is the control"
                : "leave one of them out of variants, or give it a value of its own";
    }

    private void share(Slice slice, List<Refusal> refusals) {
        int step = can.step().thousandths();
        int share = slice.percent().thousandths();
        if (share % step != 0) {
            String reached = share < step
                    ? ": " + slice.percent() + " would reach nobody"
                    : ", so " + slice.percent() + " cannot be served";
            refuse(
                    refusals,
                    "steps of its flag service are " + can.step() + reached,
                    "use a multiple of " + can.step());
        }
        boolean whole = slice.audience().isEveryone() || slice.percent().isAll();
        if (!whole && can.cohorts() && !can.audiences().partial()) {
            refuse(
                    refusals,
                    "its flag service gives a cohort or region all or nothing, and " + words(slice) + " is a part",
                    "use the whole cohort, or percent without cohort and regions, in "
                            + change.key().environment());
        }
    }

    private void audience(Slice slice, List<Refusal> refusals) {
        String cohort = slice.audience().cohort();
        if (cohort != null && !can.cohorts()) {
            refuse(
                    refusals,
                    "its flag service knows no cohorts, and " + words(slice) + " needs one",
                    "use percent without cohort in " + change.key().environment());
        } else if (cohort != null) {
            operators(cohort, refusals);
        }
        if (slice.audience().region() != null && !can.regions()) {
            refuse(
                    refusals,
                    "its flag service knows no regions, and " + words(slice) + " needs one",
                    "use percent without regions in " + change.key().environment());
        }
    }

    private void operators(String name, List<Refusal> refusals) {
        Cohort cohort = project.cohorts().get(name);
        TreeSet<String> missing = new TreeSet<>();
        for (Condition condition : cohort == null ? List.<Condition>of() : cohort.conditions()) {
            if (!can.audiences().operators().contains(condition.operator())) {
                missing.add(word(condition.operator()));
            }
        }
        for (Condition condition : cohort == null ? List.<Condition>of() : cohort.conditions()) {
            String refusal = can.audiences().limit().refusal(condition);
            if (!refusal.isEmpty()) {
                refuse(refusals, refusal, "write the cohort " + name + " otherwise");
            }
        }
        if (!missing.isEmpty()) {
            TreeSet<String> known = new TreeSet<>();
            can.audiences().operators().forEach(operator -> known.add(word(operator)));
            refuse(
                    refusals,
                    "its flag service cannot compare by " + String.join(", ", missing) + ", which cohort " + name
                            + " does",
                    "write the cohort with " + String.join(", ", known));
        }
    }

    private static String word(Operator operator) {
        return operator.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String words(Slice slice) {
        return Exposure.of(slice.audience(), slice.percent()).toString();
    }

    private void refuse(List<Refusal> refusals, String reason, String remedy) {
        refusals.add(new Refusal(change.key(), reason, remedy, feature.source()));
    }
}
