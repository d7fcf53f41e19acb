// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.time.Duration;

/**
 * What happens when a guardrail fails.
 *
 * @param action roll back or pause
 * @param to where a rollback goes
 * @param cooldown how long nothing is tried again after a rollback
 * @param retries how often the same version may try again by itself
 */
public record OnFailure(Action action, Target to, Duration cooldown, int retries) {

    public static final OnFailure DEFAULT =
            new OnFailure(Action.ROLL_BACK, Target.LAST_HEALTHY, Duration.ofHours(4), 0);

    /** What a failed guardrail does. */
    public enum Action {
        ROLL_BACK,
        PAUSE
    }

    /** Where a rollback goes. */
    public enum Target {
        /** The stage before the one that failed: its bake ended without a failure. */
        LAST_HEALTHY,
        /** The first stage. */
        FIRST_STAGE,
        /** Nobody. */
        OFF
    }
}
