// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.httpjson;

import dev.flagctl.adapter.metrics.AnswerReading;
import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.port.Check;
import dev.flagctl.port.Checkable;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.port.MetricSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks an address that answers rows in JSON, one query after the other, equal ones once. */
final class HttpJsonMetricSource implements MetricSource, Checkable {

    private final JsonQuestions questions;
    private final JsonCalls calls;
    private final Freshness freshness;
    private final Duration lookBack;
    private final Clock clock;

    HttpJsonMetricSource(
            JsonQuestions questions, JsonCalls calls, Freshness freshness, Duration lookBack, Clock clock) {
        this.questions = questions;
        this.calls = calls;
        this.freshness = freshness;
        this.lookBack = lookBack;
        this.clock = clock;
    }

    @Override
    public synchronized List<BucketSeries> read(List<MetricQuery> asked) {
        Instant now = clock.instant();
        Map<String, AnswerReading> readings = new HashMap<>();
        Map<MetricQuery, BucketSeries> answers = new HashMap<>();
        for (MetricQuery query : asked) {
            if (!answers.containsKey(query)) {
                AnswerReading reading = readings.computeIfAbsent(
                        query.environment(),
                        environment -> new AnswerReading(
                                new JsonAnswers(questions, calls, environment, now),
                                freshness,
                                lookBack,
                                calls.target(),
                                now));
                answers.put(query, reading.answer(query));
            }
        }
        return asked.stream().map(answers::get).toList();
    }

    @Override
    public synchronized List<Check> check() {
        return new HttpJsonChecks(questions, calls, freshness, clock).look();
    }

    @Override
    public void close() {
        calls.close();
    }
}
