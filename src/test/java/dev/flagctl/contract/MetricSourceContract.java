// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Metric;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.port.MetricSource;
import dev.flagctl.support.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every metric source does. The clock of the tests starts at 13:00; the source under test lags 10 s and is stale after 15 min. */
public interface MetricSourceContract {

    Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    Duration MINUTE = Duration.ofMinutes(1);

    /** Opens the source that reads what was written. */
    MetricSource open();

    /** The clock that the source reads. */
    TestClock clock();

    /** Returns the metric whose outcomes {@link #writeOutcomes} writes, in buckets of a minute. */
    Metric errors();

    /** Writes outcomes of a flag at a time. */
    void writeOutcomes(Instant time, String flag, String variant, int units, int bad);

    /** Writes exposures of that many users who are not met anywhere else. */
    void writeExposures(Instant time, String flag, String variant, int users);

    /** Makes what was written unreadable as a whole. */
    void spoil();

    static Instant at(int minute) {
        return NOON.plus(MINUTE.multipliedBy(minute));
    }

    static MetricQuery query(@Nullable Metric metric, String flag, Instant from, Instant to) {
        return new MetricQuery(metric, "production", flag, "on", "off", from, to);
    }

    static Bucket bucket(int minute, Arm control, Arm treatment) {
        return new Bucket(at(minute), MINUTE, control, treatment);
    }

    private BucketSeries readErrors(Instant from, Instant to) {
        try (MetricSource source = open()) {
            return source.read(List.of(query(errors(), "checkout", from, to))).get(0);
        }
    }

    @Test
    default void counts_units_and_bad_units_of_both_arms() {
        writeOutcomes(at(50), "checkout", "off", 100, 2);
        writeOutcomes(at(50), "checkout", "on", 10, 1);
        writeOutcomes(at(52).plusSeconds(59), "checkout", "on", 7, 0);
        writeOutcomes(at(52), "checkout", "third", 9, 9);
        writeOutcomes(at(52), "search", "on", 9, 9);

        BucketSeries series = readErrors(at(50), at(55));

        assertThat(series.state()).isEqualTo(DataState.OK);
        assertThat(series.buckets())
                .containsExactly(bucket(50, Arm.of(100, 2), Arm.of(10, 1)), bucket(52, Arm.EMPTY, Arm.of(7, 0)));
        assertThat(series.watermark()).isEqualTo(at(55));
        assertThat(series.warnings()).isEmpty();
        assertThat(series.query()).contains("checkout");
    }

    @Test
    default void counts_users_when_no_metric_is_named() {
        writeExposures(at(50), "checkout", "off", 20);
        writeExposures(at(50), "checkout", "on", 3);
        writeExposures(at(51), "checkout", "on", 2);

        try (MetricSource source = open()) {
            BucketSeries series = source.read(List.of(query(null, "checkout", at(50), at(60))))
                    .get(0);

            assertThat(series.buckets())
                    .containsExactly(bucket(50, Arm.of(20, 0), Arm.of(3, 0)), bucket(51, Arm.EMPTY, Arm.of(2, 0)));
        }
    }

    @Test
    default void gives_only_closed_aligned_buckets_that_do_not_overlap() {
        for (int minute = 40; minute <= 59; minute++) {
            writeOutcomes(at(minute).plusSeconds(30), "checkout", "on", 1, 0);
        }
        clock().advance(Duration.ofSeconds(5));

        BucketSeries series = readErrors(at(40).plusSeconds(1), at(60).plusSeconds(5));

        // 12:59 ended 5 s ago and the source lags 10 s; 12:40 is not wholly within the window.
        assertThat(series.watermark()).isEqualTo(at(59));
        assertThat(series.buckets()).hasSize(18);
        for (int i = 0; i < 18; i++) {
            assertThat(series.buckets().get(i).start()).isEqualTo(at(41 + i));
        }
    }

    @Test
    default void a_closed_bucket_reads_the_same_later() {
        writeOutcomes(at(50), "checkout", "on", 10, 1);
        writeOutcomes(at(59), "checkout", "on", 10, 1);
        List<Bucket> before = readErrors(at(50), at(60)).buckets();

        clock().advance(Duration.ofMinutes(2));
        writeOutcomes(at(61), "checkout", "on", 5, 5);
        List<Bucket> after = readErrors(at(50), at(62)).buckets();

        assertThat(after).startsWith(before.toArray(Bucket[]::new)).hasSizeGreaterThan(before.size());
    }

    @Test
    default void reading_in_parts_gives_the_same_buckets_as_reading_at_once() {
        for (int minute = 30; minute < 50; minute++) {
            writeOutcomes(at(minute), "checkout", minute % 2 == 0 ? "on" : "off", minute, 1);
        }
        writeOutcomes(at(59), "checkout", "on", 1, 0);

        List<Bucket> parts = new ArrayList<>(readErrors(at(30), at(41)).buckets());
        parts.addAll(readErrors(at(41), at(50)).buckets());

        assertThat(parts).isEqualTo(readErrors(at(30), at(50)).buckets()).hasSize(20);
    }

    @Test
    default void nothing_at_all_is_no_data() {
        BucketSeries series = readErrors(at(50), at(60));

        assertThat(series.state()).isEqualTo(DataState.NO_DATA);
        assertThat(series.buckets()).isEmpty();
    }

    @Test
    default void a_flag_that_is_never_named_is_no_data() {
        writeOutcomes(at(59), "search", "on", 5, 0);

        assertThat(readErrors(at(50), at(60)).state()).isEqualTo(DataState.NO_DATA);
    }

    @Test
    default void a_series_without_units_in_the_window_is_no_traffic() {
        writeOutcomes(at(30), "checkout", "on", 5, 0);
        writeOutcomes(at(59), "search", "on", 5, 0);

        assertThat(readErrors(at(50), at(60)).state()).isEqualTo(DataState.NO_TRAFFIC);
    }

    @Test
    default void a_source_that_stopped_is_stale_and_closes_nothing_it_did_not_reach() {
        writeOutcomes(at(20), "checkout", "on", 5, 0);
        writeOutcomes(at(30), "checkout", "on", 5, 0);

        BucketSeries series = readErrors(at(20), at(60));

        assertThat(series.state()).isEqualTo(DataState.STALE);
        assertThat(series.watermark()).isBetween(at(30), at(31));
        assertThat(series.buckets()).startsWith(bucket(20, Arm.EMPTY, Arm.of(5, 0)));
    }

    @Test
    default void what_cannot_be_read_is_an_error_that_says_why() {
        writeOutcomes(at(59), "checkout", "on", 5, 0);
        spoil();

        BucketSeries series = readErrors(at(50), at(60));

        assertThat(series.state()).isEqualTo(DataState.ERROR);
        assertThat(series.buckets()).isEmpty();
        assertThat(series.warnings()).isNotEmpty();
    }

    @Test
    default void answers_many_queries_at_once_in_their_order() {
        for (int flag = 0; flag < 40; flag++) {
            writeOutcomes(at(58), "flag-" + flag, "on", flag + 1, 1);
            writeExposures(at(58), "flag-" + flag, "off", 3);
        }
        List<MetricQuery> queries = new ArrayList<>();
        for (int flag = 39; flag >= 0; flag--) {
            queries.add(query(errors(), "flag-" + flag, at(50), at(60)));
            queries.add(query(null, "flag-" + flag, at(50), at(60)));
            queries.add(query(errors(), "flag-" + flag, at(50), at(60)));
        }

        try (MetricSource source = open()) {
            List<BucketSeries> answers = source.read(queries);

            assertThat(answers).hasSize(120);
            for (int i = 0; i < 40; i++) {
                Bucket outcomes = bucket(58, Arm.EMPTY, Arm.of(40 - i, 1));
                assertThat(answers.get(3 * i).buckets()).containsExactly(outcomes);
                assertThat(answers.get(3 * i + 1).buckets()).containsExactly(bucket(58, Arm.of(3, 0), Arm.EMPTY));
                assertThat(answers.get(3 * i + 2).buckets()).containsExactly(outcomes);
            }
        }
    }

    @Test
    default void no_query_is_no_answer() {
        try (MetricSource source = open()) {
            assertThat(source.read(List.of())).isEmpty();
        }
    }

    @Test
    default void a_window_before_its_first_closed_bucket_accuses_nobody() {
        writeOutcomes(at(59), "checkout", "on", 5, 0);

        BucketSeries series = readErrors(at(60), at(60));

        assertThat(series.state()).isEqualTo(DataState.OK);
        assertThat(series.buckets()).isEmpty();
    }
}
