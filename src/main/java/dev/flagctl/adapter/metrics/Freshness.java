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
 * @param bucket length of the buckets of plain exposures, which no metric names
 */
public record Freshness(Duration lag, Duration staleAfter, Duration bucket) {

    /**
     * Reads {@code lag} (10s), {@code stale-after} (15m) and {@code bucket} (1m) of an adapter.
     *
     * @throws RefusedException when one of them is not a duration
     */
    public static Freshness of(Settings settings) {
        Duration bucket = duration(settings, "bucket", "1m");
        if (bucket.isZero()) {
            throw refused(settings, "bucket", "0s", "must be above zero");
        }
        return new Freshness(duration(settings, "lag", "10s"), duration(settings, "stale-after", "15m"), bucket);
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
            throw refused(settings, key, text, "is " + e.getMessage());
        }
    }

    private static RefusedException refused(Settings settings, String key, String text, String problem) {
        return new RefusedException(
                "\"" + key + ": " + text + "\" of adapter \"" + settings.name() + "\" " + problem,
                "write a duration such as 10s, 1m or 15m");
    }
}
