// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.guardrail.Simulation.Minute;
import org.junit.jupiter.api.Test;

/** What the test must show on rollouts of a known truth. Asserts the inequality, not the figure of one seed. */
final class SimulationTest {

    private static final int ROLLOUTS = 400;
    private static final double ALPHA = 0.05;

    @Test
    void a_harmless_canary_is_seldom_rolled_back_where_a_look_each_minute_often_does() {
        Simulation harmless = Simulation.of(1, ROLLOUTS, 120, (m, r) -> new Minute(100, 100, 0.005, 1));

        assertThat(harmless.rolledBack()).isLessThanOrEqualTo(ALPHA);
        assertThat(harmless.rolledBackByLookingEachMinute()).isGreaterThan(0.2);
    }

    @Test
    void a_harmless_ramp_over_a_rising_base_is_seldom_rolled_back_where_pooled_totals_always_are() {
        Simulation harmless = Simulation.of(2, ROLLOUTS, 120, (m, r) -> ramp(m, 0.002 + 0.013 * m / 119, 1));

        assertThat(harmless.rolledBack()).isLessThanOrEqualTo(ALPHA);
        assertThat(harmless.rolledBackByLookingEachMinute()).isGreaterThan(0.9);
    }

    @Test
    void harmless_shocks_that_both_arms_share_are_no_evidence() {
        Simulation harmless = Simulation.of(
                3, ROLLOUTS, 120, (m, r) -> new Minute(900, 100, Math.min(0.5, 0.005 * Simulation.shock(r)), 1));

        assertThat(harmless.rolledBack()).isLessThanOrEqualTo(ALPHA);
    }

    @Test
    void harmless_common_errors_are_no_evidence() {
        Simulation harmless = Simulation.of(4, ROLLOUTS, 120, (m, r) -> new Minute(50, 50, 0.3, 1));

        assertThat(harmless.rolledBack()).isLessThanOrEqualTo(ALPHA);
    }

    @Test
    void harmless_bursts_of_retries_are_no_evidence_once_the_dispersion_before_the_rollout_has_chosen_the_test() {
        Simulation equal = Simulation.ofBursts(11, ROLLOUTS, 120, 100, 100, 0.005, 1);
        Simulation tenth = Simulation.ofBursts(12, ROLLOUTS, 120, 900, 100, 0.005, 1);
        Simulation harm = Simulation.ofBursts(13, ROLLOUTS, 120, 200, 200, 0.005, 4);

        assertThat(equal.rolledBack()).isLessThanOrEqualTo(ALPHA);
        assertThat(tenth.rolledBack()).isLessThanOrEqualTo(ALPHA);
        assertThat(equal.rolledBackByLookingEachMinute()).isGreaterThan(0.4);
        assertThat(harm.rolledBack()).isGreaterThanOrEqualTo(0.9);
    }

    /** A tenth of 4,000 requests a minute, in bursts. Everybody else is nine times as many, but only differences of buckets may be compared with them. */
    @Test
    void in_bursts_a_matched_control_finds_harm_from_three_times_on_sooner_than_everybody_else_shows_it() {
        assertThat(tenth(400, 1).rolledBack()).isLessThanOrEqualTo(ALPHA);
        assertThat(tenth(3600, 1).rolledBack()).isLessThanOrEqualTo(ALPHA);
        for (double ratio : new double[] {3, 4, 8}) {
            Simulation matched = tenth(400, ratio);

            assertThat(matched.rolledBack()).as("%s times", ratio).isGreaterThanOrEqualTo(0.9);
            assertThat(matched.medianMinute())
                    .as("%s times", ratio)
                    .isLessThan(tenth(3600, ratio).medianMinute());
        }
    }

    private static Simulation tenth(int control, double ratio) {
        return Simulation.ofBursts(21, 200, 120, 4000, control, 400, 0.005, ratio);
    }

    @Test
    void twice_the_errors_are_found_within_two_hours() {
        Simulation harm = Simulation.of(5, ROLLOUTS, 120, (m, r) -> new Minute(100, 100, 0.005, 2));

        assertThat(harm.rolledBack()).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void four_times_the_errors_are_found_in_ten_minutes_and_ten_times_in_three() {
        Simulation four = Simulation.of(6, ROLLOUTS, 60, (m, r) -> new Minute(100, 100, 0.005, 4));
        Simulation ten = Simulation.of(7, ROLLOUTS, 60, (m, r) -> new Minute(100, 100, 0.005, 10));

        assertThat(four.medianMinute()).isLessThanOrEqualTo(10);
        assertThat(ten.medianMinute()).isLessThanOrEqualTo(3);
    }

    @Test
    void a_falling_base_does_not_mask_half_as_many_errors_again() {
        Simulation harm = Simulation.of(8, ROLLOUTS, 120, (m, r) -> ramp(m, 0.015 - 0.013 * m / 119, 1.5));

        assertThat(harm.rolledBack()).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void two_requests_a_minute_are_enough_to_find_a_bad_version_and_never_fail_for_want_of_data() {
        Simulation harmless = Simulation.of(9, ROLLOUTS, 120, (m, r) -> trickle(r, 1));
        Simulation harm = Simulation.of(10, ROLLOUTS, 120, (m, r) -> trickle(r, 20));

        assertThat(harmless.rolledBack()).isLessThanOrEqualTo(ALPHA);
        assertThat(harmless.judgements(0.1))
                .allSatisfy(j -> assertThat(j.holds()).noneMatch(h -> h.due(Given.minute(120))));
        assertThat(harm.medianMinute()).isLessThanOrEqualTo(30);
    }

    /** Shares of 1, 5, 25 and 50 % of 4,000 requests a minute, half an hour each. */
    static Minute ramp(int minute, double baseRate, double ratio) {
        int treatment = new int[] {40, 200, 1000, 2000}[minute / 30];
        return new Minute(4000 - treatment, treatment, baseRate, ratio);
    }

    /** Two requests a minute in the mean, none at all in every seventh minute. */
    static Minute trickle(java.util.SplittableRandom random, double ratio) {
        int treatment = 0;
        for (double left = Math.exp(-2), u = random.nextDouble(); u > left; u *= random.nextDouble()) {
            treatment++;
        }
        return new Minute(18, treatment, 0.005, ratio);
    }
}
