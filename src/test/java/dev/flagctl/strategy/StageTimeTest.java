// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import static dev.flagctl.strategy.Samples.bake;
import static dev.flagctl.strategy.Samples.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Strategy;
import dev.flagctl.model.Sunset;
import dev.flagctl.model.Trajectory;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StageTimeTest {

    private static final Instant NOW = Instant.parse("2026-11-23T13:02:00Z");

    @Test
    void each_stage_comes_when_the_one_before_has_baked() {
        Trajectory canary = compile(
                new Strategy.Canary(List.of(
                        stage(null, "1", "30m"),
                        stage(null, "10", "2h"),
                        stage(null, "50", "1d"),
                        stage(null, "100", "14d"))),
                Samples.sunset(Sunset.Outcome.REMOVE, null, "50", "0"));

        assertThat(times(canary, 0, NOW.minusSeconds(34 * 60))).isEqualTo("""
                10% 2026-11-23T13:02:00Z to 2026-11-23T15:02:00Z
                50% 2026-11-23T15:02:00Z to 2026-11-24T15:02:00Z
                soak 2026-11-24T15:02:00Z to 2026-12-08T15:02:00Z
                deprecated 2027-01-15T00:00:00Z to 2027-01-15T00:00:00Z
                phase-out 50% 2027-03-25T00:00:00Z to 2027-03-28T00:00:00Z
                sunset 2027-03-28T00:00:00Z to 2027-03-31T00:00:00Z
                archived 2027-03-31T00:00:00Z to 2027-03-31T00:00:00Z
                """);
    }

    @Test
    void a_stage_that_still_bakes_makes_the_next_one_wait() {
        Trajectory canary =
                compile(new Strategy.Canary(List.of(stage(null, "1", "30m"), stage(null, "10", "2h"))), null);

        assertThat(times(canary, 0, NOW.minusSeconds(10 * 60))).isEqualTo("""
                10% 2026-11-23T13:22:00Z to 2026-11-23T15:22:00Z
                """);
        assertThat(times(canary, 1, NOW)).isEmpty();
    }

    @Test
    void before_the_first_stage_only_its_gates_count() {
        Trajectory once = compile(new Strategy.AllAtOnce(bake("1d")), null);

        assertThat(times(once, -1, NOW.minusSeconds(9_999))).isEqualTo("""
                soak 2026-11-23T13:02:00Z to 2026-11-24T13:02:00Z
                """);
    }

    private static Trajectory compile(Strategy strategy, @Nullable Sunset sunset) {
        return Trajectories.compile(Samples.feature(strategy, sunset), Samples.PRODUCTION);
    }

    private static String times(Trajectory trajectory, int stage, Instant since) {
        StringBuilder text = new StringBuilder();
        for (StageTime time : StageTime.after(trajectory, stage, since, NOW)) {
            text.append(trajectory.stages().get(time.stage()).name())
                    .append(' ')
                    .append(time.entry());
            text.append(" to ").append(time.baked()).append('\n');
        }
        return text.toString();
    }
}
