// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import static dev.flagctl.strategy.Samples.bake;
import static dev.flagctl.strategy.Samples.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Bake;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.Sunset;
import dev.flagctl.model.Sunset.Outcome;
import dev.flagctl.model.Sunset.Successor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SunsetStagesTest {

    private static final Strategy EVERYBODY = new Strategy.AllAtOnce(bake("1d"));

    @Test
    void users_leave_in_steps_so_that_the_last_one_has_baked_at_the_removal() {
        Successor successor = new Successor("checkout-v3", Map.of("on", "on"), "old");

        assertThat(stages(EVERYBODY, Samples.sunset(Outcome.REMOVE, successor, "75", "50", "25", "0")))
                .isEqualTo("""
                        SOAK | soak | 100% | off | 1d
                        DEPRECATED | deprecated | 100% | off | - | not before 2027-01-15
                        PHASE_OUT | phase-out 75% | 75% | old | 3d | not before 2027-03-19, checkout-v3 serves everybody
                        PHASE_OUT | phase-out 50% | 50% | old | 3d | not before 2027-03-22
                        PHASE_OUT | phase-out 25% | 25% | old | 3d | not before 2027-03-25
                        SUNSET | sunset | 0% | old | 3d | not before 2027-03-28
                        ARCHIVED | archived | 0% | old | - | not before 2027-03-31, unused
                        """);
    }

    @Test
    void a_behaviour_that_is_kept_loses_only_its_flag() {
        assertThat(stages(EVERYBODY, Samples.sunset(Outcome.KEEP, null))).isEqualTo("""
                SOAK | soak | 100% | off | 1d
                DEPRECATED | deprecated | 100% | off | - | not before 2027-01-15
                ARCHIVED | archived | 100% | off | - | not before 2027-03-31, unused
                """);
    }

    @Test
    void shares_that_lower_nothing_are_left_out_and_larger_slices_are_cut() {
        Strategy rings = new Strategy.Rings(List.of("employees"), percent("40"), bake("1d"), Bake.NONE);

        assertThat(stages(rings, Samples.sunset(Outcome.REMOVE, null, "75", "50", "25", "0")))
                .isEqualTo("""
                        ROLLOUT | employees | employees | off | 1d
                        ROLLOUT | 40% | employees, 40% | off | 1d
                        DEPRECATED | deprecated | employees, 40% | off | - | not before 2027-01-15
                        PHASE_OUT | phase-out 75% | 75% of employees, 40% | off | 3d | not before 2027-03-19
                        PHASE_OUT | phase-out 50% | 50% of employees, 40% | off | 3d | not before 2027-03-22
                        PHASE_OUT | phase-out 25% | 25% | off | 3d | not before 2027-03-25
                        SUNSET | sunset | 0% | off | 3d | not before 2027-03-28
                        ARCHIVED | archived | 0% | off | - | not before 2027-03-31, unused
                        """);
        assertThat(stages(
                        new Strategy.Percentage(percent("10"), Bake.NONE),
                        Samples.sunset(Outcome.REMOVE, null, "75", "10", "5", "0")))
                .isEqualTo("""
                        ROLLOUT | 10% | 10% | off | -
                        DEPRECATED | deprecated | 10% | off | - | not before 2027-01-15
                        PHASE_OUT | phase-out 5% | 5% | off | 3d | not before 2027-03-25
                        SUNSET | sunset | 0% | off | 3d | not before 2027-03-28
                        ARCHIVED | archived | 0% | off | - | not before 2027-03-31, unused
                        """);
    }

    @Test
    void no_phase_out_begins_before_the_deprecation_however_long_it_bakes() {
        Sunset endless = new Sunset(
                Outcome.REMOVE,
                Samples.DEPRECATE,
                Samples.REMOVE,
                List.of(),
                null,
                List.of(percent("50"), Percent.ZERO),
                Duration.ofSeconds(Long.MAX_VALUE),
                Sunset.Require.NOTHING,
                Samples.SOURCE);

        assertThat(stages(EVERYBODY, endless).replace("106751991167300d15h30m7s", "longest"))
                .isEqualTo("""
                        SOAK | soak | 100% | off | 1d
                        DEPRECATED | deprecated | 100% | off | - | not before 2027-01-15
                        PHASE_OUT | phase-out 50% | 50% | off | longest | not before 2027-01-15
                        SUNSET | sunset | 0% | off | longest | not before 2027-01-15
                        ARCHIVED | archived | 0% | off | - | not before 2027-03-31
                        """);
    }

    @Test
    void users_always_leave_before_the_archive_even_when_the_shares_forget_it() {
        assertThat(stages(EVERYBODY, Samples.sunset(Outcome.REMOVE, null, "50")))
                .contains("SUNSET | sunset | 0% | off | 3d | not before 2027-03-28");
    }

    private static String stages(Strategy strategy, Sunset sunset) {
        return Samples.lines(Trajectories.compile(Samples.feature(strategy, sunset), Samples.PRODUCTION));
    }
}
