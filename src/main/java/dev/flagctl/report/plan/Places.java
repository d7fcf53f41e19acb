// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.model.Position;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Stage;
import dev.flagctl.model.StageKind;
import dev.flagctl.model.Trajectory;
import dev.flagctl.plan.Change;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says where on its trajectory a feature is. */
public final class Places {

    private Places() {}

    /** Returns the way through the stages: {@code stage 2 → 3 of 6}, {@code stage 3 of 6}, or empty without stages. */
    public static String way(Change change) {
        Recorded recorded = change.recordedBefore();
        int from = recorded == null ? -1 : recorded.position().stage();
        int to = change.decision().stage();
        String place = place(change.trajectory(), to);
        if (place.isEmpty() || from < 0 || from == to || !isSamePart(change.trajectory(), from, to)) {
            return place;
        }
        int first = firstOfPart(change.trajectory(), to);
        return place.substring(0, place.indexOf(' ') + 1) + (from - first + 1) + " → "
                + place.substring(place.indexOf(' ') + 1);
    }

    /** Returns where a stage is: {@code stage 3 of 6}, {@code step 2 of 4} of a phase-out, or its name; empty before the first. */
    public static String place(Trajectory trajectory, int index) {
        if (index < 0 || index >= trajectory.stages().size()) {
            return "";
        }
        Stage stage = trajectory.stages().get(index);
        int first = firstOfPart(trajectory, index);
        if (stage.kind().isRollout()) {
            return "stage " + (index + 1) + " of " + trajectory.rolloutStages();
        }
        if (isWayOut(stage.kind())) {
            int steps = 0;
            for (Stage each : trajectory.stages()) {
                steps += isWayOut(each.kind()) ? 1 : 0;
            }
            return "step " + (index - first + 1) + " of " + steps;
        }
        return stage.kind().name().toLowerCase(Locale.ROOT);
    }

    private static boolean isSamePart(Trajectory trajectory, int from, int to) {
        return from < trajectory.stages().size() && from >= firstOfPart(trajectory, to);
    }

    private static int firstOfPart(Trajectory trajectory, int index) {
        StageKind kind = trajectory.stages().get(index).kind();
        if (kind.isRollout()) {
            return 0;
        }
        int first = index;
        while (first > 0 && isSamePart(trajectory.stages().get(first - 1).kind(), kind)) {
            first--;
        }
        return first;
    }

    private static boolean isSamePart(StageKind one, StageKind other) {
        return one == other || (isWayOut(one) && isWayOut(other));
    }

    /** The last step of a phase-out, where nobody is left, is called sunset. */
    private static boolean isWayOut(StageKind kind) {
        return kind == StageKind.PHASE_OUT || kind == StageKind.SUNSET;
    }

    /** Returns where a feature stands, {@code rollout 3/6} or {@code phase-out 2/4}. */
    public static String standing(Trajectory trajectory, @Nullable Position position) {
        int index = position == null ? -1 : position.stage();
        if (trajectory.stages().isEmpty()) {
            return "–";
        }
        if (index < 0 || index >= trajectory.stages().size()) {
            return "rollout 0/" + trajectory.rolloutStages();
        }
        Stage stage = trajectory.stages().get(index);
        String word = stage.kind().isRollout()
                ? "rollout"
                : isWayOut(stage.kind()) ? "phase-out" : stage.kind().name().toLowerCase(Locale.ROOT);
        String place = place(trajectory, index);
        int of = place.lastIndexOf(" of ");
        return of < 0 ? word : word + " " + place.substring(place.indexOf(' ') + 1, of) + "/" + place.substring(of + 4);
    }
}
