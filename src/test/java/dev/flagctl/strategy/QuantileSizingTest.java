// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.flagctl.model.Bake;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Strategy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class QuantileSizingTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LAG = Duration.ofMinutes(3);

    private static QuantileSizing sizing(double perSecond, double quantile, boolean lower) {
        return new QuantileSizing(perSecond, quantile, lower, 0.05, 1, 0.8, Sizing.Against.REST);
    }

    @Test
    void what_is_found_in_a_time_is_found_in_this_time() {
        QuantileSizing sizing = sizing(1, 0.95, false);

        double found = sizing.detects(0.5, HOUR);

        assertThat(found).isBetween(1.1, 3.0);
        assertThat(sizing.lasts(found, 0.5)).isCloseTo(HOUR, Duration.ofSeconds(15));
        assertThat(sizing.detects(0.5, HOUR.multipliedBy(4))).isLessThan(found);
        assertThat(sizing.noticed(found, 0.5)).isLessThan(HOUR);
    }

    @Test
    void a_quantile_and_its_mirror_image_are_of_one_size() {
        assertThat(sizing(1, 0.05, true).detects(0.5, HOUR))
                .isCloseTo(sizing(1, 0.95, false).detects(0.5, HOUR), within(1e-9));
    }

    @Test
    void more_guardrails_and_more_power_take_longer() {
        QuantileSizing three = new QuantileSizing(1, 0.95, false, 0.05, 3, 0.8, Sizing.Against.REST);
        QuantileSizing surer = new QuantileSizing(1, 0.95, false, 0.05, 1, 0.95, Sizing.Against.REST);
        Duration one = sizing(1, 0.95, false).lasts(2, 0.5);

        assertThat(three.lasts(2, 0.5)).isGreaterThan(one);
        assertThat(surer.lasts(2, 0.5)).isGreaterThan(one);
    }

    @Test
    void a_day_too_thin_to_convince_is_not_mended_by_more_days() {
        QuantileSizing thin = sizing(0.02, 0.95, false);

        assertThat(thin.isInReach(thin.lasts(1.1, 0.5))).isFalse();
        assertThat(thin.isInReach(thin.lasts(3, 0.5))).isTrue();
        double needed = thin.needed(1.1, 0.5);
        assertThat(sizing(needed, 0.95, false).lasts(1.1, 0.5))
                .isBetween(Duration.ofHours(23), Duration.ofHours(24).plusMinutes(5));
        assertThat(SizingWords.undecidable(thin, 0.5, 1.1, Duration.ofHours(24)))
                .matches(
                        "36 units an hour of the treatment cannot show 5.5% above the control's 0.95 quantile instead of 5% within"
                                + " 24 hours; no time is enough, for values are compared within a day: needs [0-9.]+ units a second, or"
                                + " [0-9.]+% above it");
    }

    @Test
    void evidence_is_carried_from_stage_to_stage() {
        QuantileSizing sizing = sizing(1, 0.95, false);
        RampSizes.Part small = new RampSizes.Part(0.25, HOUR);
        RampSizes.Part half = new RampSizes.Part(0.5, HOUR);

        assertThat(sizing.found(List.of(small, half)))
                .isLessThan(sizing.found(List.of(half)))
                .isLessThan(sizing.found(List.of(small)));
        assertThat(sizing.found(List.of(new RampSizes.Part(0.5, Duration.ofSeconds(30)))))
                .isInfinite();
    }

    @Test
    void computed_stages_begin_small_and_end_at_half_of_all_units() {
        Strategy.Auto auto =
                new Strategy.Auto(100, Strategy.Auto.beyond(0.95), 0.95, 1, 500, LAG, Duration.ofDays(1), Bake.NONE);

        Sizing sizing = Sizing.of(auto, Risk.DEFAULT, List.of(), Sizing.Against.REST);
        List<SizedRamp.Sized> stages =
                SizedRamp.of(sizing, 2, 500, LAG, Duration.ofDays(1)).stages();

        assertThat(sizing).isEqualTo(sizing(100, 0.95, false));
        // All of 100 units a second for three minutes, less those that are beyond it anyway, and the time until that is
        // noticed.
        assertThat(stages.get(0).share()).isBetween(0.02, 500 / (0.95 * 100 * 180));
        assertThat(stages.get(0).worstHarm()).isLessThanOrEqualTo(500);
        assertThat(stages.get(stages.size() - 1).share()).isEqualTo(0.5);
    }

    @Test
    void a_quantile_needs_a_control() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuantileSizing(1, 0.95, false, 0.05, 1, 0.8, Sizing.Against.RATE));
        assertThatIllegalArgumentException().isThrownBy(() -> sizing(0, 0.95, false));
    }
}
