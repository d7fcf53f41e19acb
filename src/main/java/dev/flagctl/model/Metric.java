// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A metric as its manifest defines it.
 *
 * @param name name, unique in the project
 * @param measure what it measures
 * @param adapter name of the adapter of the metric source, or null for the telemetry of the environment
 * @param bucket length of its closed buckets
 * @param settings what the metric source needs to find it: strings, numbers, booleans, lists or maps
 * @param description for people
 * @param source where it is written
 */
public record Metric(
        String name,
        Measure measure,
        @Nullable String adapter,
        Duration bucket,
        Map<String, Object> settings,
        String description,
        SourceRef source) {

    public Metric {
        settings = Map.copyOf(settings);
        if (bucket.isNegative() || bucket.isZero()) {
            throw new IllegalArgumentException("bucket of metric " + name + " must be above zero");
        }
    }

    public MetricKind kind() {
        return measure.kind();
    }
}
