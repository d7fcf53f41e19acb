// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.sunset;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Bake;
import dev.flagctl.model.EndMark;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.Sunset;
import dev.flagctl.plan.codec.TaskJson;
import dev.flagctl.support.FakeFlagService;
import dev.flagctl.support.FeatureBuilder;
import dev.flagctl.support.Scene;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The mark by which a flag service shows that a flag is at its end. */
final class EndMarksTest {

    private static final String BANNER = "banner";
    private static final Instant DEPRECATE = Instant.parse("2027-01-15T00:00:00Z");
    private static final Instant REMOVE = Instant.parse("2027-03-31T00:00:00Z");

    private static FeatureBuilder staying() {
        return feature(BANNER).in("production", new Strategy.AllAtOnce(Bake.NONE));
    }

    private static FeatureBuilder leaving() {
        return staying().sunset(sunset(DEPRECATE, REMOVE, null, Sunset.Require.NOTHING));
    }

    private static Scene deprecated() {
        Scene scene = new Scene(leaving().build()).capable(FakeFlagService.MARKING);
        scene.settle();
        return scene.at("2027-01-15T00:00:00Z").settle();
    }

    private static EndMark mark(Change change) {
        return change.tasks().stream()
                .filter(Task.WriteFlag.class::isInstance)
                .map(task -> ((Task.WriteFlag) task).mark())
                .findFirst()
                .orElse(EndMark.LEFT);
    }

    @Test
    void a_deprecated_feature_is_marked_though_nobody_is_served_otherwise() {
        Scene scene = new Scene(leaving().build()).capable(FakeFlagService.MARKING);
        scene.settle();
        scene.at("2027-01-15T00:00:00Z");

        Change change = scene.change(BANNER);

        assertThat(change.action()).isEqualTo(ChangeAction.NO_OP);
        assertThat(mark(change)).isEqualTo(EndMark.SET);
        assertThat(change.tasks())
                .filteredOn(Task.WriteFlag.class::isInstance)
                .singleElement()
                .satisfies(task -> assertThat(((Task.WriteFlag) task).wanted()).isEqualTo(change.before()));
        scene.settle();
        assertThat(scene.isMarked(BANNER)).isTrue();
        assertThat(scene.plan().due()).isEmpty();
    }

    @Test
    void a_flag_service_without_such_a_mark_is_not_asked_for_it() {
        Scene scene = new Scene(leaving().build());
        scene.settle();
        scene.at("2027-01-15T00:00:00Z");

        assertThat(scene.change(BANNER).tasks()).noneMatch(Task.WriteFlag.class::isInstance);
    }

    @Test
    void a_mark_that_somebody_took_away_from_a_deprecated_feature_comes_back() {
        Scene scene = deprecated().marked(BANNER, false);

        assertThat(mark(scene.change(BANNER))).isEqualTo(EndMark.SET);
        assertThat(scene.settle().isMarked(BANNER)).isTrue();
    }

    @Test
    void a_phase_out_marks_with_the_write_of_its_step_where_the_mark_is_missing() {
        Scene scene = deprecated().marked(BANNER, false).at("2027-03-28T00:00:00Z");

        Change change = scene.change(BANNER);

        assertThat(change.action()).isEqualTo(ChangeAction.UPDATE);
        assertThat(mark(change)).isEqualTo(EndMark.SET);
    }

    @Test
    void the_mark_goes_when_the_sunset_is_taken_back() {
        Scene scene = deprecated().edit(staying().version("1.1.0").build());

        assertThat(mark(scene.change(BANNER))).isEqualTo(EndMark.CLEARED);
        assertThat(scene.settle().isMarked(BANNER)).isFalse();
    }

    @Test
    void a_mark_that_people_set_stays_as_long_as_the_feature_is_not_on_its_way_out() {
        Scene scene = new Scene(leaving().build()).capable(FakeFlagService.MARKING);
        scene.settle();
        scene.marked(BANNER, true);

        assertThat(scene.plan().due()).isEmpty();
    }

    @Test
    void what_was_begun_is_known_to_the_next_run() {
        Scene scene = new Scene(leaving().build()).capable(FakeFlagService.MARKING);
        scene.settle();
        scene.at("2027-01-15T00:00:00Z");
        Task task = scene.change(BANNER).tasks().get(0);
        FeatureKey key = Scene.key(BANNER);

        String started = TaskJson.write(task, List.of());

        assertThat(((Task.WriteFlag) TaskJson.read(started, key).task()).mark()).isEqualTo(EndMark.SET);
        assertThat(((Task.WriteFlag) TaskJson.read(started.replace("\"mark\":\"SET\",", ""), key)
                                .task())
                        .mark())
                .as("an entry of an older flagctl")
                .isEqualTo(EndMark.LEFT);
    }
}
