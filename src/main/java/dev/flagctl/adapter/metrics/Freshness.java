// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.DurationText;
import dev.flagctl.port.Settings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * How late samples may come and how old the newest may be.
 *
 * @param lag a bucket is closed when it ended this long ago
 * @param staleAfter a source whose newest sample is older than this has stopped
 */
public record Freshness(Duration lag, Duration staleAfter) {

    /** Length of the buckets of plain exposures, which no metric names. */
    public static final Duration EXPOSURE_BUCKET = Duration.ofMinutes(1);

    /**
     * Reads {@code lag} (30s) and {@code stale-after} (15m) of an adapter.
     *
     * @throws RefusedException when one of them is not a duration
     */
    public static Freshness of(Settings settings) {
        return new Freshness(duration(settings, "lag", "30s"), duration(settings, "stale-after", "15m"));
    }

    /** Returns the time before which everything is closed, if the source keeps up. */
    public Instant watermark(Instant now) {
        return now.minus(lag);
    }

    /** Tells whether a source whose newest sample is of {@code newest} has stopped. */
    public boolean stale(Instant newest, Instant now) {
        return newest.isBefore(now.minus(staleAfter));
    }

    private static Duration duration(Settings settings, String key, String otherwise) {
        String text = settings.text(key).orElse(otherwise);
        try {
            return DurationText.parse(text);
        } catch (DateTimeException e) {
            throw new RefusedException(
                    "\"" + key + ": " + text + "\" of adapter \"" + settings.name() + "\" is " + e.getMessage(),
                    "write a duration such as 30s, 1m or 15m");
        }
    }
}
