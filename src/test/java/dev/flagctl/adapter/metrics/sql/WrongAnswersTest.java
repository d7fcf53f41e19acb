// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import static dev.flagctl.contract.MetricSourceContract.at;
import static dev.flagctl.contract.MetricSourceContract.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.MetricUnit;
import dev.flagctl.port.MetricSource;
import dev.flagctl.support.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that cannot be right are errors that say what was found. */
final class WrongAnswersTest {

    private static final Measure MEAN = Measure.mean(false, MetricUnit.USER);

    private final TestClock clock = new TestClock();
    private Telemetry telemetry;

    @TempDir
    Path folder;

    @BeforeEach
    void make() {
        telemetry = new Telemetry(Telemetry.Dialect.SQLITE, "jdbc:sqlite:" + folder.resolve("telemetry.db"), Map.of());
        telemetry.outcomes(at(59), "checkout", "on", 1, 0);
    }

    @AfterEach
    void close() {
        telemetry.close();
    }

    private BucketSeries read(Measure measure, String query) {
        return read(Telemetry.metric(measure, query));
    }

    private BucketSeries read(Metric metric) {
        try (MetricSource source = telemetry.open(clock)) {
            return source.read(java.util.List.of(query(metric, "checkout", at(50), at(60))))
                    .get(0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            3 as units, 5 as bad                          | bad is 5 of 3 units, which is more than all
            -3 as units, 0 as bad                         | units is "-3", which is not 0 or more
            3 as units, -1 as bad                         | bad is "-1", which is not 0 or more
            3.5 as units, 0 as bad                        | units is "3.5", which is not a whole number
            'three' as units, 0 as bad                    | units is "three", which is not a finite number
            null as units, 0 as bad                       | a row has no units, but null
            3 as units                                    | a row lacks columns: errors needs units, bad
            3 as units, 1 as bad, 1 as units              | it answers two columns with the name units
            """)
    void counts_must_be_counts(String columns, String problem) {
        BucketSeries series = read(Measure.RATIO, "select '2026-11-24T12:58:00Z' as bucket, 'on' as arm, " + columns);

        assertThat(series.state()).isEqualTo(DataState.ERROR);
        assertThat(series.buckets()).isEmpty();
        assertThat(series.warnings()).singleElement().asString().contains(problem);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            '2026-11-24T12:58:30Z' as bucket  | not the start of a bucket of 60 s; cut times down to the bucket
            '2026-11-24T12:49:00Z' as bucket  | outside of what was asked for, 2026-11-24T12:50:00Z to 2026-11-24T12:59:00Z
            '2026-11-24T12:59:00Z' as bucket  | outside of what was asked for
            '2026-11-24 12:58:00' as bucket   | bucket is "2026-11-24 12:58:00", which is not a time such as 2026-11-23T13:02:00Z
            1795525080 as bucket              | which is not a timestamp; name a number bucket_seconds or bucket_millis
            1795525080 as bucket_millis       | bucket is 1970-01-21T18:45:25.080Z, which is not the start
            null as bucket                    | a row has no bucket, but null
            1 as minute                       | there is no column bucket, bucket_seconds or bucket_millis
            """)
    void buckets_must_be_among_those_that_were_asked_for(String bucket, String problem) {
        clock.advance(Duration.ofSeconds(5));

        BucketSeries series = read(Measure.RATIO, "select " + bucket + ", 'on' as arm, 3 as units, 0 as bad");

        assertThat(series.state()).isEqualTo(DataState.ERROR);
        assertThat(series.warnings()).singleElement().asString().contains(problem);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'third'    | arm is "third", which is neither on nor off
            null       | a row has no arm, but null
            1          | arm is "1", which is not a text
            """)
    void arms_must_be_those_that_were_asked_for(String arm, String problem) {
        BucketSeries series = read(
                Measure.RATIO, "select '2026-11-24T12:58:00Z' as bucket, " + arm + " as arm, 3 as units, 0 as bad");

        assertThat(series.state()).isEqualTo(DataState.ERROR);
        assertThat(series.warnings()).singleElement().asString().contains(problem);
    }

    @Test
    void two_rows_for_one_arm_of_one_bucket_are_not_added_up() {
        String row = "select '2026-11-24T12:58:00Z' as bucket, 'on' as arm, 3 as units, 1 as bad";

        BucketSeries series = read(Measure.RATIO, row + " union all " + row);

        assertThat(series.state()).isEqualTo(DataState.ERROR);
        assertThat(series.warnings().get(0))
                .contains("arm on of the bucket 2026-11-24T12:58:00Z: two rows for it; group by bucket and arm");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            2 as units, 6.0 as sum, 10.0 as sum_of_squares   | sum_of_squares is 10.0, but 2 values with the sum 6.0 have at least 18.0
            0 as units, 6.0 as sum, 36.0 as sum_of_squares   | no units, but a sum of 6.0
            2 as units, null as sum, 1.0 as sum_of_squares   | a row has no sum, but null
            2 as units, 9e999 as sum, 1.0 as sum_of_squares  | sum is "Infinity", which is not a finite number
            """)
    void sums_must_be_those_of_some_values(String columns, String problem) {
        BucketSeries series = read(MEAN, "select '2026-11-24T12:58:00Z' as bucket, 'on' as arm, " + columns);

        assertThat(series.state()).isEqualTo(DataState.ERROR);
        assertThat(series.warnings()).singleElement().asString().contains(problem);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            0.5,4,5;1.0,3,5     | counts by edge are cumulative
            0.5,4,5;1.0,6,5     | counts by edge are cumulative
            0.5,4,5;1.0,5,6     | units is 5 in one row and 6 in another
            0.5,4,5;0.5,4,5     | two rows for the edge 0.5
            0.5,4,5;9e999,4,5   | at_most is 4 at the edge +Inf, but units is 5
            """)
    void histograms_must_be_cumulative(String rows, String problem) {
        StringBuilder query = new StringBuilder();
        for (String row : rows.split(";", -1)) {
            String[] values = row.split(",", -1);
            query.append(query.isEmpty() ? "" : " union all ")
                    .append(
                            "select '2026-11-24T12:58:00Z' as bucket, 'on' as arm, %s as edge, %s as at_most, %s as units"
                                    .formatted((Object[]) values));
        }

        BucketSeries series = read(Measure.shareAbove(0.5, MetricUnit.REQUEST), query.toString());

        assertThat(series.state()).isEqualTo(DataState.ERROR);
        assertThat(series.warnings()).singleElement().asString().contains(problem);
    }

    @Test
    void histograms_of_other_edges_are_not_added_up() {
        String row = "select '%s' as bucket, 'on' as arm, %s as edge, 1 as at_most, 1 as units";

        BucketSeries series = read(
                Measure.shareAbove(0.5, MetricUnit.REQUEST),
                row.formatted(at(57), "0.5") + " union all " + row.formatted(at(58), "1.0"));

        assertThat(series.state()).isEqualTo(DataState.ERROR);
        assertThat(series.warnings().get(0)).contains("has other edges than one before it");
    }

    @Test
    void a_row_that_knows_of_missing_parts_makes_the_answer_partial() {
        BucketSeries series = read(
                Measure.RATIO,
                "select '2026-11-24T12:58:00Z' as bucket, 'on' as arm, 3 as units, 0 as bad, 1 as partial");

        assertThat(series.state()).isEqualTo(DataState.PARTIAL);
        assertThat(series.buckets()).hasSize(1);
    }

    @Test
    void rows_that_say_zero_are_no_traffic() {
        BucketSeries series =
                read(Measure.RATIO, "select '2026-11-24T12:58:00Z' as bucket, 'on' as arm, 0 as units, 0 as bad");

        assertThat(series.state()).isEqualTo(DataState.NO_TRAFFIC);
        assertThat(series.buckets()).isEmpty();
    }

    @Test
    void what_is_loaded_in_batches_is_closed_as_far_as_it_was_loaded() {
        telemetry.with("loaded", "select '2026-11-24T12:55:30Z' as loaded").without("newest");
        telemetry.outcomes(at(54), "checkout", "on", 4, 1);
        telemetry.outcomes(at(55), "checkout", "on", 4, 1);

        BucketSeries series = read(telemetry.errors());

        assertThat(series.state()).isEqualTo(DataState.OK);
        assertThat(series.watermark()).isEqualTo(at(55));
        assertThat(series.buckets()).singleElement().extracting("start").isEqualTo(at(54));
    }

    @Test
    void a_newest_row_of_the_future_hides_nothing() {
        telemetry.outcomes(at(90), "checkout", "on", 4, 1);

        BucketSeries series = read(telemetry.errors());

        assertThat(series.state()).isEqualTo(DataState.ERROR);
        assertThat(series.warnings().get(0)).contains("2026-11-24T13:30:00Z, which is after now");
    }

    @Test
    void timestamps_are_refused_where_they_would_be_compared_letter_by_letter() {
        BucketSeries series = read(Measure.RATIO, "select 1 from outcomes where at >= :from");

        assertThat(series.state()).isEqualTo(DataState.ERROR);
        assertThat(series.warnings().get(0)).contains("use :from_seconds, :from_millis or :from_text");
    }

    @Test
    void a_metric_without_a_query_says_what_to_write() {
        Metric metric = new Metric(
                "errors",
                Measure.RATIO,
                null,
                Duration.ofMinutes(1),
                Map.of(),
                "",
                telemetry.errors().source());

        assertThat(read(metric).warnings().get(0)).contains("write sql: {query: \"select …\"}");
    }

    @Test
    void a_query_of_the_adapter_that_is_none_is_refused_when_it_is_opened() {
        telemetry.with("newest", "select max(at) as newest from outcomes where at < :to");

        assertThatThrownBy(() -> telemetry.open(clock))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("\"newest\" of adapter \"warehouse\"")
                .hasMessageContaining("it names the parameter :to, which is not known; there are :environment, :now");
    }
}
