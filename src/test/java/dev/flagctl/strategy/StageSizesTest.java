// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Bake;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.SourceRef;
import dev.flagctl.model.Stage;
import dev.flagctl.model.Strategy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StageSizesTest {

    private static List<Stage> stages(Strategy strategy) {
        return Trajectories.compile(Samples.feature(strategy, null), Samples.PRODUCTION)
                .stages();
    }

    private static Rollout rollout(Strategy strategy) {
        return new Rollout("production", List.of(), strategy, null, null, null, SourceRef.NONE);
    }

    private static Strategy auto(double perSecond) {
        return new Strategy.Auto(
                perSecond, 0.005, 1, 500, Duration.ofMinutes(3), Duration.ofDays(1), Bake.of(Duration.ofDays(14)));
    }

    @Test
    void a_stage_says_whom_it_reaches_what_it_finds_and_what_it_costs() {
        List<Stage> stages = stages(auto(100));

        assertThat(StageSizes.of(rollout(auto(100)), stages, 0))
                .isEqualTo("3,343 units, finds 2 times, costs at worst 500 bad units");
        assertThat(StageSizes.of(rollout(auto(100)), stages, stages.size() - 1)).isNull();
    }

    @Test
    void what_cannot_be_decided_in_time_is_said_with_what_would_help() {
        List<Stage> stages = stages(auto(2 / 60.0));
        int half = 0;
        while (stages.get(half).exposure().everyone().compareTo(Percent.of(50)) < 0) {
            half++;
        }

        assertThat(StageSizes.of(rollout(auto(2 / 60.0)), stages, half))
                .endsWith("cannot show a doubling of 0.5% within 24 hours; needs 6 days, or harm of 3.9 times");
    }

    @Test
    void without_traffic_in_the_manifest_nothing_is_claimed() {
        Strategy linear = new Strategy.Linear(
                Percent.of(10), Percent.of(10), Percent.ALL, Bake.of(Duration.ofHours(1)), Bake.NONE);

        assertThat(StageSizes.of(rollout(linear), stages(linear), 0)).isNull();
    }
}
