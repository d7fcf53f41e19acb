// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.time.Duration;

/**
 * How long missing data may hold a rollout, and what happens then.
 *
 * @param after time without usable data; the rollout holds until then
 * @param action what happens at the deadline
 */
public record DataDeadline(Duration after, Action action) {

    /** What follows when data stayed away too long. */
    public enum Action {
        HOLD,
        PAUSE,
        ROLL_BACK
    }
}
