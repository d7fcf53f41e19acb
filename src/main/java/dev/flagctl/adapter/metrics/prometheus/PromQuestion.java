// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.adapter.metrics.NoAnswerException;
import dev.flagctl.model.Metric;
import dev.flagctl.port.MetricQuery;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a metric is read from: one selector for each column of its rows.
 *
 * @param selectors selectors by the column that they fill
 * @param bucket length of its buckets
 * @param isCounter whether the series only rise, so that what counts is by how much
 */
record PromQuestion(Map<String, Selector> selectors, Duration bucket, boolean isCounter) {

    static final String HISTOGRAM = "histogram";

    /**
     * Returns what is read for a query.
     *
     * @param exposures selector of the adapter for plain exposures; empty for none
     * @throws NoAnswerException when the metric does not say, or has a kind that Prometheus cannot give
     */
    static PromQuestion of(MetricQuery query, String exposures) throws NoAnswerException {
        Metric metric = query.metric();
        if (metric == null) {
            if (exposures.isEmpty()) {
                throw new NoAnswerException("the adapter does not say where exposures are counted; write"
                        + " exposures: with the selector of a counter");
            }
            return new PromQuestion(Map.of("units", parse("exposures", exposures)), Freshness.EXPOSURE_BUCKET, true);
        }
        if (!(metric.settings().get("prometheus") instanceof Map<?, ?> written)) {
            throw new NoAnswerException("metric " + metric.name()
                    + " does not say how Prometheus has it; write prometheus: {units: …, bad: …}");
        }
        Map<String, Selector> selectors = new LinkedHashMap<>();
        for (String key : keys(metric, written)) {
            Object text = written.get(key);
            if (text == null) {
                throw new NoAnswerException("metric " + metric.name() + " of kind "
                        + metric.kind()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', '-') + " has no \"" + key
                        + "\" under prometheus");
            }
            selectors.put(key.replace('-', '_'), parse(metric.name(), text.toString()));
        }
        return new PromQuestion(selectors, metric.bucket(), !selectors.containsKey("value"));
    }

    /** Returns the selector of the first column: what else is read comes from the same applications. */
    Selector first() {
        return selectors.values().iterator().next();
    }

    private static List<String> keys(Metric metric, Map<?, ?> written) throws NoAnswerException {
        return switch (metric.kind()) {
            case RATIO, RATE, BURN -> List.of("units", "bad");
            case SHARE_ABOVE -> written.containsKey(HISTOGRAM) ? List.of(HISTOGRAM) : List.of("units", "bad");
            case MEAN -> List.of("units", "sum", "sum-of-squares");
            case THRESHOLD -> List.of("value");
            case QUANTILE ->
                throw new NoAnswerException("metric " + metric.name()
                        + " is a quantile, and Prometheus keeps no raw values; use share-above with a histogram");
        };
    }

    private static Selector parse(String name, String text) throws NoAnswerException {
        try {
            return Selector.parse(text);
        } catch (IllegalArgumentException e) {
            throw new NoAnswerException(name + ": " + e.getMessage());
        }
    }
}
