// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.LockedException;
import dev.flagctl.port.Sleeper;
import dev.flagctl.run.Cancellation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for a time or for another run to end, and stops waiting when a clean stop is wished. */
final class Waiting {

    private static final Duration STEP = Duration.ofMillis(200);

    private final Clock clock;
    private final Sleeper sleeper;
    private final Cancellation cancellation;

    Waiting(Clock clock, Sleeper sleeper, Cancellation cancellation) {
        this.clock = clock;
        this.sleeper = sleeper;
        this.cancellation = cancellation;
    }

    /** Tries what may be locked, again and again until the patience is over. */
    <T> T patiently(Optional<Duration> patience, Supplier<T> work) {
        Instant end = clock.instant().plus(patience.orElse(Duration.ZERO));
        while (true) {
            try {
                return work.get();
            } catch (LockedException locked) {
                if (cancellation.isRequested() || !clock.instant().isBefore(end)) {
                    throw locked;
                }
            }
            pause();
        }
    }

    /**
     * Waits until a time.
     *
     * @param beat called now and then meanwhile
     */
    void until(Instant time, Runnable beat) {
        while (!cancellation.isRequested() && clock.instant().isBefore(time)) {
            beat.run();
            pause();
        }
    }

    private void pause() {
        try {
            sleeper.sleep(STEP);
        } catch (InterruptedException e) {
            cancellation.request();
            Thread.currentThread().interrupt();
        }
    }
}
