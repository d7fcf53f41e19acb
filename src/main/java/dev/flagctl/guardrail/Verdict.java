// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.DataState;

/**
 * What a guardrail says now.
 *
 * <p>Only {@link #PASS} lets a rollout advance and only {@link #FAIL} rolls it back; everything else holds. {@link #UNDECIDED} is said of usable
 * data, the other names say what is wrong with the data.
 */
public enum Verdict {
    /** Enough units, and no evidence of harm. */
    PASS,
    /** Harm is shown at the risk of the feature, or the limit is broken. */
    FAIL,
    /** Enough units, but the evidence leans to harm without showing it, or there never was a control to compare with. */
    UNDECIDED,
    /** The series exists and says that nobody came. */
    NO_TRAFFIC,
    /** The series does not exist. */
    NO_DATA,
    /** The newest sample is too old. */
    STALE,
    /** Some of the expected samples are missing. */
    PARTIAL,
    /** The source could not be asked. */
    ERROR,
    /** Fewer units of the treatment than the guardrail asks for. */
    TOO_FEW,
    /** A counter started again within the window. */
    RESET;

    /** Tells whether a stage may be left upward on this verdict. */
    public boolean advances() {
        return this == PASS;
    }

    /** Returns the verdict that names a state of the data; {@code OK} by itself decides nothing. */
    static Verdict of(DataState state) {
        return switch (state) {
            case OK -> UNDECIDED;
            case NO_TRAFFIC -> NO_TRAFFIC;
            case NO_DATA -> NO_DATA;
            case STALE -> STALE;
            case PARTIAL -> PARTIAL;
            case ERROR -> ERROR;
            case TOO_FEW -> TOO_FEW;
            case RESET -> RESET;
        };
    }
}
