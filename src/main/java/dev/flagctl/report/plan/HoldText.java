// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.Hold;
import dev.flagctl.plan.Reason;
import dev.flagctl.report.Moments;

/** Says what a feature waits for, since when, until when, and who can release it. */
public final class HoldText {

    private HoldText() {}

    /** Returns one line without the name: {@code holds at 25% for approval · pricing-leads · since Sat 09:14 · no end}. */
    public static String line(Change change, Hold hold, Moments moments) {
        return ChangeWords.what(change) + " for " + word(change.decision().reason()) + " · " + hold.releasedBy()
                + " · since " + moments.of(hold.since())
                + (hold.until() == null ? " · no end" : " · until " + moments.of(hold.until()));
    }

    /** Returns one word or two for what it waits for. */
    public static String word(Reason reason) {
        return switch (reason) {
            case COOLDOWN -> "cooldown";
            case PAUSED, TURNED_DOWN_OUTSIDE, ASKED_BY_PERSON, KILLED_BY_PERSON -> "a person";
            case ROLLED_BACK_FOR_GOOD, GUARDRAIL_FAILED -> "a new version";
            case DATA_MISSING -> "data";
            case NOT_ENOUGH_EVIDENCE -> "evidence";
            case AWAITS_FLAG_SERVICE -> "the flag service";
            case CLIENTS_BEHIND -> "its clients";
            case BAKE_TIME, CLIENTS_CAUGHT_UP -> "its bake";
            case BUDGET_BURNS, BUDGET_GONE, BUDGET_UNKNOWN -> "error budget";
            case HARM_BUDGET_GONE -> "a larger harm budget";
            case BAKE_EXPOSURES -> "exposures";
            case GATE_ENVIRONMENT -> "another environment";
            case GATE_APPROVAL -> "approval";
            case GATE_DATE, DATE_REACHED -> "a date";
            case GATE_SUCCESSOR -> "its successor";
            case GATE_UNUSED -> "nobody to need it";
            case UNREADABLE_FLAG -> "a readable flag";
            case CHANGED_OUTSIDE, TURNED_UP_OUTSIDE -> "a word on a change from outside";
            case MANIFEST_GONE -> "its manifest";
            case BAKED, FIRST_STAGE, RETRY, NEW_SPEC, FOUND_AS_WANTED, END_OF_ROLLOUT, END_OF_LIFE, NOTHING_DUE ->
                "what comes next";
        };
    }

    /** Tells whether the word alone leaves out something that a reader needs. */
    public static boolean saysMore(Reason reason) {
        return switch (reason) {
            case BAKE_TIME, CLIENTS_CAUGHT_UP, GATE_APPROVAL, GATE_DATE, DATE_REACHED -> false;
            default -> true;
        };
    }

    /** Tells whether a hold is a sign that something went wrong, and not the healthy wait of a rollout. */
    public static boolean isTrouble(Reason reason) {
        return switch (reason) {
            case BAKE_TIME,
                    BAKE_EXPOSURES,
                    CLIENTS_CAUGHT_UP,
                    AWAITS_FLAG_SERVICE,
                    GATE_APPROVAL,
                    GATE_DATE,
                    GATE_ENVIRONMENT,
                    GATE_SUCCESSOR,
                    GATE_UNUSED,
                    DATE_REACHED -> false;
            default -> true;
        };
    }

    /** Tells whether somebody must act before it goes on. */
    public static boolean waitsForPerson(Change change) {
        Hold hold = change.decision().hold();
        return hold != null && !hold.releasedBy().equals(Hold.BY_ITSELF);
    }
}
