// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.MetricUnit;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Binds what a metric measures: its kind and the keys of that kind. */
final class MeasureBinder {

    static final Duration PERIOD = Duration.ofDays(30);

    /** The keys that this class reads. */
    static final List<String> KEYS = List.of("kind", "unit", "worse", "above", "quantile", "objective", "period");

    private static final MetricKind[] KINDS = MetricKind.values();
    private static final MetricUnit[] UNITS = MetricUnit.values();

    private MeasureBinder() {}

    /** Returns the measure, or null after saying what is wrong. */
    static @Nullable Measure bind(JsonNode spec, Site site) {
        MetricKind kind = Words.get(KINDS, Values.need(spec, "kind"));
        JsonNode unit = spec.get("unit");
        MetricUnit counted = unit == null ? MetricUnit.REQUEST : Words.get(UNITS, unit.asString());
        boolean sound = true;
        for (String key : KEYS.subList(2, KEYS.size())) {
            sound &= fits(spec, site, kind, key);
        }
        if (!sound) {
            return null;
        }
        boolean lower = "lower".equals(Values.text(spec, "worse", "higher"));
        return switch (kind) {
            case RATIO, RATE -> Measure.of(kind, counted);
            case SHARE_ABOVE -> Measure.shareAbove(Values.child(spec, "above").asDouble(), counted);
            case MEAN -> Measure.mean(lower, counted);
            case QUANTILE -> Measure.quantile(Values.child(spec, "quantile").asDouble(), lower, counted);
            case BURN -> burn(spec, site, counted);
            case THRESHOLD -> Measure.threshold(lower);
        };
    }

    /** A key of another kind would be silently without effect, and a missing one would have to be guessed. */
    private static boolean fits(JsonNode spec, Site site, MetricKind kind, String key) {
        boolean allowed = owners(key).contains(kind);
        if (spec.has(key) && !allowed) {
            site.keyError(
                    DiagnosticCode.KEYS_CLASH,
                    "/spec/" + key,
                    "\"" + key + "\" says nothing about a metric of kind " + Words.of(kind),
                    "",
                    "take the key out, or write kind: " + Words.of(owners(key).get(0)));
            return false;
        }
        boolean needed = allowed && !key.equals("worse") && !key.equals("period");
        if (needed && !spec.has(key)) {
            site.error(
                    DiagnosticCode.MISSING_KEY,
                    "/spec/kind",
                    "a metric of kind " + Words.of(kind) + " needs \"" + key + "\"",
                    "",
                    "write " + key + ": " + example(key));
            return false;
        }
        return true;
    }

    private static List<MetricKind> owners(String key) {
        return switch (key) {
            case "above" -> List.of(MetricKind.SHARE_ABOVE);
            case "quantile" -> List.of(MetricKind.QUANTILE);
            case "objective", "period" -> List.of(MetricKind.BURN);
            default -> List.of(MetricKind.MEAN, MetricKind.QUANTILE, MetricKind.THRESHOLD);
        };
    }

    private static String example(String key) {
        return switch (key) {
            case "above" -> "0.5";
            case "quantile" -> "0.95";
            default -> "99.9%";
        };
    }

    private static @Nullable Measure burn(JsonNode spec, Site site, MetricUnit unit) {
        double objective = Values.fraction(Values.child(spec, "objective"));
        Duration period = Values.duration(spec, "period", PERIOD);
        if (!(objective > 0 && objective < 1) || period.isZero()) {
            site.error(
                    DiagnosticCode.OUT_OF_RANGE,
                    "/spec/" + (period.isZero() ? "period" : "objective"),
                    "an objective is between 0 and 100 %, and its period above 0",
                    "",
                    "write an objective such as 99.9% and a period such as 30d");
            return null;
        }
        return Measure.burn(objective, period, unit);
    }
}
