// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import java.time.Instant;
import java.util.Optional;

/** Finds the newest time in the answer to {@code max(timestamp(…))}. */
final class Newest implements SeriesSink {

    private double newest = Double.NEGATIVE_INFINITY;

    @Override
    public void take(Series series) {
        for (int step = 0; step < series.steps(); step++) {
            double seconds = series.value(step);
            if (seconds > newest) {
                newest = seconds;
            }
        }
    }

    /** Returns the time of the newest sample; empty when there is none. */
    Optional<Instant> time() {
        return newest == Double.NEGATIVE_INFINITY
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(Math.round(newest * 1000)));
    }
}
