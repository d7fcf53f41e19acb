// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Spreads the calls to one server evenly: each has a turn, and no two turns are nearer than the gap. Nothing is saved up, so a server with a limit of
 * ten a second never sees a burst of eleven.
 */
final class Pace {

    private final Duration gap;
    private final Clock clock;
    private Instant next = Instant.MIN;

    Pace(Duration gap, Clock clock) {
        this.gap = gap;
        this.clock = clock;
    }

    /** Takes the next turn, and returns how long one must wait for it; zero when it is now. */
    synchronized Duration turn() {
        if (gap.isZero()) {
            return Duration.ZERO;
        }
        Instant now = clock.instant();
        Instant turn = next.isBefore(now) ? now : next;
        next = turn.plus(gap);
        return Duration.between(now, turn);
    }
}
