// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import java.time.Duration;
import java.time.Instant;

/** Adds durations to moments without leaving what an {@link Instant} holds: manifests may write a bake of a million weeks. */
final class Moments {

    private Moments() {}

    /** Returns {@code at + time}, at most {@link Instant#MAX}. */
    static Instant plus(Instant at, Duration time) {
        return Duration.between(at, Instant.MAX).compareTo(time) <= 0 ? Instant.MAX : at.plus(time);
    }

    /** Returns {@code at - time}, at least {@code floor}. */
    static Instant minus(Instant at, Duration time, Instant floor) {
        return Duration.between(floor, at).compareTo(time) <= 0 ? floor : at.minus(time);
    }

    static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
