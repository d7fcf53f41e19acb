package dev.flagctl.report.plan;

import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Position;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Slice;
import dev.flagctl.model.Stage;
import dev.flagctl.model.StageKind;
import dev.flagctl.model.Trajectory;
import dev.flagctl.plan.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words that every view says about a change. */
public final class ChangeWords {

    private ChangeWords() {}

    /** Returns what is exposed: {@code 1% → 10% in eu-west}, or one of both when it stays. */
    public static String exposure(Change change) {
        FlagState before = change.before();
        FlagState after = change.after();
        if (before == null || after == null || before.exposure().equals(after.exposure())) {
            return before == null && after != null && !after.exposure().isNone()
                    ? "0% → " + after.exposure()
                    : exposure(after == null ? before : after);
        }
        return difference(before.exposure(), after.exposure()) + " → "
                + difference(after.exposure(), before.exposure());
    }

    /** Returns an exposure without the cohorts that have the same share in the other one, unless nothing would be left. */
    public static String difference(Exposure exposure, Exposure other) {
        List<Slice> rest = new ArrayList<>();
        for (Slice slice : exposure.slices()) {
            if (slice.audience().cohort() == null || !other.slices().contains(slice)) {
                rest.add(slice);
            }
        }
        return rest.isEmpty() ? exposure.toString() : new Exposure(rest).toString();
    }

    /** Returns what a flag exposes, {@code 0%} when there is none. */
    public static String exposure(@Nullable FlagState flag) {
        return flag == null ? "0%" : flag.exposure().toString();
    }

    /** Returns the way through the stages: {@code stage 2 → 3 of 6}, {@code stage 3 of 6}, or empty without stages. */
    public static String stages(Change change) {
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

    /** Returns one line without the name: what happens, to whom. */
    public static String what(Change change) {
        String stages = stages(change);
        return switch (Motion.of(change)) {
            case ADVANCE -> stages + ": " + exposure(change);
            case CREATE -> created(change, stages);
            case ROLL_BACK -> "roll back " + exposure(change) + (stages.isEmpty() ? "" : ", " + stages);
            case PHASE_OUT -> "phase-out " + exposure(change) + ", " + stages;
            case ARCHIVE -> "archived";
            case CORRECT -> "correct " + exposure(change);
            case PAUSE -> "pause at " + exposure(change.after());
            case FINISH -> "done at " + exposure(change.after());
            case UPDATE -> update(change);
            case HOLD -> "holds at " + exposure(change.before() == null ? change.after() : change.before());
            case UNCHANGED -> "unchanged at " + exposure(change.after());
        };
    }

    private static String created(Change change, String stages) {
        FlagState after = change.after();
        if (after == null || after.exposure().isNone()) {
            return "created, serves off";
        }
        return "created, " + (stages.isEmpty() ? "" : stages + ", ") + "serves " + after.exposure();
    }

    private static String update(Change change) {
        Recorded before = change.recordedBefore();
        if (before != null && !before.position().version().equals(change.version())) {
            return "version " + before.position().version() + " → " + change.version() + ", stays at "
                    + exposure(change.after());
        }
        return "recorded, stays at " + exposure(change.after());
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
