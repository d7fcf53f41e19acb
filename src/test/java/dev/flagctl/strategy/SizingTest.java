// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SizingTest {

    private static final Duration LAG = Duration.ofMinutes(3);

    /** R: power.prop.test(p1 = .50, p2 = .75, power = .90) gives n = 76.7, with alpha .05 on two sides. */
    @Test
    void a_fixed_sample_is_that_of_r() {
        assertThat(new RateSizing(1, 0.5, 0.025, 0.9).fixedUnits(1.5, 0.5)).isCloseTo(76.7, within(0.05));
    }

    /** One-sided 0.05, power 0.8. */
    @ParameterizedTest
    @CsvSource({
        "0.005, 1.5, 0.5, 12287",
        "0.005, 2, 0.5, 3681",
        "0.005, 2, 0.1, 1837",
        "0.005, 4, 0.5, 677",
        "0.001, 2, 0.5, 18519",
        "0.001, 10, 0.1, 315"
    })
    void units_of_a_fixed_sample(double base, double ratio, double share, double units) {
        assertThat(new RateSizing(1, base, 0.05, 0.8).fixedUnits(ratio, share)).isCloseTo(units, within(1.0));
    }

    /** A control as large as the treatment: R's power.prop.test at every share, .005 against .01, one-sided .05, power .8. */
    @ParameterizedTest
    @CsvSource({"0.001, 3681", "0.1, 3681", "0.5, 3681"})
    void a_matched_control_needs_the_units_of_equal_arms_until_it_shrinks(double share, double units) {
        RateSizing sizing = new RateSizing(1, 0.005, 0.05, 0.8, Sizing.Against.MATCHED);

        assertThat(sizing.fixedUnits(2, share)).isCloseTo(units, within(1.0));
        assertThat(sizing.fixedUnits(2, 0.8)).isEqualTo(new RateSizing(1, 0.005, 0.05, 0.8).fixedUnits(2, 0.8));
    }

    @Test
    void beside_a_matched_control_harm_is_noticed_by_fewer_events() {
        RateSizing rest = new RateSizing(100, 0.005, 0.05, 0.8);
        RateSizing matched = new RateSizing(100, 0.005, 0.05, 0.8, Sizing.Against.MATCHED);

        assertThat(matched.noticed(2, 0.5)).isEqualTo(rest.noticed(2, 0.5));
        assertThat(matched.noticed(2, 0.1)).isGreaterThan(rest.noticed(2, 0.1));
    }

    @Test
    void what_a_stage_detects_is_the_inverse_of_how_long_it_lasts() {
        RateSizing sizing = new RateSizing(10, 0.005, 0.05, 0.8);

        assertThat(sizing.detects(0.1, sizing.lasts(2, 0.1))).isCloseTo(2, within(0.001));
        assertThat(sizing.detects(0.1, Duration.ofHours(1))).isGreaterThan(sizing.detects(0.1, Duration.ofHours(2)));
    }

    @Test
    void a_crash_costs_what_goes_by_until_it_is_taken_back() {
        RateSizing sizing = new RateSizing(100, 0.005, 0.05, 0.8);

        // 100 units a second, 2.8 %, 180 s of lag: 504 units, nearly all of them bad, and a few seconds to notice.
        assertThat(sizing.worstHarm(200, 0.028, LAG)).isBetween(500.0, 530.0);
        assertThat(sizing.noticed(2, 0.5)).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(85));
    }

    @Test
    void a_ramp_begins_where_a_crash_stays_within_the_budget_and_grows_as_harm_is_excluded() {
        SizedRamp ramp = SizedRamp.of(new RateSizing(100, 0.005, 0.05, 0.8), 2, 500, LAG, Duration.ofHours(24));

        assertThat(ramp.stages().get(0).share()).isCloseTo(0.027, within(0.002));
        assertThat(ramp.stages().get(0).worstHarm()).isLessThanOrEqualTo(500);
        assertThat(ramp.stages()).hasSizeBetween(2, 4);
        assertThat(ramp.stages().get(ramp.stages().size() - 1).share()).isEqualTo(0.5);
        for (int i = 1; i < ramp.stages().size(); i++) {
            SizedRamp.Sized before = ramp.stages().get(i - 1);
            SizedRamp.Sized stage = ramp.stages().get(i);
            assertThat(stage.share()).isBetween(before.share(), before.share() * SizedRamp.GROWTH);
            assertThat(stage.possible()).isLessThan(before.possible());
        }
    }

    @Test
    void too_little_traffic_is_refused_with_what_would_help() {
        Sizing trickle = new RateSizing(2 / 60.0, 0.005, 0.05, 0.8);

        assertThat(SizingWords.undecidable(trickle, 0.5, 2, Duration.ofHours(24)))
                .isEqualTo(
                        "1 unit a minute of the treatment cannot show a doubling of 0.5% within 24 hours; needs 6 days, or harm of "
                                + "3.9 times");
        assertThatThrownBy(() -> SizedRamp.of(trickle, 2, 500, LAG, Duration.ofHours(24)))
                .hasMessageContaining("cannot show a doubling");
        assertThat(SizingWords.decidable(trickle, 0.5, 10, Duration.ofHours(24)))
                .isTrue();
    }
}
