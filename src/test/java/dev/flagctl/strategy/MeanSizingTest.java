// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class MeanSizingTest {

    @Test
    void a_matched_control_needs_as_many_units_at_any_share_up_to_a_half() {
        MeanSizing matched = new MeanSizing(10, 1, 0.05, 0.8, Sizing.Against.MATCHED);

        assertThat(matched.units(0.1, 0.01)).isEqualTo(SIZING.units(0.1, 0.5));
        assertThat(matched.units(0.1, 0.1)).isGreaterThan(SIZING.units(0.1, 0.1));
    }

    private static final MeanSizing SIZING = new MeanSizing(10, 1, 0.05, 0.8);

    /** R: power.t.test(delta = 0.1, sd = 1, sig.level = 0.05, power = 0.8, alternative = "one.sided") gives 1237.2 of each arm, by Student's t. */
    @Test
    void it_takes_twice_the_units_of_a_fixed_sample() {
        assertThat(SIZING.units(0.1, 0.5)).isCloseTo(2 * 1237, within(3.0));
    }

    @Test
    void what_so_many_units_find_is_what_needs_so_many() {
        double units = SIZING.units(0.07, 0.2);

        assertThat(SIZING.detects(units, 0.2)).isCloseTo(0.07, within(1e-12));
        assertThat(SIZING.lasts(0.07, 0.2))
                .isCloseTo(Duration.ofMillis((long) (units / 2 * 1000)), Duration.ofSeconds(1));
    }

    @Test
    void a_larger_spread_takes_the_square_of_it() {
        assertThat(new MeanSizing(10, 3, 0.05, 0.8).units(0.1, 0.5))
                .isCloseTo(9 * SIZING.units(0.1, 0.5), within(1e-6));
    }

    @Test
    void a_mean_without_a_spread_has_no_size() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MeanSizing(10, Double.NaN, 0.05, 0.8));
    }
}
