// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MatchedSeriesTest {

    private static final Instant BEGIN = Instant.parse("2026-11-23T13:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Bucket bucket(int minute, long control, long treatment) {
        return new Bucket(BEGIN.plus(MINUTE.multipliedBy(minute)), MINUTE, Arm.of(control, 1), Arm.of(treatment, 2));
    }

    private static BucketSeries series(DataState state, Bucket... buckets) {
        return new BucketSeries(List.of(buckets), BEGIN.plus(MINUTE), state, "q " + buckets.length, List.of());
    }

    private static final BucketSeries CONTROL = series(DataState.OK, bucket(0, 10, 11), bucket(1, 12, 13));

    @Test
    void before_the_rollout_everybody_else_stands_for_the_control() {
        BucketSeries rest = series(DataState.OK, bucket(-2, 900, 0), bucket(-1, 800, 0), bucket(0, 700, 11));

        BucketSeries joined = MatchedSeries.before(CONTROL, rest, BEGIN);

        assertThat(joined.buckets())
                .containsExactly(bucket(-2, 900, 0), bucket(-1, 800, 0), bucket(0, 10, 11), bucket(1, 12, 13));
        assertThat(joined.query()).isEqualTo(CONTROL.query());
    }

    @Test
    void a_source_that_does_not_answer_about_the_time_before_leaves_nothing_to_compare() {
        BucketSeries joined = MatchedSeries.before(CONTROL, series(DataState.ERROR), BEGIN);

        assertThat(joined.buckets()).isEmpty();
        assertThat(joined.state()).isEqualTo(DataState.ERROR);
    }

    @Test
    void nothing_from_before_is_no_fault_of_the_rollout() {
        assertThat(MatchedSeries.before(CONTROL, series(DataState.NO_DATA), BEGIN))
                .isEqualTo(CONTROL);
    }

    @Test
    void a_whole_service_is_the_treatment_and_everybody_else_in_either_group() {
        BucketSeries rest = series(DataState.OK, bucket(-1, 800, 0), bucket(0, 700, 11), bucket(2, 600, 14));

        List<Bucket> joined = MatchedSeries.whole(CONTROL, rest).buckets();

        assertThat(joined).extracting(each -> each.control().units()).containsExactly(800L, 710L, 12L, 600L);
        assertThat(joined).extracting(each -> each.control().bad()).containsExactly(1L, 2L, 1L, 1L);
        assertThat(joined).extracting(each -> each.treatment().units()).containsExactly(0L, 11L, 13L, 14L);
    }

    @Test
    void a_whole_service_is_as_well_known_as_its_least_known_part() {
        BucketSeries stale = series(DataState.STALE, bucket(0, 700, 11));

        assertThat(MatchedSeries.whole(CONTROL, stale).state()).isEqualTo(DataState.STALE);
        assertThat(MatchedSeries.whole(stale, CONTROL).state()).isEqualTo(DataState.STALE);
        assertThat(MatchedSeries.whole(CONTROL, CONTROL).state()).isEqualTo(DataState.OK);
    }
}
