// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** How a feature stands at its position. */
public enum PositionKind {
    /** At the stage, on its way: baking, or held by a gate. */
    MOVING,
    /** Stopped; only a person resumes it. */
    PAUSED,
    /** Taken back by a guardrail; waits for the cooldown, for a new version, or for a person. */
    ROLLED_BACK,
    /** At the end of its trajectory for now. */
    DONE,
    /** The flag is gone. */
    ARCHIVED
}
