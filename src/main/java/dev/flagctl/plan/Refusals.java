// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Capabilities;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Measure;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Owns;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Project;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Rule;
import dev.flagctl.model.Stage;
import dev.flagctl.strategy.Edit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a manifest asks for and may not: an edit without its version, moved users, a share that a foreign rule makes meaningless, or what the flag
 * service cannot express.
 */
final class Refusals {

    private final Project project;
    private final Map<String, Measure> measures;
    private final Observation observation;
    private final PlanScope scope;

    Refusals(Project project, Map<String, Measure> measures, Observation observation, PlanScope scope) {
        this.project = project;
        this.measures = measures;
        this.observation = observation;
        this.scope = scope;
    }

    List<Refusal> of(Change change, Feature feature) {
        List<Refusal> refusals = new ArrayList<>();
        addEdit(refusals, change, feature);
        Capabilities can = observation.capabilities().get(change.key().environment());
        if (!scope.allowRebucketing() && !takesBack(change.decision())) {
            addRebucketing(refusals, change, feature, can);
        }
        FlagState wanted = change.after();
        if (change.isDue() && wanted != null && !takesBack(change.decision())) {
            addOverruled(refusals, change, feature, wanted);
        }
        if (can != null && wanted != null && change.isDue()) {
            addInexpressible(refusals, change, feature, can, wanted);
        }
        if (change.isDue() && climbs(change)) {
            addUncontrolled(refusals, change, feature);
            addUndecidable(refusals, change, feature);
        }
        return refusals;
    }

    private void addInexpressible(
            List<Refusal> refusals, Change change, Feature feature, Capabilities can, FlagState wanted) {
        Expressible expressible = new Expressible(project, change, feature, can);
        expressible.check(wanted, refusals);
        Recorded after = change.recorded();
        if (after != null && climbs(change) && StagesAhead.matter(change)) {
            StagesAhead.check(change, after, feature, expressible, refusals);
        }
    }

    private void addEdit(List<Refusal> refusals, Change change, Feature feature) {
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
            addFlagLeftBehind(refusals, change, previous, feature);
        }
    }

    private static void addFlagLeftBehind(List<Refusal> refusals, Change change, Feature previous, Feature feature) {
        Recorded recorded = change.recordedBefore();
        if (recorded != null && InForce.leavesFlagBehind(recorded, previous, feature)) {
            refusals.add(new Refusal(
                    change.key(),
                    "the flag key went from " + previous.flagKey() + " to " + feature.flagKey() + ", and flag "
                            + previous.flagKey() + " would go on serving "
                            + recorded.flag().exposure() + " with nobody to look after it",
                    "take the flag key back, or first take the feature from everybody with flagctl kill "
                            + feature.name(),
                    feature.source()));
        }
    }

    /** Tells whether a stage of the rollout is still to come. */
    private static boolean climbs(Change change) {
        Recorded after = change.recorded();
        return !takesBack(change.decision())
                && after != null
                && after.position().kind() == PositionKind.MOVING
                && after.position().stage() + 1 < change.trajectory().rolloutStages();
    }

    /** A matched control stands beside the treatment within the same audience; where an audience is exposed in full there is nobody left for it. */
    private static void addUncontrolled(List<Refusal> refusals, Change change, Feature feature) {
        if (!feature.serve().isMatched() || !comparesWithControl(feature)) {
            return;
        }
        for (Stage stage :
                change.trajectory().stages().subList(0, change.trajectory().rolloutStages())) {
            Exposure exposure = stage.exposure();
            if (!exposure.isPartial() && !exposure.isAll()) {
                refusals.add(new Refusal(
                        change.key(),
                        "stage " + stage.name() + " exposes all of " + exposure
                                + ", so nobody there is left for the control group that serve.rest asks for",
                        "expose a part of them, such as half, or leave \"rest\" out of serve",
                        feature.source()));
            }
        }
    }

    private static boolean comparesWithControl(Feature feature) {
        return feature.guardrails().stream()
                .anyMatch(each -> each.role().canStop() && each.rule() instanceof Rule.WorseThanControl);
    }

    /** What the stated numbers cannot decide, or what may cost more than the harm budget. What was measured is only told: it changes by the hour. */
    private void addUndecidable(List<Refusal> refusals, Change change, Feature feature) {
        Environment environment = project.environments().get(change.key().environment());
        if (environment == null) {
            return;
        }
        List<String> names =
                change.trajectory().stages().stream().map(Stage::name).toList();
        for (SizedGuardrail sized : Outlooks.stated(feature, environment, change.trajectory(), measures)) {
            boolean isAuto = sized.metric().isEmpty();
            SizeProblems problems = new SizeProblems(sized);
            String undecidable = isAuto ? "" : problems.undecidable();
            if (!undecidable.isEmpty()) {
                refusals.add(new Refusal(
                        change.key(),
                        "guardrail " + sized.metric() + ": " + undecidable,
                        "let stages with a control bake longer or reach more, look for more harm (detect), for less probably (risk.power), or set"
                                + " role: watch",
                        feature.source()));
            }
            String tooCostly = problems.tooCostly(names);
            if (!tooCostly.isEmpty()) {
                refusals.add(new Refusal(
                        change.key(),
                        "guardrail " + sized.metric() + ": " + tooCostly,
                        "begin with a smaller stage, or raise risk.harm-budget",
                        feature.source()));
            }
        }
    }

    /** Whoever stops harm does not wait for a word on who is bucketed where. */
    private static boolean takesBack(Decision decision) {
        return decision.kind() == DecisionKind.ROLL_BACK || decision.reason() == Reason.TURNED_UP_OUTSIDE;
    }

    private static void addRebucketing(
            List<Refusal> refusals,
            Change change,
            Feature feature,
            @org.jspecify.annotations.Nullable Capabilities can) {
        String share = percent(change.impact().movedShare()) + " of the exposed users";
        if (change.action() == ChangeAction.REPLACE) {
            boolean edited = change.decision().reason() != Reason.CHANGED_OUTSIDE;
            refusals.add(new Refusal(
                    change.key(),
                    (edited
                                    ? "the edit places"
                                    : "unit or salt was changed outside flagctl, and putting it back places")
                            + " users by another hash: " + share + " lose it to others",
                    (edited ? "take unit and salt back" : "write the new unit and salt into the manifest")
                            + ", or pass --allow-rebucketing",
                    feature.source()));
        } else if (can != null && Rebucketing.isByEngine(change.recordedBefore(), can)) {
            refusals.add(new Refusal(
                    change.key(),
                    "its engine places users by " + can.bucketing().name() + " and did by "
                            + Objects.requireNonNull(change.recordedBefore())
                                    .clients()
                                    .bucketing()
                            + " when the flag was written: about " + share + " lose it to others",
                    "go back to the engine of before, or pass --allow-rebucketing once",
                    feature.source()));
        }
    }

    private static String percent(double fraction) {
        return Math.round(fraction * 100) + "%";
    }

    private void addOverruled(List<Refusal> refusals, Change change, Feature feature, FlagState wanted) {
        ObservedFlag flag = observation.flags().get(change.key());
        FlagState serves = change.before();
        boolean sameExposure = serves != null && serves.exposure().equals(wanted.exposure());
        if (flag != null
                && !flag.overruled().isEmpty()
                && !sameExposure
                && !feature.owns().contains(Owns.TARGETING)) {
            refusals.add(new Refusal(
                    change.key(),
                    flag.overruled() + " of its flag service makes " + wanted.exposure()
                            + " meaningless, and flagctl does not own it",
                    "remove it there, or write owns: [exposure, variants, targeting] so that flagctl replaces it",
                    feature.source()));
        }
    }
}
