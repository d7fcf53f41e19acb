// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Capabilities;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Slice;
import dev.flagctl.strategy.Edit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a manifest asks for and may not: an edit without its version, moved users, or what the flag service cannot express. */
final class Refusals {

    private Refusals() {}

    static List<Refusal> of(Change change, Feature feature, Observation observation, PlanScope scope) {
        List<Refusal> refusals = new ArrayList<>();
        Feature previous = observation.previousSpecs().get(change.key());
        if (previous != null) {
            Edit edit = Edit.between(previous, feature);
            if (!edit.level().isBumpedEnough(previous.version(), feature.version())) {
                refusals.add(new Refusal(
                        change.key(),
                        "the version went from " + previous.version() + " to " + feature.version()
                                + ", but the edit is " + edit.level().name().toLowerCase(Locale.ROOT) + ": "
                                + String.join(", ", edit.changes()),
                        "set version to " + edit.level().nextVersion(previous.version()) + " or later",
                        feature.source()));
            }
        }
        if (change.action() == ChangeAction.REPLACE && !scope.allowRebucketing() && !takesBack(change.decision())) {
            refusals.add(rebuckets(change, feature));
        }
        Capabilities capabilities = observation.capabilities().get(change.key().environment());
        if (capabilities != null && change.after() != null && change.isDue()) {
            addCapabilities(refusals, change, feature, change.after(), capabilities);
        }
        return refusals;
    }

    /** Whoever stops harm does not wait for a word on who is bucketed where. */
    private static boolean takesBack(Decision decision) {
        return decision.kind() == DecisionKind.ROLL_BACK || decision.reason() == Reason.TURNED_UP_OUTSIDE;
    }

    private static Refusal rebuckets(Change change, Feature feature) {
        boolean edited = change.decision().reason() != Reason.CHANGED_OUTSIDE;
        return new Refusal(
                change.key(),
                (edited ? "the edit buckets" : "unit or salt was changed outside flagctl, and putting it back buckets")
                        + " users by another hash, so exposed users change sides",
                (edited ? "take unit and salt back" : "write the new unit and salt into the manifest")
                        + ", or pass --allow-rebucketing",
                feature.source());
    }

    private static void addCapabilities(
            List<Refusal> refusals, Change change, Feature feature, FlagState wanted, Capabilities can) {
        for (Slice slice : wanted.exposure().slices()) {
            if (slice.percent().thousandths() % can.step().thousandths() != 0) {
                refuse(
                        refusals,
                        change,
                        feature,
                        "steps of its flag service are " + can.step() + ", so " + slice.percent() + " cannot be served",
                        "use a multiple of " + can.step());
            }
            if (slice.audience().cohort() != null && !can.cohorts()) {
                refuse(
                        refusals,
                        change,
                        feature,
                        "its flag service knows no cohorts, and " + words(slice) + " needs one",
                        "use percent without cohort in " + change.key().environment());
            }
            boolean whole = slice.audience().isEveryone() || slice.percent().isAll();
            if (!whole && can.cohorts() && !can.audiences().partial()) {
                refuse(
                        refusals,
                        change,
                        feature,
                        "its flag service gives a cohort or region all or nothing, and " + words(slice) + " is a part",
                        "use the whole cohort, or percent without cohort and regions, in "
                                + change.key().environment());
            }
            if (slice.audience().region() != null && !can.regions()) {
                refuse(
                        refusals,
                        change,
                        feature,
                        "its flag service knows no regions, and " + words(slice) + " needs one",
                        "use percent without regions in " + change.key().environment());
            }
        }
        boolean boolVariants = wanted.variants().values().stream().allMatch(Boolean.class::isInstance);
        if (!can.anyVariants() && !boolVariants) {
            refuse(
                    refusals,
                    change,
                    feature,
                    "its flag service serves only on and off",
                    "use the variants true and false");
        }
    }

    private static String words(Slice slice) {
        return Exposure.of(slice.audience(), slice.percent()).toString();
    }

    private static void refuse(List<Refusal> refusals, Change change, Feature feature, String reason, String remedy) {
        refusals.add(new Refusal(change.key(), reason, remedy, feature.source()));
    }
}
