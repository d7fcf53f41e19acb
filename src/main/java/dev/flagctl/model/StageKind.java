// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** The parts of a trajectory, in the order of a life. */
public enum StageKind {
    ROLLOUT,
    SOAK,
    DEPRECATED,
    PHASE_OUT,
    SUNSET,
    ARCHIVED;

    /** Tells whether the stage is on the way up, where guardrails judge and exposure never falls. */
    public boolean isRollout() {
        return this == ROLLOUT || this == SOAK;
    }
}
