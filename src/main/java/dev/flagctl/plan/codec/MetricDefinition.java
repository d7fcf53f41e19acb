// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import dev.flagctl.model.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells by a digest whether two questions, asked at different times, are about the same thing. */
public final class MetricDefinition {

    private MetricDefinition() {}

    /**
     * Returns the SHA-256 of what a metric source is asked for, in hexadecimal: the metric with its settings, the flag, and the variants of both arms,
     * and not the window.
     *
     * @param adapter name of the adapter that is asked
     */
    public static String digest(Metric metric, String adapter, String flagKey, String treatment, String control) {
        return CountsText.digest(JsonText.write(json -> {
            json.writeStartObject();
            json.writeStringProperty("adapter", adapter);
            json.writeStringProperty("bucket", metric.bucket().toString());
            json.writeStringProperty("control", control);
            json.writeStringProperty("flag", flagKey);
            json.writeName("measure");
            RuleJson.write(json, metric.measure());
            json.writeStringProperty("metric", metric.name());
            json.writeName("settings");
            JsonText.value(json, sorted(metric.settings()));
            json.writeStringProperty("treatment", treatment);
            json.writeEndObject();
        }));
    }

    private static @Nullable Object sorted(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((name, item) -> sorted.put(String.valueOf(name), sorted(item)));
            return sorted;
        }
        if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            list.forEach(item -> items.add(sorted(item)));
            return items;
        }
        return value;
    }
}
