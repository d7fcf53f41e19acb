// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.MetricUnit;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.MetricQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A month of minutes is three days of minutes and the rest of hours. */
final class PeriodQueriesTest {

    private static final Instant NOW = Instant.parse("2026-11-24T13:07:00Z");
    private static final Measure SLO = Measure.burn(0.999, Duration.ofDays(30), MetricUnit.REQUEST);

    private static MetricQuery query(Measure measure, Duration bucket, Duration back) {
        Metric metric = new Metric("slo", measure, null, bucket, Map.of(), "", SourceRef.NONE);
        return new MetricQuery(metric, "production", "checkout", "on", "off", NOW.minus(back), NOW);
    }

    private static BucketSeries answer(DataState state, String warning, String... hours) {
        List<Bucket> buckets = java.util.Arrays.stream(hours)
                .map(hour -> new Bucket(Instant.parse(hour), Duration.ofHours(1), Arm.of(10, 1), Arm.EMPTY))
                .toList();
        return new BucketSeries(buckets, NOW, state, "asked", warning.isEmpty() ? List.of() : List.of(warning));
    }

    @Test
    void the_part_that_no_window_looks_back_to_is_asked_for_in_hours_that_meet_the_minutes() {
        MetricQuery asked = query(SLO, Duration.ofMinutes(1), Duration.ofDays(3));

        List<MetricQuery> queries = new PeriodQueries(List.of(asked)).queries();

        Instant joint = Instant.parse("2026-11-21T13:00:00Z");
        assertThat(queries).hasSize(2);
        assertThat(queries.get(0).metric()).isSameAs(asked.metric());
        assertThat(queries.get(0).from()).isEqualTo(joint);
        assertThat(queries.get(1).metric().bucket()).isEqualTo(Duration.ofHours(1));
        assertThat(queries.get(1).from()).isEqualTo(NOW.minus(Duration.ofDays(30)));
        assertThat(queries.get(1).to()).isEqualTo(joint);
    }

    @Test
    void longer_buckets_are_a_whole_number_of_the_metrics_own() {
        List<MetricQuery> queries =
                new PeriodQueries(List.of(query(SLO, Duration.ofMinutes(7), Duration.ofDays(3)))).queries();

        assertThat(queries.get(1).metric().bucket()).isEqualTo(Duration.ofMinutes(56));
        assertThat(queries.get(0).from().getEpochSecond() % (56 * 60)).isZero();
    }

    @Test
    void what_covers_its_period_or_has_none_is_asked_as_it_is() {
        List<MetricQuery> asked = List.of(
                query(SLO, Duration.ofMinutes(5), Duration.ofDays(30)),
                query(Measure.RATIO, Duration.ofMinutes(1), Duration.ofHours(2)));

        assertThat(new PeriodQueries(asked).queries()).isEqualTo(asked);
    }

    @Test
    void both_parts_are_one_answer_whose_state_is_that_of_the_recent_one() {
        PeriodQueries periods = new PeriodQueries(List.of(
                query(Measure.RATIO, Duration.ofMinutes(1), Duration.ofHours(2)),
                query(SLO, Duration.ofMinutes(1), Duration.ofDays(3))));
        BucketSeries other = answer(DataState.OK, "");
        BucketSeries recent = answer(DataState.OK, "slow", "2026-11-24T12:00:00Z");
        BucketSeries before = answer(DataState.NO_TRAFFIC, "", "2026-11-01T12:00:00Z");

        List<BucketSeries> joined = periods.joined(List.of(other, recent, before));

        assertThat(joined).hasSize(2).first().isSameAs(other);
        assertThat(joined.get(1).state()).isEqualTo(DataState.OK);
        assertThat(joined.get(1).warnings()).containsExactly("slow");
        assertThat(joined.get(1).buckets())
                .extracting(Bucket::start)
                .containsExactly(Instant.parse("2026-11-01T12:00:00Z"), Instant.parse("2026-11-24T12:00:00Z"));
    }

    @Test
    void an_earlier_part_that_cannot_be_had_is_told() {
        PeriodQueries periods = new PeriodQueries(List.of(query(SLO, Duration.ofMinutes(1), Duration.ofDays(3))));

        BucketSeries joined = periods.joined(List.of(
                        answer(DataState.OK, "", "2026-11-24T12:00:00Z"), answer(DataState.ERROR, "no such bucket")))
                .get(0);

        assertThat(joined.state()).isEqualTo(DataState.OK);
        assertThat(joined.warnings())
                .containsExactly("the period of the error budget is not wholly covered: no such bucket");
    }
}
