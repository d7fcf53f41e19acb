// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import dev.flagctl.worker.Outcome.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a worker does, in the text format of Prometheus.
 *
 * <p>Written by hand: eleven numbers without labels of strangers, and the client library of Prometheus is eight jars on the class path of every command.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">its text format</a>
 */
final class WorkerMetrics {

    private final Map<Result, LongAdder> looks = new EnumMap<>(Result.class);
    private final LongAdder batches = new LongAdder();
    private final LongAdder batchNanos = new LongAdder();
    private final LongAdder lateMillis = new LongAdder();
    private final LongAdder inHand = new LongAdder();

    WorkerMetrics() {
        for (Result result : Result.values()) {
            looks.put(result, new LongAdder());
        }
    }

    void looked(Result result) {
        looks.computeIfAbsent(result, r -> new LongAdder()).increment();
    }

    void batch(Duration took) {
        batches.increment();
        batchNanos.add(took.toNanos());
    }

    /** A key was picked this long after it was due. */
    void begun(Duration late) {
        inHand.increment();
        lateMillis.add(Math.max(0, late.toMillis()));
    }

    void ended() {
        inHand.decrement();
    }

    /**
     * Returns as text what this worker counts by itself.
     *
     * @param manifests when the manifests were read that it works by
     * @param areNewest false when newer manifests are there that it cannot take
     */
    String text(Instant manifests, boolean areNewest) {
        StringBuilder text = new StringBuilder();
        head(text, "flagctl_worker_looks_total", "counter", "Keys this worker looked at, by what came of it.");
        looks.forEach((result, count) -> text.append("flagctl_worker_looks_total{result=\"")
                .append(result.name().toLowerCase(Locale.ROOT))
                .append("\"} ")
                .append(count.sum())
                .append('\n'));
        head(text, "flagctl_worker_batch_seconds", "summary", "Time that this worker took for batches of keys.");
        line(text, "flagctl_worker_batch_seconds_sum", batchNanos.sum() / 1e9);
        line(text, "flagctl_worker_batch_seconds_count", batches.sum());
        head(text, "flagctl_worker_late_seconds_total", "counter", "Time by which keys were picked later than due.");
        line(text, "flagctl_worker_late_seconds_total", lateMillis.sum() / 1e3);
        head(text, "flagctl_worker_in_hand", "gauge", "Keys this worker has in hand now.");
        line(text, "flagctl_worker_in_hand", inHand.sum());
        head(
                text,
                "flagctl_worker_manifests_timestamp_seconds",
                "gauge",
                "When the manifests were read that this worker works by.");
        line(text, "flagctl_worker_manifests_timestamp_seconds", manifests.toEpochMilli() / 1e3);
        head(
                text,
                "flagctl_worker_manifests_valid",
                "gauge",
                "1 while this worker works by the manifests of now, 0 when it could not take them.");
        line(text, "flagctl_worker_manifests_valid", areNewest ? 1L : 0L);
        return text.toString();
    }

    /**
     * Returns as text what the database tells of all workers.
     *
     * @param overdue keys that are due and in nobody's hand
     * @param failing keys that failed when they were looked at last
     */
    String ofDatabase(long overdue, long failing) {
        StringBuilder text = new StringBuilder();
        head(text, "flagctl_work_overdue", "gauge", "Keys of the project that are due and in no worker's hand.");
        line(text, "flagctl_work_overdue", overdue);
        head(text, "flagctl_work_failing", "gauge", "Keys of the project that failed when they were looked at last.");
        line(text, "flagctl_work_failing", failing);
        return text + database(1);
    }

    /** Returns as text that the database is away: what it would tell is left out, for nobody knows it. */
    String withoutDatabase() {
        return database(0);
    }

    private static String database(long up) {
        StringBuilder text = new StringBuilder();
        head(text, "flagctl_worker_database_up", "gauge", "1 while this worker reaches its database, 0 otherwise.");
        line(text, "flagctl_worker_database_up", up);
        return text.toString();
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void line(StringBuilder text, String name, long value) {
        text.append(name).append(' ').append(value).append('\n');
    }

    private static void line(StringBuilder text, String name, double value) {
        text.append(name).append(' ').append(value).append('\n');
    }
}
