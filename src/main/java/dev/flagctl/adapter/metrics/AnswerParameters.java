// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import dev.flagctl.port.MetricQuery;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parameters that queries of one's own may name. A time comes in four forms, because tables keep it in as many: a timestamp with time zone, {@code _seconds} and
 * {@code _millis} since the epoch, and {@code _text} as RFC 3339 writes it.
 */
public final class AnswerParameters {

    private static final List<String> FORMS = List.of("", "_seconds", "_millis", "_text");

    /** What queries for buckets may name. */
    public static final Set<String> OF_BUCKETS = names(
            List.of("feature", "environment", "treatment", "control", "arms", "bucket_seconds", "bucket_millis"),
            "from",
            "to");

    /** What queries for the newest time may name. */
    public static final Set<String> OF_TIMES = names(List.of("environment"), "now");

    private AnswerParameters() {}

    private static Set<String> names(List<String> plain, String... times) {
        Set<String> names = new LinkedHashSet<>(plain);
        for (String time : times) {
            FORMS.forEach(form -> names.add(time + form));
        }
        return names;
    }

    /** Returns the parameters of a query for buckets: texts, whole numbers, times with their zone, and the list of both arms. */
    public static Map<String, Object> of(AnswerWindow window) {
        MetricQuery query = window.query();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("feature", query.flagKey());
        values.put("environment", query.environment());
        values.put("treatment", query.treatment());
        values.put("control", query.control());
        values.put("arms", List.of(query.control(), query.treatment()));
        values.put("bucket_seconds", window.bucket().toSeconds());
        values.put("bucket_millis", window.bucket().toMillis());
        add(values, "from", window.from());
        add(values, "to", window.to());
        return values;
    }

    /** Returns the parameters of a query for the newest time. */
    public static Map<String, Object> of(String environment, Instant now) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("environment", environment);
        // Nothing finer: a database that rounds must not make a time of the future.
        add(values, "now", now.truncatedTo(ChronoUnit.MILLIS));
        return values;
    }

    private static void add(Map<String, Object> values, String name, Instant time) {
        values.put(name, time.atOffset(ZoneOffset.UTC));
        values.put(name + "_seconds", Math.floorDiv(time.toEpochMilli(), 1000));
        values.put(name + "_millis", time.toEpochMilli());
        values.put(name + "_text", time.toString());
    }
}
