// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.stage;
import static dev.flagctl.support.FeatureBuilder.sunset;
import static dev.flagctl.support.Scene.key;
import static dev.flagctl.support.Scene.percent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Stage;
import dev.flagctl.model.Sunset;
import dev.flagctl.plan.Intervention.Kind;
import dev.flagctl.strategy.Trajectories;
import dev.flagctl.support.FeatureBuilder;
import dev.flagctl.support.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every intervention, wherever the feature stands. */
final class InterventionsTest {

    private static final Instant SINCE = Instant.parse("2026-11-24T09:00:00Z");

    private static FeatureBuilder search() {
        return feature("search").canary(stage(10, "1h"), stage(50, "1h"), stage(100, "1h"));
    }

    /** Three stages up, and 100, 75, 25 and 0 % on the way out. */
    private static Feature leaving() {
        Instant deprecate = Instant.parse("2027-01-15T00:00:00Z");
        return search().sunset(sunset(deprecate, deprecate.plus(Duration.ofDays(75)), null, Sunset.Require.NOTHING))
                .build();
    }

    @ParameterizedTest(name = "{0} of {1} at {2} ends {4} at {5} with {6}")
    @CsvSource(
            nullValues = "-",
            value = {
                // asked,   stands,      stage, exposure, ends,      stage, exposure
                "PAUSE,     MOVING,      1,     50,       PAUSED,    1,     50",
                "PAUSE,     MOVING,      -1,    0,        PAUSED,    -1,    0",
                "PAUSE,     PAUSED,      1,     50,       -,         1,     50",
                "PAUSE,     ROLLED_BACK, 0,     10,       PAUSED,    0,     10",
                "PAUSE,     DONE,        2,     100,      PAUSED,    2,     100",
                "PAUSE,     MOVING,      4,     75,       PAUSED,    4,     75",
                "RESUME,    MOVING,      1,     50,       -,         1,     50",
                "RESUME,    PAUSED,      1,     50,       MOVING,    1,     50",
                "RESUME,    PAUSED,      -1,    0,        MOVING,    -1,    0",
                "RESUME,    PAUSED,      1,     30,       MOVING,    0,     30",
                "RESUME,    PAUSED,      4,     75,       MOVING,    4,     75",
                "RESUME,    ROLLED_BACK, 0,     10,       MOVING,    0,     10",
                "RESUME,    DONE,        2,     100,      -,         2,     100",
                "ROLL_BACK, MOVING,      1,     50,       PAUSED,    0,     10",
                "ROLL_BACK, MOVING,      0,     10,       PAUSED,    -1,    0",
                "ROLL_BACK, MOVING,      -1,    0,        PAUSED,    -1,    0",
                "ROLL_BACK, PAUSED,      1,     50,       PAUSED,    0,     10",
                "ROLL_BACK, PAUSED,      -1,    0,        -,         -1,    0",
                "ROLL_BACK, ROLLED_BACK, 0,     10,       PAUSED,    -1,    0",
                "ROLL_BACK, DONE,        2,     100,      PAUSED,    1,     50",
                "ROLL_BACK, MOVING,      5,     25,       PAUSED,    4,     25",
                "KILL,      MOVING,      1,     50,       PAUSED,    -1,    0",
                "KILL,      PAUSED,      1,     50,       PAUSED,    -1,    0",
                "KILL,      PAUSED,      -1,    0,        -,         -1,    0",
                "KILL,      ROLLED_BACK, 0,     10,       PAUSED,    -1,    0",
                "KILL,      DONE,        2,     100,      PAUSED,    -1,    0",
                "KILL,      MOVING,      4,     75,       PAUSED,    -1,    0",
            })
    void each_ends_so(
            Kind asked,
            PositionKind stands,
            int stage,
            double exposed,
            @Nullable PositionKind ends,
            int endStage,
            double endExposed) {
        Scene scene = standing(leaving(), stands, stage, percent(exposed));

        Change change = intervene(scene, leaving(), asked, null);

        Recorded after = change.recorded();
        assertThat(change.isDue()).isEqualTo(ends != null);
        assertThat(after.position().kind()).isEqualTo(ends == null ? stands : ends);
        assertThat(after.position().stage()).isEqualTo(endStage);
        assertThat(after.position().stageName())
                .isEqualTo(endStage < 0 ? "" : stages(leaving()).get(endStage).name());
        assertThat(after.flag().exposure()).isEqualTo(percent(endExposed));
        assertThat(change.decision().kind()).isNotEqualTo(DecisionKind.HOLD);
    }

    static Stream<Arguments> everything() {
        return Stream.of(Kind.values())
                .flatMap(asked -> Stream.of(PositionKind.values())
                        .filter(stands -> stands != PositionKind.ARCHIVED)
                        .flatMap(stands ->
                                Stream.of(-1, 0, 1, 2, 3, 4, 5, 6).map(at -> Arguments.of(asked, stands, at))));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void none_raises_exposure_and_a_second_one_changes_nothing(Kind asked, PositionKind stands, int stage) {
        Feature leaving = leaving();
        Exposure before = stage < 0 ? Exposure.NONE : stages(leaving).get(stage).exposure();
        Scene scene = standing(leaving, stands, stage, before);

        Change first = intervene(scene, leaving, asked, null);
        carryOut(scene, first);
        Change second = intervene(scene.pass(Duration.ofMinutes(5)), leaving, asked, null);

        assertThat(before.covers(first.recorded().flag().exposure())).isTrue();
        boolean oneStepFurther =
                asked == Kind.ROLL_BACK && first.recorded().position().stage() >= 0;
        assertThat(second.isDue()).isEqualTo(oneStepFurther);
    }

    @ParameterizedTest
    @MethodSource("everything")
    void none_raises_what_was_turned_down_outside_and_each_takes_back_what_was_turned_up(
            Kind asked, PositionKind stands, int stage) {
        Feature leaving = leaving();
        Exposure recorded =
                stage < 0 ? Exposure.NONE : stages(leaving).get(stage).exposure();
        Scene down = standing(leaving, stands, stage, recorded).turnedOutside("search", percent(5));
        Scene up = standing(leaving, stands, stage, recorded).turnedOutside("search", Exposure.ALL);

        Change less = intervene(down, leaving, asked, null);
        Change more = intervene(up, leaving, asked, null);

        if (less.isDue()) {
            assertThat(percent(5).covers(less.recorded().flag().exposure())).isTrue();
        }
        if (more.isDue() && asked != Kind.PAUSE) {
            assertThat(recorded.covers(more.after().exposure())).isTrue();
        }
    }

    @Test
    void what_is_archived_or_has_not_begun_is_refused() {
        for (Kind asked : Kind.values()) {
            Scene archived = standing(leaving(), PositionKind.ARCHIVED, 6, Exposure.NONE);
            Scene fresh = new Scene(leaving());

            assertThatThrownBy(() -> intervene(archived, leaving(), asked, null))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("is archived");
            assertThatThrownBy(() -> intervene(fresh, leaving(), asked, null))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("has not begun");
        }
    }

    @Test
    void a_rollback_goes_to_the_stage_that_is_named_and_never_forward() {
        Scene scene = standing(leaving(), PositionKind.DONE, 2, Exposure.ALL);

        Change first = intervene(scene, leaving(), Kind.ROLL_BACK, "10%");

        assertThat(first.recorded().position().stage()).isZero();
        assertThat(first.recorded().flag().exposure()).isEqualTo(percent(10));
        carryOut(scene, first);
        assertThatThrownBy(() -> intervene(scene, leaving(), Kind.ROLL_BACK, "50%"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no earlier stage \"50%\"");
    }

    @ParameterizedTest
    @CsvSource({"PAUSE, 50", "RESUME, 50", "ROLL_BACK, 10", "KILL, 0"})
    void an_edit_that_was_not_applied_yet_does_not_come_along(Kind asked, double exposed) {
        Feature before = search().variant("on", "red").build();
        Scene scene =
                standing(before, asked == Kind.RESUME ? PositionKind.PAUSED : PositionKind.MOVING, 1, percent(50));
        Feature edited = search().version("2.0.0")
                .variant("on", "blue")
                .canary(stage(100, "1h"))
                .build();
        scene.edit(edited);

        Change change = intervene(scene, edited, asked, null);

        assertThat(change.recorded().flag().variants()).containsEntry("on", "red");
        assertThat(change.recorded().flag().exposure()).isEqualTo(percent(exposed));
        assertThat(change.recorded().specDigest()).isEqualTo(before.specDigest());
        assertThat(change.recorded().position().version()).isEqualTo(before.version());
        assertThat(change.edits()).isEmpty();
    }

    @Test
    void a_position_beyond_the_stages_of_a_shorter_manifest_is_no_obstacle() {
        for (Kind asked : Kind.values()) {
            Feature shorter = search().canary(stage(100, "1h")).build();
            Scene scene = standing(leaving(), PositionKind.MOVING, 5, percent(25));
            // The ledger does not have the spec that is in force.
            scene.removeManifest("search").edit(shorter);

            Change change = intervene(scene, shorter, asked, null);

            assertThat(percent(25).covers(change.recorded().flag().exposure())).isTrue();
        }
    }

    @Test
    void a_rollback_to_a_version_serves_its_variants_to_those_who_are_exposed() {
        Feature old = search().variant("on", "red").build();
        Feature now = search().version("2.0.0").variant("on", "blue").build();
        Scene scene = standing(now, PositionKind.MOVING, 1, percent(50));

        Change change = intervene(scene, now, Kind.ROLL_BACK, null, old);

        assertThat(change.recorded().flag().variants()).containsEntry("on", "red");
        assertThat(change.recorded().flag().exposure()).isEqualTo(percent(50));
        assertThat(change.recorded().position().kind()).isEqualTo(PositionKind.PAUSED);
        assertThat(change.recorded().position().stage()).isEqualTo(1);
    }

    private static Scene standing(Feature feature, PositionKind kind, int stage, Exposure exposure) {
        FlagState flag = feature.flagWith(exposure);
        String name = stage < 0 ? "" : stages(feature).get(stage).name();
        Position position =
                new Position(feature.version(), stage, name, kind, SINCE, SINCE, 0, null, "given", null, Set.of());
        ObservedFlag served =
                kind == PositionKind.ARCHIVED ? ObservedFlag.absent("search") : ObservedFlag.present("search", flag);
        return new Scene(feature)
                .record(key("search"), new Recorded(position, flag, feature.specDigest()))
                .observed(key("search"), served);
    }

    private static List<Stage> stages(Feature feature) {
        return Trajectories.compile(feature, Scene.project().environments().get(Scene.PRODUCTION))
                .stages();
    }

    private static Change intervene(Scene scene, Feature feature, Kind asked, @Nullable String to) {
        return intervene(scene, feature, asked, to, null);
    }

    private static Change intervene(
            Scene scene, Feature feature, Kind asked, @Nullable String to, @Nullable Feature previous) {
        Intervention intervention = new Intervention(asked, "dana", "ticket 4711", to);
        return new Interventions(Scene.project())
                .plan(intervention, feature, Scene.PRODUCTION, scene.observation(), previous)
                .changes()
                .get(0);
    }

    private static void carryOut(Scene scene, Change change) {
        scene.record(key("search"), change.recorded());
        if (change.action() != ChangeAction.NO_OP) {
            scene.observed(key("search"), ObservedFlag.present("search", change.after()));
        }
    }
}
