// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.port.Secret;
import dev.flagctl.port.Settings;
import java.util.HashMap;
import java.util.Map;

/**
 * Which labels say what a series is about. By default those that Prometheus makes of OpenTelemetry's attributes {@code feature_flag.key} and
 * {@code feature_flag.result.variant} (semantic conventions, feature flags in events).
 *
 * @param flag label with the key of the flag
 * @param variant label with the variant that was served
 * @param environment label with the environment; empty when a Prometheus has one only
 * @param variants what variants are called there, where that is not their own name
 */
record Labels(String flag, String variant, String environment, Map<String, String> variants) {

    /** The upper edge of a bucket of a classic histogram. */
    static final String EDGE = "le";

    static Labels of(Settings settings) {
        Map<String, Secret> names = settings.map("labels");
        for (String name : names.keySet()) {
            if (!name.equals("flag") && !name.equals("variant") && !name.equals("environment")) {
                throw new RefusedException(
                        "\"labels\" of adapter \"" + settings.name() + "\" has \"" + name + "\"",
                        "name the labels for flag, variant and environment");
            }
        }
        return new Labels(
                name(names, "flag", "feature_flag_key"),
                name(names, "variant", "feature_flag_result_variant"),
                name(names, "environment", ""),
                variants(settings));
    }

    private static Map<String, String> variants(Settings settings) {
        Map<String, String> variants = new HashMap<>();
        settings.map("variants").forEach((name, label) -> variants.put(name, label.value()));
        return Map.copyOf(variants);
    }

    /** Returns a query whose arms are called as in the labels. */
    MetricQuery named(MetricQuery query) {
        return variants.isEmpty()
                ? query
                : new MetricQuery(
                        query.metric(),
                        query.environment(),
                        query.flagKey(),
                        variants.getOrDefault(query.treatment(), query.treatment()),
                        variants.getOrDefault(query.control(), query.control()),
                        query.from(),
                        query.to());
    }

    private static String name(Map<String, Secret> names, String key, String otherwise) {
        Secret name = names.get(key);
        return name == null ? otherwise : name.value();
    }
}
