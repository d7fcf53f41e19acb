// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import static dev.flagctl.contract.MetricSourceContract.at;
import static dev.flagctl.contract.MetricSourceContract.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Check;
import dev.flagctl.port.Checkable;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.Settings;
import dev.flagctl.support.PostgresServer;
import dev.flagctl.support.Servers;
import dev.flagctl.support.TestClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What does not answer is an error with a reason, without a secret, and within a bounded time. */
final class SqlFaultsTest {

    private static final String SECRET = "hunter2-and-more";
    private static final Metric ERRORS =
            Telemetry.metric(Measure.RATIO, "select bucket, arm, units, bad from t where flag = :feature");

    private static MetricSource open(String url, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("url", url);
        settings.put("user", "me");
        settings.put("password", "${env:PASSWORD}");
        AdapterSpec spec = new AdapterSpec("warehouse", "sql", settings, SourceRef.NONE);
        Map<String, String> environment = Map.of("PASSWORD", SECRET);
        AdapterHost host = new AdapterHost(new TestClock(), Path.of("."), environment, line -> {});
        return new SqlProvider().open(new Settings(spec, environment), host);
    }

    private static MetricSource broken(String url, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("driver", BrokenDriver.class.getName());
        return open(url, settings);
    }

    private static List<BucketSeries> read(MetricSource source, Metric metric, int flags) {
        List<MetricQuery> queries = new ArrayList<>();
        for (int flag = 0; flag < flags; flag++) {
            queries.add(query(metric, "flag-" + flag, at(50), at(60)));
        }
        try (source) {
            return source.read(queries);
        }
    }

    @Test
    void what_a_driver_says_is_told_without_secrets() {
        MetricSource source = broken("jdbc:broken:x?token=" + SECRET, Map.of());

        BucketSeries series = read(source, ERRORS, 1).get(0);

        assertThat(series.state()).isEqualTo(DataState.ERROR);
        assertThat(series.warnings())
                .containsExactly(
                        "tried to read metrics on sql \"warehouse\", but it does not accept user and password; "
                                + "correct \"user\" or \"password\" [cannot log in to jdbc:broken:x with secret:PASSWORD]");
    }

    @Test
    void a_database_that_cannot_be_reached_is_tried_once_for_all_queries() {
        BrokenDriver.CONNECTS.set(0);

        List<BucketSeries> answers = read(broken("jdbc:broken:x", Map.of()), ERRORS, 50);

        assertThat(answers).hasSize(50).extracting(BucketSeries::state).containsOnly(DataState.ERROR);
        assertThat(BrokenDriver.CONNECTS).hasValue(1);
    }

    @Test
    void nobody_listens() throws Exception {
        String url = "jdbc:postgresql://127.0.0.1:" + Servers.freePort() + "/t";

        BucketSeries series = read(open(url, Map.of()), ERRORS, 1).get(0);

        assertThat(series.state()).isEqualTo(DataState.ERROR);
        assertThat(series.warnings().get(0))
                .contains("it could not be reached; check the address, and whether it runs")
                .doesNotContain(SECRET);
    }

    @Test
    void a_driver_that_crashes_is_an_error_and_no_crash() {
        BucketSeries series = read(broken("jdbc:broken:crash?password=" + SECRET, Map.of()), ERRORS, 1)
                .get(0);

        assertThat(series.warnings().get(0)).contains("its driver failed [no room for jdbc:broken:crash]");
    }

    @Test
    @Timeout(60)
    void a_driver_that_never_answers_is_left_and_not_asked_again() {
        BrokenDriver.CONNECTS.set(0);

        List<BucketSeries> answers = read(broken("jdbc:broken:stuck", Map.of("timeout", "1s")), ERRORS, 100);

        assertThat(answers.get(0).warnings().get(0)).contains("it did not answer within 1 s");
        assertThat(answers).extracting(BucketSeries::state).containsOnly(DataState.ERROR);
        assertThat(BrokenDriver.CONNECTS).hasValue(1);
    }

    @Test
    @Timeout(60)
    void slow_queries_are_ended_by_the_database_itself_and_after_three_of_them_no_more_are_asked() {
        String url = PostgresServer.shared().database();
        Metric slow = Telemetry.metric(Measure.RATIO, "select pg_sleep(30), :feature as flag");

        List<BucketSeries> answers = read(open(url + "?user=postgres", Map.of("timeout", "1s")), slow, 4);

        assertThat(answers).extracting(BucketSeries::state).containsOnly(DataState.ERROR);
        assertThat(answers.get(0).warnings().get(0)).contains("the query took longer than its timeout");
        assertThat(answers.get(3).warnings().get(0)).contains("it was too slow for 3 queries in a row");
        String running = "pg_stat_activity where query like '%pg_sleep(30)%' and state = 'active'"
                + " and pid <> pg_backend_pid()";
        assertThat(PostgresServer.shared().count(running)).isZero();
    }

    @Test
    void an_engine_without_transactions_and_read_only_connections_is_asked_all_the_same() {
        Metric metric = Telemetry.metric(
                Measure.RATIO,
                "select '2026-11-24T12:58:00Z' as bucket, 'on' as arm, 3 as units, 1 as bad where :feature is not null");

        BucketSeries series =
                read(broken("jdbc:broken:poor", Map.of()), metric, 1).get(0);

        assertThat(series.warnings()).isEmpty();
        assertThat(series.buckets()).hasSize(1);
        try (MetricSource source = broken("jdbc:broken:poor", Map.of())) {
            assertThat(((Checkable) source).check())
                    .filteredOn(check -> check.what().equals("read-only"))
                    .singleElement()
                    .satisfies(check -> assertThat(check.state()).isEqualTo(Check.State.WARNING));
        }
    }

    @Test
    void doctor_names_what_keeps_it_from_being_reached() {
        try (MetricSource source = broken("jdbc:broken:x", Map.of())) {
            List<Check> checks = ((Checkable) source).check();

            assertThat(checks).singleElement().satisfies(check -> {
                assertThat(check.state()).isEqualTo(Check.State.FAILED);
                assertThat(check.found())
                        .contains("does not accept user and password")
                        .doesNotContain(SECRET);
            });
        }
    }

    @Test
    void a_class_that_is_no_driver_or_not_there_is_named() {
        BucketSeries absent = read(open("jdbc:x:y", Map.of("driver", "com.example.Driver")), ERRORS, 1)
                .get(0);
        BucketSeries none = read(open("jdbc:x:y", Map.of("driver", "java.lang.Thread")), ERRORS, 1)
                .get(0);
        BucketSeries other = read(broken("jdbc:other:x", Map.of()), ERRORS, 1).get(0);

        assertThat(absent.warnings().get(0)).contains("there is no class com.example.Driver; put the driver's jar");
        assertThat(none.warnings().get(0)).contains("java.lang.Thread cannot be used as a JDBC driver");
        assertThat(other.warnings().get(0)).contains("does not know the address jdbc:other:x");
    }
}
