// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.model.FlagState;
import dev.flagctl.model.StageKind;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.ChangeAction;
import dev.flagctl.report.Symbol;
import java.util.Locale;

/** What a change is called in counts, in the order in which they are shown. */
public enum Motion {
    ADVANCE,
    CREATE,
    ROLL_BACK,
    PHASE_OUT,
    ARCHIVE,
    CORRECT,
    PAUSE,
    FINISH,
    /** The record moves, such as to a new version, and nobody meets anything else. */
    UPDATE,
    HOLD,
    UNCHANGED;

    /** Returns the word that people read, {@code roll-back}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Tells whether a view says more about it than its count. */
    public boolean isShown() {
        return this != UNCHANGED;
    }

    /** Returns what a change is called. */
    public static Motion of(Change change) {
        return switch (change.decision().kind()) {
            case ADVANCE -> advance(change);
            case ROLL_BACK -> ROLL_BACK;
            case PAUSE -> PAUSE;
            case CORRECT -> CORRECT;
            case FINISH ->
                change.action() == ChangeAction.ARCHIVE
                        ? ARCHIVE
                        : change.action() == ChangeAction.CREATE ? CREATE : FINISH;
            case HOLD -> change.action() == ChangeAction.CREATE ? CREATE : HOLD;
            case STEADY -> change.isDue() ? UPDATE : UNCHANGED;
        };
    }

    private static Motion advance(Change change) {
        if (change.action() == ChangeAction.CREATE) {
            return CREATE;
        }
        StageKind kind =
                change.trajectory().stages().get(change.decision().stage()).kind();
        return kind == StageKind.PHASE_OUT || kind == StageKind.SUNSET ? PHASE_OUT : ADVANCE;
    }

    /** Returns the sign of a change: which way exposure goes, and if it stays, what else happens. */
    public static Symbol symbol(Change change) {
        return switch (of(change)) {
            case CREATE -> Symbol.CREATED;
            case ARCHIVE -> Symbol.ARCHIVED;
            case PAUSE -> Symbol.PAUSED;
            case HOLD -> Symbol.HOLDS;
            case ADVANCE, ROLL_BACK, PHASE_OUT, CORRECT, FINISH, UPDATE, UNCHANGED -> direction(change);
        };
    }

    private static Symbol direction(Change change) {
        FlagState before = change.before();
        FlagState after = change.after();
        if (before == null || after == null || before.exposure().equals(after.exposure())) {
            return Symbol.EDITED;
        }
        return before.exposure().covers(after.exposure()) ? Symbol.LESS : Symbol.MORE;
    }
}
