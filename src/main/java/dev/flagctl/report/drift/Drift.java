// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.drift;

import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.OutsideChange;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Observation;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One flag that serves something else than flagctl recorded.
 *
 * @param change what a plan says about it
 * @param recorded what flagctl last wrote or adopted
 * @param flag what the flag service says now
 */
record Drift(Change change, FlagState recorded, ObservedFlag flag) {

    /** Which way it moved. */
    enum Direction {
        MORE,
        LESS,
        /** Less for some and more for others, or something that is no share of users. */
        OTHER,
        GONE,
        UNREADABLE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns every drift of a plan, in its order: the most dangerous first. */
    static List<Drift> of(Plan plan, Observation world) {
        List<Drift> all = new ArrayList<>();
        for (Change change : plan.changes()) {
            Recorded recorded = change.recordedBefore();
            ObservedFlag flag = world.flags().get(change.key());
            if (recorded != null && flag != null && !isEdit(change, flag) && isDrift(recorded, flag)) {
                all.add(new Drift(change, recorded.flag(), flag));
            }
        }
        return all;
    }

    /** A cohort that the manifests define anew is an edit that waits to be written. */
    private static boolean isEdit(Change change, ObservedFlag flag) {
        return change.decision().reason() == Reason.NEW_SPEC && !flag.equals(flag.asDefined());
    }

    private static boolean isDrift(Recorded recorded, ObservedFlag flag) {
        if (recorded.position().kind() == PositionKind.ARCHIVED) {
            return false;
        }
        boolean isGone = flag.presence() != ObservedFlag.Presence.PRESENT;
        if (isGone && recorded.position().kind() == PositionKind.PAUSED) {
            // That it is gone was noticed already.
            return !recorded.flag().exposure().isNone();
        }
        return !recorded.flag().equals(flag.state());
    }

    Direction direction() {
        FlagState serves = flag.state();
        if (flag.presence() != ObservedFlag.Presence.PRESENT) {
            return Direction.GONE;
        }
        if (serves == null) {
            return Direction.UNREADABLE;
        }
        if (serves.exposure().equals(recorded.exposure())) {
            return Direction.OTHER;
        }
        if (recorded.exposure().covers(serves.exposure())) {
            return Direction.LESS;
        }
        return serves.exposure().covers(recorded.exposure()) ? Direction.MORE : Direction.OTHER;
    }

    /** Returns who changed the flag last, or null when the flag service does not know. */
    @Nullable
    OutsideChange by() {
        return flag.lastChange();
    }
}
