// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.csv;

import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.adapter.metrics.QueryTally;
import dev.flagctl.adapter.metrics.ValueBudget;
import dev.flagctl.model.Metric;
import dev.flagctl.model.MetricKind;
import dev.flagctl.port.MetricQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The queries of one pass, found by metric and flag of a row. */
final class CsvQueries {

    /** What the column {@code metric} says of rows that count users, not outcomes. */
    static final String EXPOSURES = "exposures";

    private final Map<MetricQuery, QueryTally> tallies = new LinkedHashMap<>();
    private final Map<String, List<QueryTally>> bySeries = new HashMap<>();
    private final Map<QueryTally, String> lacking = new HashMap<>();
    private final ValueBudget budget = new ValueBudget();

    void ask(MetricQuery query) {
        Metric metric = query.metric();
        if (!tallies.containsKey(query)) {
            QueryTally tally =
                    new QueryTally(query, metric == null ? Freshness.EXPOSURE_BUCKET : metric.bucket(), budget);
            tallies.put(query, tally);
            bySeries.computeIfAbsent(series(name(query), query.flagKey()), key -> new ArrayList<>())
                    .add(tally);
        }
    }

    void forEach(BiConsumer<MetricQuery, QueryTally> each) {
        tallies.forEach(each);
    }

    List<QueryTally> asking(String metric, String flag) {
        return bySeries.getOrDefault(series(metric, flag), List.of());
    }

    /** Tells whether a rate asks: its events may be more than its exposure. */
    static boolean isRate(List<QueryTally> asking) {
        for (QueryTally tally : asking) {
            Metric metric = tally.query().metric();
            if (metric != null && metric.kind() == MetricKind.RATE) {
                return true;
            }
        }
        return false;
    }

    /** Counts a row for all who ask for it; one whose kind it lacks something for fails alone. */
    void count(List<QueryTally> asking, String variant, long time, CsvCounts counts, Supplier<String> where) {
        for (QueryTally tally : asking) {
            tally.exists(variant);
            String problem = counts.lacking(tally.query().metric());
            boolean treated = variant.equals(tally.query().treatment());
            if (problem != null) {
                lacking.computeIfAbsent(tally, key -> where.get() + ": " + problem);
            } else if (tally.covers(time)
                    && (treated || variant.equals(tally.query().control()))) {
                counts.addTo(tally, time, treated);
            }
        }
    }

    /** Returns what a row lacked that a query needs, or null. */
    @Nullable
    String lacking(QueryTally tally) {
        return lacking.get(tally);
    }

    /** Returns {@code csv: {metric: NAME}} of a metric, or its own name. */
    static String name(MetricQuery query) {
        Metric metric = query.metric();
        if (metric == null) {
            return EXPOSURES;
        }
        return metric.settings().get("csv") instanceof Map<?, ?> csv && csv.get("metric") instanceof String name
                ? name
                : metric.name();
    }

    private static String series(String metric, String flag) {
        return metric + '\n' + flag;
    }
}
