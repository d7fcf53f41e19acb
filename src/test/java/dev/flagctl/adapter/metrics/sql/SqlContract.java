// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import static dev.flagctl.contract.MetricSourceContract.at;
import static dev.flagctl.contract.MetricSourceContract.bucket;
import static dev.flagctl.contract.MetricSourceContract.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.contract.MetricSourceContract;
import dev.flagctl.model.Arm;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Histogram;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.MetricUnit;
import dev.flagctl.model.Samples;
import dev.flagctl.port.Check;
import dev.flagctl.port.Checkable;
import dev.flagctl.port.MetricSource;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the adapter does with every database. */
interface SqlContract extends MetricSourceContract {

    /** The database of this test. */
    Telemetry telemetry();

    @Override
    default MetricSource open() {
        return telemetry().open(clock());
    }

    @Override
    default Metric errors() {
        return telemetry().errors();
    }

    @Override
    default void writeOutcomes(Instant time, String flag, String variant, int units, int bad) {
        telemetry().outcomes(time, flag, variant, units, bad);
    }

    @Override
    default void writeExposures(Instant time, String flag, String variant, int users) {
        telemetry().users(time, flag, variant, users);
    }

    @Override
    default void spoil() {
        telemetry().execute("drop table outcomes");
    }

    private BucketSeries read(Metric metric) {
        try (MetricSource source = open()) {
            return source.read(List.of(query(metric, "checkout", at(50), at(60))))
                    .get(0);
        }
    }

    private void writeLatencies() {
        telemetry().latency(at(58), "checkout", "on", 0.25);
        telemetry().latency(at(58).plusSeconds(59), "checkout", "on", 1.5);
        telemetry().latency(at(58), "checkout", "off", 0.5);
    }

    @Test
    default void means_come_as_number_sum_and_sum_of_squares() {
        writeLatencies();
        String sums = "count(*) as units, sum(seconds) as sum, sum(seconds * seconds) as sum_of_squares";

        BucketSeries series = read(Telemetry.metric(
                Measure.mean(false, MetricUnit.REQUEST), telemetry().buckets(sums, "outcomes")));

        assertThat(series.buckets())
                .containsExactly(bucket(58, Arm.ofSums(1, 0.5, 0.25), Arm.ofSums(2, 1.75, 0.0625 + 2.25)));
    }

    @Test
    default void quantiles_come_as_values() {
        writeLatencies();
        String query = telemetry().buckets("seconds as value", "outcomes").replace("group by 1, 2", "");

        BucketSeries series = read(Telemetry.metric(Measure.quantile(0.9, false, MetricUnit.REQUEST), query));

        assertThat(series.buckets())
                .containsExactly(bucket(58, Arm.of(new Samples(0.5)), Arm.of(new Samples(0.25, 1.5))));
    }

    @Test
    default void shares_above_an_edge_come_as_cumulative_counts_by_edge() {
        writeLatencies();
        String query = telemetry()
                .buckets(
                        "edge, sum(case when seconds <= edge then 1 else 0 end) as at_most, count(*) as units",
                        "outcomes cross join (select 0.25 as edge union all select 1.0) as edges")
                .replace("group by 1, 2", "group by 1, 2, edge");

        BucketSeries series = read(Telemetry.metric(Measure.shareAbove(0.25, MetricUnit.REQUEST), query));

        double[] edges = {0.25, 1.0};
        assertThat(series.buckets())
                .containsExactly(bucket(
                        58,
                        Arm.of(new Histogram(edges, new long[] {0, 1}, 1)),
                        Arm.of(new Histogram(edges, new long[] {1, 1}, 2))));
    }

    @Test
    default void plain_numbers_come_as_how_often_they_were_read_and_their_sum() {
        writeLatencies();
        String sums = "count(*) as units, sum(seconds) as sum";

        BucketSeries series =
                read(Telemetry.metric(Measure.threshold(false), telemetry().buckets(sums, "outcomes")));

        assertThat(series.buckets()).containsExactly(bucket(58, Arm.ofSums(1, 0.5, 0), Arm.ofSums(2, 1.75, 0)));
    }

    @Test
    default void events_of_a_rate_may_be_more_than_its_exposure() {
        writeOutcomes(at(58), "checkout", "on", 2, 5);

        Metric rate = new Metric(
                "rate",
                Measure.of(MetricKind.RATE, MetricUnit.REQUEST),
                null,
                MINUTE,
                errors().settings(),
                "",
                errors().source());

        assertThat(read(rate).buckets()).containsExactly(bucket(58, Arm.EMPTY, Arm.of(2, 5)));
    }

    @Test
    default void a_query_that_fails_spoils_no_other_one() {
        writeOutcomes(at(58), "checkout", "on", 5, 1);
        Metric broken = Telemetry.metric(Measure.RATIO, "select units from nowhere");

        try (MetricSource source = open()) {
            List<BucketSeries> answers = source.read(
                    List.of(query(broken, "checkout", at(50), at(60)), query(errors(), "checkout", at(50), at(60))));

            assertThat(answers.get(0).state()).isEqualTo(DataState.ERROR);
            assertThat(answers.get(0).warnings().get(0))
                    .startsWith("tried to read metrics on sql \"warehouse\", but it refuses the query; correct it [")
                    .contains("nowhere");
            assertThat(answers.get(1).buckets()).containsExactly(bucket(58, Arm.EMPTY, Arm.of(5, 1)));
        }
    }

    @Test
    default void a_query_cannot_write() {
        writeOutcomes(at(58), "checkout", "on", 5, 1);

        try (MetricSource source = telemetry()
                .with("newest", "with gone as (delete from outcomes returning 1) select 1 as newest_seconds from gone")
                .open(clock())) {
            source.read(List.of(query(errors(), "checkout", at(50), at(60))));
        }

        assertThat(telemetry().count("outcomes")).isEqualTo(1);
    }

    @Test
    default void values_are_bound_and_never_become_a_part_of_the_query() {
        String flag = "x' or '1'='1";
        writeOutcomes(at(58), "checkout", "on", 5, 1);
        writeOutcomes(at(58), flag, "on", 7, 2);

        try (MetricSource source = open()) {
            assertThat(source.read(List.of(query(errors(), flag, at(50), at(60))))
                            .get(0)
                            .buckets())
                    .containsExactly(bucket(58, Arm.EMPTY, Arm.of(7, 2)));
        }
    }

    @Test
    default void more_rows_than_allowed_are_an_error() {
        for (int minute = 50; minute < 55; minute++) {
            writeOutcomes(at(minute), "checkout", "on", 5, 1);
        }

        try (MetricSource source = telemetry().with("max-rows", 4).open(clock())) {
            BucketSeries series = source.read(List.of(query(errors(), "checkout", at(50), at(60))))
                    .get(0);

            assertThat(series.state()).isEqualTo(DataState.ERROR);
            assertThat(series.warnings().get(0)).contains("it answers more than 4 rows");
        }
    }

    @Test
    default void doctor_sees_the_database_how_it_reads_and_how_new_its_rows_are() {
        writeOutcomes(at(59), "checkout", "on", 5, 1);

        try (MetricSource source = open()) {
            List<Check> checks = ((Checkable) source).check();

            assertThat(checks).extracting(Check::what).containsExactly("reachable", "read-only", "newest");
            assertThat(checks).extracting(Check::state).containsOnly(Check.State.OK);
        }
    }
}
