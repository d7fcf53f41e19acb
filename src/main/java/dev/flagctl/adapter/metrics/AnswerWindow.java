// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import dev.flagctl.model.Metric;
import dev.flagctl.port.MetricQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The whole, closed buckets that a query asks for.
 *
 * @param query the query
 * @param bucket length of a bucket
 * @param from start of the first bucket
 * @param to end of the last bucket; not after {@code from} when there is none
 */
public record AnswerWindow(MetricQuery query, Duration bucket, Instant from, Instant to) {

    /**
     * Returns the buckets that are closed.
     *
     * @param closed everything before it is closed
     */
    public static AnswerWindow of(MetricQuery query, Instant closed) {
        Metric metric = query.metric();
        Duration bucket = metric == null ? Freshness.EXPOSURE_BUCKET : metric.bucket();
        long length = bucket.toMillis();
        long from = Math.floorDiv(query.from().toEpochMilli() + length - 1, length) * length;
        long end = Math.min(query.to().toEpochMilli(), closed.toEpochMilli());
        long to = Math.max(from, Math.floorDiv(end, length) * length);
        return new AnswerWindow(query, bucket, Instant.ofEpochMilli(from), Instant.ofEpochMilli(to));
    }

    /** Returns a window that ends where this one ends and begins that much earlier, at the start of a bucket. */
    public AnswerWindow back(Duration length) {
        long millis = bucket.toMillis();
        long earlier = Math.floorDiv(from.minus(length).toEpochMilli(), millis) * millis;
        return new AnswerWindow(query, bucket, Instant.ofEpochMilli(earlier), to);
    }

    /** Tells whether no bucket is closed yet. */
    public boolean isEmpty() {
        return !to.isAfter(from);
    }

    /** Refuses a time that is not the start of one of the buckets. */
    void check(Instant start) throws WrongAnswerException {
        boolean wholeMillis = start.equals(start.truncatedTo(ChronoUnit.MILLIS));
        if (!wholeMillis || Math.floorMod(start.toEpochMilli(), bucket.toMillis()) != 0) {
            throw new WrongAnswerException("bucket is " + start + ", which is not the start of a bucket of "
                    + bucket.toSeconds() + " s; cut times down to the bucket");
        }
        if (start.isBefore(from) || !start.isBefore(to)) {
            throw new WrongAnswerException("bucket is " + start + ", which is outside of what was asked for, " + from
                    + " to " + to + "; compare times with both");
        }
    }
}
