// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Histogram;
import dev.flagctl.model.MetricKind;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Numbers that no arm can have are refused by what is wrong with them. */
final class ArmValuesTest {

    private static void refused(ThrowingCallable call, String words) {
        assertThatExceptionOfType(WrongAnswerException.class)
                .isThrownBy(call)
                .satisfies(wrong -> assertThat(wrong.sentence()).contains(words));
    }

    @Test
    void there_are_never_more_bad_units_than_units_but_there_may_be_more_events_than_exposure() throws Exception {
        assertThat(ArmValues.counts(5, 5, MetricKind.RATIO)).isEqualTo(Arm.of(5, 5));
        assertThat(ArmValues.counts(5, 9, MetricKind.RATE)).isEqualTo(Arm.of(5, 9));
        refused(() -> ArmValues.counts(5, 6, MetricKind.RATIO), "bad is 6 of 5 units, which is more than all");
    }

    @Test
    void squares_are_at_least_what_equal_values_have() throws Exception {
        assertThat(ArmValues.sums(3, 6, 12)).isEqualTo(Arm.ofSums(3, 6, 12));
        assertThat(ArmValues.sums(3, 0.3, 0.03)).as("rounding is no mistake").isEqualTo(Arm.ofSums(3, 0.3, 0.03));
        refused(() -> ArmValues.sums(3, 6, 11.9), "3 values with the sum 6.0 have at least 12.0; square the value");
    }

    @Test
    void nobody_has_no_sum() throws Exception {
        assertThat(ArmValues.sums(0, 0, 0)).isEqualTo(Arm.EMPTY);
        assertThat(ArmValues.readings(2, 7)).isEqualTo(Arm.ofSums(2, 7, 0));
        refused(() -> ArmValues.sums(0, 1, 0), "no units, but a sum of 1.0");
        refused(() -> ArmValues.sums(0, 0, 4), "of squares 4.0");
        refused(() -> ArmValues.readings(0, -1), "no units, but a sum of -1.0");
    }

    @Test
    void a_histogram_only_rises() throws Exception {
        double[] edges = {0.1, 0.5};
        assertThat(ArmValues.histogram(edges, new long[] {3, 8}, 9))
                .isEqualTo(Arm.of(new Histogram(edges, new long[] {3, 8}, 9)));
        refused(() -> ArmValues.histogram(edges, new long[] {8, 3}, 9), "the histogram is none: ");
        refused(() -> ArmValues.histogram(edges, new long[] {3, 8}, 7), "the histogram is none: ");
    }
}
