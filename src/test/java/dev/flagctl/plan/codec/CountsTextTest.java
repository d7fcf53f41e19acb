// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.guardrail.Counts;
import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Histogram;
import dev.flagctl.model.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CountsTextTest {

    private static final Instant START = Instant.parse("2026-11-23T13:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Counts counts(Arm control, Arm treatment) {
        return new Counts(
                START, START.plus(MINUTE.multipliedBy(5)), List.of(new Bucket(START, MINUTE, control, treatment)));
    }

    @Test
    void counts_are_written_short_as_most_metrics_only_count() {
        assertThat(CountsText.write(counts(Arm.of(900, 3), Arm.of(100, 2))))
                .isEqualTo("2026-11-23T13:00:00Z/2026-11-23T13:05:00Z 0+60:900/3/100/2");
    }

    @Test
    void sums_histograms_and_raw_values_read_back_bit_for_bit() {
        Histogram histogram = new Histogram(new double[] {0.1, 0.5}, new long[] {7, 9}, 10);
        List<Counts> all = List.of(
                counts(Arm.ofSums(3, 0.1 + 0.2, 1e-17), Arm.EMPTY),
                counts(Arm.of(histogram), Arm.of(histogram)),
                counts(Arm.of(new Samples(3, -1.5, 1.0 / 3)), Arm.of(new Samples())));

        for (Counts counts : all) {
            assertThat(CountsText.parse(CountsText.write(counts))).isEqualTo(counts);
        }
    }

    @Test
    void a_number_is_written_in_as_many_digits_as_it_needs_by_every_java() {
        Counts counts = counts(Arm.ofSums(3, Math.scalb(1.0, -44), 1e7), Arm.EMPTY);

        assertThat(CountsText.write(counts)).endsWith("0+60:3/0/0/0|s5.684341886080802E-14,1.0E7|");
        assertThat(CountsText.parse(
                        CountsText.write(counts).replace("5.684341886080802E-14", "5.6843418860808015E-14")))
                .isEqualTo(counts);
    }

    @Test
    void a_histogram_knows_nothing_between_its_edges() {
        Histogram histogram = new Histogram(new double[] {0.1, 0.5}, new long[] {7, 9}, 10);

        assertThat(Arm.of(histogram).above(0.1)).isEqualTo(Arm.of(10, 3));
        assertThatThrownBy(() -> histogram.atMost(0.2)).hasMessage("0.2 is none of the edges [0.1, 0.5]");
        assertThatThrownBy(() -> new Histogram(new double[] {0.1, 0.5}, new long[] {7, 6}, 10))
                .hasMessageContaining("never fall");
    }

    @Test
    void an_attempt_that_began_within_a_second_counts_from_the_next_one() {
        Instant began = Instant.parse("2026-11-24T13:00:14.936755883Z");
        Instant minute = Instant.parse("2026-11-24T13:01:00Z");
        Bucket bucket = new Bucket(minute, Duration.ofMinutes(1), Arm.of(10, 1), Arm.of(9, 2));
        BucketSeries series =
                new BucketSeries(List.of(bucket), minute.plusSeconds(60), DataState.OK, "query", List.of());

        Counts counts = Counts.of(series, began);

        assertThat(counts.from()).isEqualTo("2026-11-24T13:00:15Z");
        assertThat(counts.buckets()).containsExactly(bucket);
        assertThat(CountsText.parse(CountsText.write(counts))).isEqualTo(counts);
    }
}
