// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.Metric;
import dev.flagctl.model.MetricKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Binds a Metric document whose shape is right. */
final class MetricBinder {

    static final Duration BUCKET = Duration.ofSeconds(60);

    private MetricBinder() {}

    /** Returns the metric, or null after saying what is wrong. Its settings are all keys that no other component holds. */
    static @Nullable Metric bind(Site site) {
        JsonNode spec = Values.child(site.tree(), "spec");
        Duration bucket = Values.duration(spec, "bucket", BUCKET);
        if (bucket.isZero()) {
            site.error(
                    DiagnosticCode.OUT_OF_RANGE, "/spec/bucket", "a bucket of 0s holds nothing", "", "write 60s or 1m");
            return null;
        }
        return new Metric(
                Values.need(Values.child(site.tree(), "metadata"), "name"),
                Words.get(MetricKind.values(), Values.need(spec, "kind")),
                Values.textOrNull(spec, "source"),
                bucket,
                ProjectBinder.settings(spec, "kind", "source", "bucket", "description"),
                Values.text(spec, "description", ""),
                Values.source(site.tree(), site.file()));
    }
}
