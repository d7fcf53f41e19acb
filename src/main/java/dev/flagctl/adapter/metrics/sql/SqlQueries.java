// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import dev.flagctl.adapter.metrics.AnswerParameters;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Metric;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.port.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The queries of an adapter and of its metrics. Those of the adapter are read when it is opened, those of a metric when it is first asked for. */
final class SqlQueries {

    private final String adapter;
    private final Optional<SqlTemplate> exposures;
    private final Optional<SqlTemplate> newest;
    private final Optional<SqlTemplate> loaded;
    private final Map<Metric, SqlTemplate> read = new HashMap<>();

    /** @throws RefusedException when a query of the adapter is none */
    SqlQueries(Settings settings) {
        this.adapter = settings.name();
        this.exposures = template(settings, "exposures", AnswerParameters.OF_BUCKETS);
        this.newest = template(settings, "newest", AnswerParameters.OF_TIMES);
        this.loaded = template(settings, "loaded", AnswerParameters.OF_TIMES);
    }

    private Optional<SqlTemplate> template(Settings settings, String key, Set<String> known) {
        // References are not resolved: what they stand for would become a part of the query.
        Object written = settings.raw().get(key);
        if (written == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(SqlTemplate.parse(written.toString(), known));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    "the query \"" + key + "\" of adapter \"" + adapter + "\" cannot be used: " + e.getMessage(),
                    "correct \"" + key + "\"");
        }
    }

    /** Returns the query for the time of the newest row. */
    Optional<SqlTemplate> newest() {
        return newest;
    }

    /** Returns the query for the time up to which everything is loaded. */
    Optional<SqlTemplate> loaded() {
        return loaded;
    }

    /**
     * Returns the query for buckets.
     *
     * @throws IllegalArgumentException when there is none, or it is none; the message says what to write
     */
    SqlTemplate of(MetricQuery query) {
        Metric metric = query.metric();
        if (metric == null) {
            return exposures.orElseThrow(() -> new IllegalArgumentException(
                    "adapter " + adapter + " has no query for exposures; write \"exposures\""));
        }
        SqlTemplate known = read.get(metric);
        if (known == null) {
            Object written = metric.settings().get("sql") instanceof Map<?, ?> sql ? sql.get("query") : null;
            if (!(written instanceof String text)) {
                throw new IllegalArgumentException("metric " + metric.name() + " does not say how adapter " + adapter
                        + " finds it; write sql: {query: \"select …\"}");
            }
            known = parsed(metric, text);
            read.put(metric, known);
        }
        return known;
    }

    private static SqlTemplate parsed(Metric metric, String text) {
        try {
            return SqlTemplate.parse(text, AnswerParameters.OF_BUCKETS);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the query of metric " + metric.name() + " cannot be used: " + e.getMessage(), e);
        }
    }
}
