// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import static dev.flagctl.contract.MetricSourceContract.at;
import static dev.flagctl.contract.MetricSourceContract.bucket;
import static dev.flagctl.contract.MetricSourceContract.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Arm;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.MetricUnit;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.port.MetricSource;
import dev.flagctl.support.PostgresServer;
import dev.flagctl.support.TestClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The adapter on a real PostgreSQL. */
final class PostgresMetricSourceTest implements SqlContract {

    private final TestClock clock = new TestClock();
    private Telemetry telemetry;

    @BeforeEach
    void make() {
        telemetry = new Telemetry(
                Telemetry.Dialect.POSTGRES,
                PostgresServer.shared().database(),
                Map.of("user", "postgres", "password", "anything"));
    }

    @AfterEach
    void close() {
        telemetry.close();
    }

    @Override
    public Telemetry telemetry() {
        return telemetry;
    }

    @Override
    public TestClock clock() {
        return clock;
    }

    private List<BucketSeries> read(Metric... metrics) {
        List<MetricQuery> queries = new ArrayList<>();
        for (Metric metric : metrics) {
            queries.add(query(metric, "checkout", at(50), at(60)));
        }
        try (MetricSource source = open()) {
            return source.read(queries);
        }
    }

    @Test
    void a_timestamp_without_a_zone_is_utc_wherever_flagctl_runs() {
        writeOutcomes(at(58), "checkout", "on", 5, 1);
        String query =
                "select date_trunc('minute', at at time zone 'UTC') as bucket, variant as arm, sum(units) as units,"
                        + " sum(bad) as bad from outcomes where flag = :feature and at >= :from and at < :to group by 1, 2";
        TimeZone zone = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
        try {
            assertThat(read(Telemetry.metric(Measure.RATIO, query)).get(0).buckets())
                    .containsExactly(bucket(58, Arm.EMPTY, Arm.of(5, 1)));
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void a_connection_that_breaks_costs_its_query_and_the_next_one_gets_another() {
        writeOutcomes(at(58), "checkout", "on", 5, 1);
        Metric breaking = Telemetry.metric(Measure.RATIO, "select pg_terminate_backend(pg_backend_pid()), :feature");

        List<BucketSeries> answers = read(errors(), breaking, errors());

        assertThat(answers)
                .extracting(BucketSeries::state)
                .containsExactly(DataState.OK, DataState.ERROR, DataState.OK);
        assertThat(answers.get(1).warnings().get(0)).contains("the connection broke");
    }

    @Test
    void a_large_answer_is_fetched_in_parts_and_not_kept() {
        telemetry.execute("insert into outcomes select timestamptz '" + at(58)
                + "', 'checkout', 'on', 1, 0, i from generate_series(1, 200000) as i");
        Metric mean = Telemetry.metric(
                Measure.mean(false, MetricUnit.REQUEST),
                "select timestamptz '" + at(58) + "' as bucket, variant as arm, seconds as value from outcomes"
                        + " where flag = :feature");

        assertThat(read(mean).get(0).buckets()).singleElement().satisfies(bucket -> {
            assertThat(bucket.treatment().units()).isEqualTo(200_000);
            assertThat(bucket.treatment().sum()).isEqualTo(200_000.0 * 200_001 / 2);
            assertThat(bucket.treatment().distribution()).isNull();
        });
    }
}
