// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

/** What is decided about a feature in an environment. */
public enum DecisionKind {
    /** Enter the next stage. */
    ADVANCE,
    /** Wait; the hold says what for. */
    HOLD,
    /** Stop until a person resumes. */
    PAUSE,
    /** Take exposure back. */
    ROLL_BACK,
    /** Put the flag back to what is recorded, or the record to what the flag is when the manifest says so. */
    CORRECT,
    /** The trajectory, or its rollout, is at its end. */
    FINISH,
    /** Nothing is due and nothing but a date is awaited. */
    STEADY;

    /** Tells whether something is to be done now. */
    public boolean isDue() {
        return this != HOLD && this != STEADY;
    }
}
