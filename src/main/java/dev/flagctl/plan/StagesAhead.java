// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Stage;
import dev.flagctl.model.Trajectory;
import dev.flagctl.strategy.Trajectories;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the stages of a rollout still to come that its flag service cannot keep, so that nobody learns of it in the middle of the rollout, with a
 * part of the users exposed and no way on.
 */
final class StagesAhead {

    private StagesAhead() {}

    /** Tells whether a change that climbs is one to refuse for what comes later: it begins, goes up or takes an edit; a hold goes nowhere. */
    static boolean matter(Change change) {
        Recorded before = change.recordedBefore();
        Recorded after = change.recorded();
        return change.decision().kind() == DecisionKind.ADVANCE
                || before == null
                || (after != null && !before.specDigest().equals(after.specDigest()));
    }

    /** Adds a refusal for each stage after the one that is recorded, and for each reason only at the first stage that has it. */
    static void check(Change change, Recorded after, Feature feature, Expressible expressible, List<Refusal> refusals) {
        Set<String> told = new HashSet<>();
        refusals.forEach(refusal -> told.add(refusal.reason()));
        Trajectory trajectory = change.trajectory();
        for (int i = after.position().stage() + 1; i < trajectory.rolloutStages(); i++) {
            Stage stage = trajectory.stages().get(i);
            Exposure exposure =
                    Trajectories.exposureAt(trajectory, i, after.flag().exposure());
            List<Refusal> found = new ArrayList<>();
            expressible.exposure(feature.flagWith(exposure).withRest(stage.rest()), found);
            for (Refusal each : found) {
                if (told.add(each.reason())) {
                    String reason = words(stage, exposure) + each.reason();
                    refusals.add(new Refusal(each.key(), reason, each.remedy(), each.source()));
                }
            }
        }
    }

    /** Most stages are named by their share. */
    private static String words(Stage stage, Exposure exposure) {
        String share = exposure.toString();
        return "stage " + stage.name() + ", still to come" + (share.equals(stage.name()) ? "" : " at " + share) + ": ";
    }
}
