// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import static dev.flagctl.strategy.Samples.bake;
import static dev.flagctl.strategy.Samples.percent;
import static dev.flagctl.strategy.Samples.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Bake;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.HookRef;
import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.Sunset;
import dev.flagctl.model.Trajectory;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LocateTest {

    @Test
    void the_place_is_the_last_stage_that_reaches_nobody_new() {
        Trajectory edited = compile(
                new Strategy.Canary(List.of(stage(null, "1", "1h"), stage(null, "5", "1h"), stage(null, "20", "1h"))),
                null);

        assertThat(locate(edited, 1, "10%", Exposure.of(percent("10")))).isEqualTo("5%");
        assertThat(locate(edited, 0, "0.5%", Exposure.of(percent("0.5")))).isEqualTo("before the first");
    }

    @Test
    void a_new_first_cohort_is_not_exposed_by_the_edit_that_names_it() {
        Trajectory edited =
                compile(new Strategy.Canary(List.of(stage("employees", "100", "1d"), stage(null, "10", "1h"))), null);

        assertThat(locate(edited, 0, "10%", Exposure.of(percent("10")))).isEqualTo("before the first");
    }

    @Test
    void users_before_a_new_first_stage_keep_the_treatment_while_it_lasts() {
        Trajectory edited =
                compile(new Strategy.Canary(List.of(stage("employees", "100", "1d"), stage(null, "50", "1h"))), null);
        Exposure recorded = Exposure.of(percent("10"));

        assertThat(Trajectories.exposureAt(edited, -1, recorded)).isEqualTo(recorded);
        assertThat(Trajectories.exposureAt(edited, 0, recorded)).hasToString("employees, 10%");
        assertThat(Trajectories.exposureAt(edited, 1, recorded)).hasToString("employees, 50%");
    }

    @Test
    void users_beyond_the_new_end_lose_the_treatment() {
        Trajectory edited = compile(new Strategy.Percentage(percent("25"), Bake.NONE), null);

        assertThat(locate(edited, 0, "50%", Exposure.of(percent("50")))).isEqualTo("25%");
        assertThat(Trajectories.exposureAt(edited, 0, Exposure.of(percent("50"))))
                .hasToString("25%");
    }

    @Test
    void of_equal_exposures_the_old_name_wins_so_that_no_hook_is_skipped() {
        Trajectory blueGreen = compile(
                new Strategy.BlueGreen(List.of(), Bake.NONE, bake("1h"), List.of(new HookRef("ci", "drop"))), null);

        assertThat(locate(blueGreen, 1, "switch", Exposure.ALL)).isEqualTo("switch");
        assertThat(locate(blueGreen, 2, "drop", Exposure.ALL)).isEqualTo("drop");
        assertThat(locate(blueGreen, 0, "soak", Exposure.ALL)).isEqualTo("switch");
        assertThat(locate(blueGreen, 0, "warm", Exposure.NONE)).isEqualTo("warm");
    }

    @Test
    void a_feature_that_has_not_begun_has_no_place_even_when_the_first_stage_reaches_nobody() {
        Trajectory blueGreen = compile(new Strategy.BlueGreen(List.of(), Bake.NONE, bake("1h"), List.of()), null);

        assertThat(locate(blueGreen, -1, "", Exposure.NONE)).isEqualTo("before the first");
    }

    @Test
    void on_the_way_out_the_place_stays_on_the_way_out() {
        Sunset sunset = Samples.sunset(Sunset.Outcome.REMOVE, null, "60", "30", "0");
        Trajectory edited = compile(new Strategy.AllAtOnce(bake("1d")), sunset);

        assertThat(locate(edited, 2, "phase-out 60%", Exposure.of(percent("60"))))
                .isEqualTo("phase-out 60%");
        assertThat(locate(edited, 2, "phase-out 50%", Exposure.of(percent("50"))))
                .isEqualTo("phase-out 60%");
        assertThat(locate(edited, 1, "deprecated", Exposure.of(percent("10")))).isEqualTo("deprecated");
        assertThat(locate(edited, 5, "archived", Exposure.NONE)).isEqualTo("archived");
    }

    @Test
    void a_stage_of_the_way_out_never_turns_anyone_up() {
        Sunset sunset = Samples.sunset(Sunset.Outcome.REMOVE, null, "60", "30", "0");
        Trajectory trajectory = compile(new Strategy.AllAtOnce(bake("1d")), sunset);

        assertThat(Trajectories.exposureAt(trajectory, 2, Exposure.ALL)).isEqualTo(Exposure.of(percent("60")));
        assertThat(Trajectories.exposureAt(trajectory, 2, Exposure.of(percent("10"))))
                .isEqualTo(Exposure.of(percent("10")));
    }

    @Test
    void taking_the_sunset_back_leads_to_the_way_up_again() {
        Trajectory edited =
                compile(new Strategy.Linear(percent("25"), percent("25"), percent("100"), bake("1d"), Bake.NONE), null);

        assertThat(locate(edited, 5, "phase-out 50%", Exposure.of(percent("50"))))
                .isEqualTo("50%");
    }

    private static Trajectory compile(Strategy strategy, @Nullable Sunset sunset) {
        return Trajectories.compile(Samples.feature(strategy, sunset), Samples.PRODUCTION);
    }

    private static String locate(Trajectory edited, int stage, String name, Exposure recorded) {
        Position old = new Position(
                "1.0.0", stage, name, PositionKind.MOVING, Instant.EPOCH, Instant.EPOCH, 0, null, "", null, Set.of());
        int place = Trajectories.locate(edited, old, recorded);
        return place < 0 ? "before the first" : edited.stages().get(place).name();
    }
}
