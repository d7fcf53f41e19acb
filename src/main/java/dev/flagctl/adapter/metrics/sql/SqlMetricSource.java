// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import dev.flagctl.adapter.metrics.AnswerReading;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Check;
import dev.flagctl.port.Checkable;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.port.MetricSource;
import java.time.Instant;
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
        Map<String, SqlAnswers> databases = new HashMap<>();
        Map<String, AnswerReading> readings = new HashMap<>();
        Map<MetricQuery, BucketSeries> answers = new HashMap<>();
        try {
            for (MetricQuery query : asked) {
                if (!answers.containsKey(query)) {
                    AnswerReading reading = readings.computeIfAbsent(query.environment(), environment -> {
                        SqlAnswers database = answers(environment, now);
                        databases.put(environment, database);
                        return new AnswerReading(
                                database, settings.freshness(), settings.lookBack(), settings.target(), now);
                    });
                    answers.put(query, reading.answer(query));
                }
            }
        } finally {
            databases.values().forEach(SqlAnswers::close);
        }
        return asked.stream().map(answers::get).toList();
    }

    private SqlAnswers answers(String environment, Instant now) {
        return new SqlAnswers(queries, session(environment), settings.target(), environment, now);
    }

    private SqlSession session(String environment) {
        return new SqlSession(settings.database(environment), drivers, host.plugins());
    }

    @Override
    public synchronized List<Check> check() {
        if (settings.byEnvironment()) {
            return List.of(Check.unknown("reachable", "each environment has a database of its own"));
        }
        Instant now = host.clock().instant();
        try (SqlSession session = session("")) {
            SqlAnswers answers = new SqlAnswers(queries, session, settings.target(), "", now);
            return new SqlChecks(session, answers, queries, settings.freshness(), now).look();
        }
    }

    @Override
    public void close() {
        // Connections are open only while they are read from.
    }
}
