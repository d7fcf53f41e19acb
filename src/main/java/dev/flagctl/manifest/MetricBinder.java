// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Binds a Metric document whose shape is right. */
final class MetricBinder {

    static final Duration BUCKET = Duration.ofSeconds(60);

    private static final String[] OWN_KEYS = ownKeys();

    private MetricBinder() {}

    private static String[] ownKeys() {
        List<String> keys = new ArrayList<>(MeasureBinder.KEYS);
        keys.addAll(List.of("source", "bucket", "description"));
        return keys.toArray(String[]::new);
    }

    /** Returns the metric, or null after saying what is wrong. Its settings are all keys that no other component holds. */
    static @Nullable Metric bind(Site site) {
        JsonNode spec = Values.child(site.tree(), "spec");
        Duration bucket = Values.duration(spec, "bucket", BUCKET);
        if (bucket.isZero()) {
            site.error(
                    DiagnosticCode.OUT_OF_RANGE, "/spec/bucket", "a bucket of 0s holds nothing", "", "write 60s or 1m");
            return null;
        }
        Measure measure = MeasureBinder.bind(spec, site);
        return measure == null
                ? null
                : new Metric(
                        Values.need(Values.child(site.tree(), "metadata"), "name"),
                        measure,
                        Values.textOrNull(spec, "source"),
                        bucket,
                        ProjectBinder.settings(spec, OWN_KEYS),
                        Values.text(spec, "description", ""),
                        Values.source(site.tree(), site.file()));
    }
}
