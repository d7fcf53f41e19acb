// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import dev.flagctl.model.BucketSeries;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Check;
import dev.flagctl.port.Checkable;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.port.MetricSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks databases with the queries of the metrics; all queries of a call for one environment share a connection, and equal ones an answer. */
final class SqlMetricSource implements MetricSource, Checkable {

    private final SqlSettings settings;
    private final SqlQueries queries;
    private final AdapterHost host;
    private final Drivers drivers;

    SqlMetricSource(SqlSettings settings, SqlQueries queries, AdapterHost host) {
        this.settings = settings;
        this.queries = queries;
        this.host = host;
        this.drivers = new Drivers(host.plugins(), settings.driver().orElse(null));
    }

    @Override
    public synchronized List<BucketSeries> read(List<MetricQuery> asked) {
        Instant now = host.clock().instant();
        Map<String, SqlReading> readings = new HashMap<>();
        Map<MetricQuery, BucketSeries> answers = new HashMap<>();
        try {
            for (MetricQuery query : asked) {
                if (!answers.containsKey(query)) {
                    SqlReading reading = readings.computeIfAbsent(
                            query.environment(),
                            environment -> new SqlReading(settings, queries, session(environment), environment, now));
                    answers.put(query, reading.answer(query));
                }
            }
        } finally {
            readings.values().forEach(SqlReading::close);
        }
        List<BucketSeries> inOrder = new ArrayList<>(asked.size());
        for (MetricQuery query : asked) {
            inOrder.add(answers.get(query));
        }
        return inOrder;
    }

    private SqlSession session(String environment) {
        return new SqlSession(settings.database(environment), drivers, host.plugins());
    }

    @Override
    public synchronized List<Check> check() {
        if (settings.byEnvironment()) {
            return List.of(Check.unknown("reachable", "each environment has a database of its own"));
        }
        try (SqlSession session = session("")) {
            return new SqlChecks(session, queries, settings, host.clock().instant()).look();
        }
    }

    @Override
    public void close() {
        // Connections are open only while they are read from.
    }
}
