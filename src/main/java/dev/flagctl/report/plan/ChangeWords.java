// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.model.EndMark;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Slice;
import dev.flagctl.plan.Change;
import java.util.ArrayList;
import java.util.List;
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

    /** Returns one line without the name: what happens, to whom. */
    public static String what(Change change) {
        String stages = Places.way(change);
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

    /** Returns what becomes of the mark by which the flag service shows that a flag is at its end; empty when it stays. */
    static String mark(EndMark mark) {
        return switch (mark) {
            case LEFT -> "";
            case SET -> "shown as deprecated by the flag service";
            case CLEARED -> "no longer shown as deprecated by the flag service";
        };
    }
}
