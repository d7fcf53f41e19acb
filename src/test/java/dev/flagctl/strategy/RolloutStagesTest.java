// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import static dev.flagctl.strategy.Samples.approved;
import static dev.flagctl.strategy.Samples.bake;
import static dev.flagctl.strategy.Samples.percent;
import static dev.flagctl.strategy.Samples.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Bake;
import dev.flagctl.model.Environment;
import dev.flagctl.model.HookRef;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RolloutStagesTest {

    @Test
    void all_at_once_is_one_stage_that_soaks() {
        assertThat(stages(new Strategy.AllAtOnce(bake("7d")))).isEqualTo("""
                SOAK | soak | 100% | off | 7d
                """);
    }

    @Test
    void all_at_once_without_a_soak_is_done_when_it_is_entered() {
        assertThat(stages(new Strategy.AllAtOnce(Bake.NONE))).isEqualTo("""
                ROLLOUT | 100% | 100% | off | -
                """);
    }

    @Test
    void percentage_ends_where_it_begins() {
        assertThat(stages(new Strategy.Percentage(percent("12.5"), bake("1d")))).isEqualTo("""
                SOAK | soak | 12.5% | off | 1d
                """);
    }

    @Test
    void linear_makes_a_smaller_last_step_when_the_distance_is_no_multiple() {
        Strategy linear = new Strategy.Linear(percent("10"), percent("40"), Percent.ALL, bake("2h"), bake("14d"));

        assertThat(stages(linear)).isEqualTo("""
                ROLLOUT | 10% | 10% | off | 2h
                ROLLOUT | 50% | 50% | off | 2h
                ROLLOUT | 90% | 90% | off | 2h
                SOAK | soak | 100% | off | 14d
                """);
    }

    @Test
    void the_last_step_bakes_like_the_others_when_there_is_no_soak() {
        Strategy linear = new Strategy.Linear(percent("0.1"), percent("0.1"), percent("0.3"), bake("30m"), Bake.NONE);

        assertThat(stages(linear)).isEqualTo("""
                ROLLOUT | 0.1% | 0.1% | off | 30m
                ROLLOUT | 0.2% | 0.2% | off | 30m
                ROLLOUT | 0.3% | 0.3% | off | 30m
                """);
    }

    @Test
    void exponential_doubles_and_ends_at_what_was_asked() {
        Strategy doubling =
                new Strategy.Exponential(percent("1"), 2, Percent.ALL, new Bake(Duration.ofHours(1), 500), bake("3d"));

        assertThat(stages(doubling)).isEqualTo("""
                ROLLOUT | 1% | 1% | off | 1h and 500 exposures
                ROLLOUT | 2% | 2% | off | 1h and 500 exposures
                ROLLOUT | 4% | 4% | off | 1h and 500 exposures
                ROLLOUT | 8% | 8% | off | 1h and 500 exposures
                ROLLOUT | 16% | 16% | off | 1h and 500 exposures
                ROLLOUT | 32% | 32% | off | 1h and 500 exposures
                ROLLOUT | 64% | 64% | off | 1h and 500 exposures
                SOAK | soak | 100% | off | 3d
                """);
    }

    @Test
    void exponential_rounds_to_the_nearest_thousandth_without_floating_surprises() {
        Strategy slow = new Strategy.Exponential(percent("1"), 1.1, percent("1.5"), bake("1h"), Bake.NONE);

        // 1.1^4 is 1.4641 exactly; in binary floating point 1.1 * 1.1 is already 1.2100000000000002.
        assertThat(stages(slow)).isEqualTo("""
                ROLLOUT | 1% | 1% | off | 1h
                ROLLOUT | 1.1% | 1.1% | off | 1h
                ROLLOUT | 1.21% | 1.21% | off | 1h
                ROLLOUT | 1.331% | 1.331% | off | 1h
                ROLLOUT | 1.464% | 1.464% | off | 1h
                ROLLOUT | 1.5% | 1.5% | off | 1h
                """);
    }

    @Test
    void exponential_rises_even_when_the_factor_rounds_to_nothing() {
        Strategy flat = new Strategy.Exponential(percent("0.001"), 1.01, percent("0.004"), Bake.NONE, Bake.NONE);

        assertThat(stages(flat)).isEqualTo("""
                ROLLOUT | 0.001% | 0.001% | off | -
                ROLLOUT | 0.002% | 0.002% | off | -
                ROLLOUT | 0.003% | 0.003% | off | -
                ROLLOUT | 0.004% | 0.004% | off | -
                """);
    }

    @Test
    void canary_keeps_each_audience_until_a_share_of_everybody_covers_it() {
        Strategy canary = new Strategy.Canary(List.of(
                stage("employees", "100", "1d"),
                stage(null, "1", "30m"),
                stage(null, "10", "2h", "eu-west"),
                stage(null, "10", "2h"),
                approved(stage(null, "50", "1d"), "payments-leads", new HookRef("ci", "smoke-test")),
                stage(null, "100", "14d")));

        assertThat(stages(canary)).isEqualTo("""
                ROLLOUT | employees | employees | off | 1d
                ROLLOUT | 1% | employees, 1% | off | 30m
                ROLLOUT | 10% in eu-west | employees, 10% in eu-west, 1% | off | 2h
                ROLLOUT | 10% | employees, 10% | off | 2h
                ROLLOUT | 50% | employees, 50% | off | 1d | approval of payments-leads, hook ci smoke-test
                SOAK | soak | 100% | off | 14d
                """);
    }

    @Test
    void a_canary_that_stops_below_everybody_has_no_soak() {
        Strategy canary = new Strategy.Canary(List.of(
                stage("beta", "50", "1d", "eu-west", "us-east"),
                stage(null, "5", "1d"),
                stage(null, "5", "2d"),
                stage("soak", "100", "2d")));

        assertThat(stages(canary)).isEqualTo("""
                ROLLOUT | 50% of beta in eu-west, us-east | 50% of beta in eu-west, 50% of beta in us-east | off | 1d
                ROLLOUT | 5% | 50% of beta in eu-west, 50% of beta in us-east, 5% | off | 1d
                ROLLOUT | 5% (2) | 50% of beta in eu-west, 50% of beta in us-east, 5% | off | 2d
                ROLLOUT | soak | 50% of beta in eu-west, 50% of beta in us-east, soak, 5% | off | 2d
                """);
    }

    @Test
    void rings_take_each_cohort_in_full_then_the_rest() {
        Strategy rings = new Strategy.Rings(List.of("employees", "beta"), percent("60"), bake("1d"), bake("7d"));

        assertThat(stages(rings)).isEqualTo("""
                ROLLOUT | employees | employees | off | 1d
                ROLLOUT | beta | beta, employees | off | 1d
                SOAK | soak | beta, employees, 60% | off | 7d
                """);
    }

    @Test
    void rings_without_a_rest_end_with_the_last_cohort() {
        Strategy rings = new Strategy.Rings(List.of("employees", "sunset"), Percent.ZERO, bake("1d"), bake("7d"));

        // A cohort may have a word of the way out as its name, a rollout stage may not: places are found by it.
        assertThat(stages(new Strategy.Rings(List.of("sunset"), Percent.ZERO, bake("1d"), Bake.NONE)))
                .isEqualTo("""
                ROLLOUT | sunset (2) | sunset | off | 1d
                """);
        assertThat(stages(rings)).isEqualTo("""
                ROLLOUT | employees | employees | off | 1d
                SOAK | soak | employees, sunset | off | 7d
                """);
    }

    @Test
    void blue_green_warms_switches_and_drops() {
        Strategy blueGreen = new Strategy.BlueGreen(
                List.of(new HookRef("ci", "warm")), bake("10m"), bake("1h"), List.of(new HookRef("ci", "drop")));

        assertThat(stages(blueGreen)).isEqualTo("""
                ROLLOUT | warm | 0% | off | 10m | hook ci warm
                ROLLOUT | switch | 100% | off | 1h
                ROLLOUT | drop | 100% | off | - | hook ci drop
                """);
    }

    @Test
    void the_last_region_wave_reaches_everybody_when_every_region_is_in_a_wave() {
        Strategy waves = new Strategy.RegionWaves(
                List.of(List.of("eu-west"), List.of("us-east", "ap-south")), Percent.ALL, bake("1d"), bake("7d"));

        assertThat(stages(waves)).isEqualTo("""
                ROLLOUT | 100% in eu-west | 100% in eu-west | off | 1d
                SOAK | soak | 100% | off | 7d
                """);
    }

    @Test
    void regions_in_no_wave_come_last() {
        Strategy waves = new Strategy.RegionWaves(
                List.of(List.of("eu-west"), List.of("us-east")), percent("25"), bake("1d"), Bake.NONE);

        assertThat(stages(waves)).isEqualTo("""
                ROLLOUT | 25% in eu-west | 25% in eu-west | off | 1d
                ROLLOUT | 25% in us-east | 25% in eu-west, 25% in us-east | off | 1d
                ROLLOUT | 25% | 25% | off | 1d
                """);
    }

    @Test
    void the_first_stage_waits_for_the_start_of_the_rollout() {
        Rollout rollout = new Rollout(
                "production",
                List.of("dev", "staging"),
                new Strategy.Canary(List.of(
                        approved(stage(null, "1", "1h"), "qa", new HookRef("ci", "smoke")), stage(null, "5", "1h"))),
                null,
                Instant.parse("2027-01-04T09:00:00Z"),
                "payments-leads",
                Samples.SOURCE);

        assertThat(Samples.lines(Trajectories.compile(Samples.feature(rollout, null), Samples.PRODUCTION)))
                .isEqualTo("""
                        ROLLOUT | 1% | 1% | off | 1h | not before 2027-01-04T09:00:00Z, dev done, staging done, \
                        approval of payments-leads, approval of qa, hook ci smoke
                        ROLLOUT | 5% | 5% | off | 1h
                        """);
    }

    @Test
    void an_environment_without_a_rollout_has_no_stages() {
        Environment staging = new Environment("staging", "local", null, false, List.of(), null);

        assertThat(Trajectories.compile(Samples.feature(new Strategy.AllAtOnce(Bake.NONE)), staging)
                        .stages())
                .isEmpty();
    }

    private static String stages(Strategy strategy) {
        return Samples.lines(Trajectories.compile(Samples.feature(strategy), Samples.PRODUCTION));
    }
}
