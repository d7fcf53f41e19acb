// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import static dev.flagctl.support.FeatureBuilder.approved;
import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.stage;
import static dev.flagctl.support.Scene.percent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.guardrail.Verdict;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.plan.codec.PlanFile;
import dev.flagctl.support.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A saved plan is a ceiling: what it allows when the world has moved. */
final class SavedPlanTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final List<SavedPlan.Moved> moved = new ArrayList<>();

    private static Scene scene() {
        Scene scene = new Scene(
                feature("a")
                        .canary(stage(1, "1h"), stage(10, "1h"), stage(100, "1h"))
                        .guardrail("http-errors", DataDeadline.Action.PAUSE)
                        .build(),
                feature("b")
                        .canary(stage(2, "1h"), approved(stage(100, "1h"), "leads"))
                        .build());
        scene.says("b", "1.0.0", "soak", "leads", true);
        scene.rollOn("a", 1, HOUR);
        return scene;
    }

    private static SavedPlan saved(Scene scene) {
        return PlanFile.read(PlanFile.write(scene.plan(), "h"));
    }

    private static List<FeatureKey> due(Plan plan) {
        return plan.due().stream().map(Change::key).toList();
    }

    @Test
    void an_unchanged_world_allows_all() {
        Scene scene = scene();
        SavedPlan saved = saved(scene);

        Plan allowed = saved.allow(scene.plan(), moved);

        assertThat(due(allowed)).containsExactly(Scene.key("a"), Scene.key("b"));
        assertThat(moved).isEmpty();
        assertThat(PlanFile.digest(allowed)).isEqualTo(saved.effect());
    }

    @Test
    void a_later_clock_and_a_move_elsewhere_allow_all_of_the_saved_plan_and_nothing_else() {
        Scene scene = scene();
        SavedPlan saved = saved(scene);
        scene.pass(Duration.ofMinutes(5));
        scene.edit(feature("c").build());

        Plan fresh = scene.plan();
        Plan allowed = saved.allow(fresh, moved);

        assertThat(due(fresh)).contains(Scene.key("c"));
        assertThat(due(allowed)).containsExactly(Scene.key("a"), Scene.key("b"));
        assertThat(moved).isEmpty();
    }

    @Test
    void a_move_here_is_named_by_field_then_and_now() {
        Scene scene = scene();
        SavedPlan saved = saved(scene);
        scene.turnedOutside("a", percent(2));

        Plan allowed = saved.allow(scene.plan(), moved);

        assertThat(due(allowed)).containsExactly(Scene.key("b"));
        assertThat(moved).containsExactly(new SavedPlan.Moved(Scene.key("a"), "exposure was 1%, is 2%"));
    }

    @Test
    void a_gate_that_closed_meanwhile_makes_the_plan_stale() {
        Scene scene = scene();
        SavedPlan saved = saved(scene);
        scene.says("b", "1.0.0", "soak", "leads", false);

        assertThat(due(saved.allow(scene.plan(), moved))).containsExactly(Scene.key("a"));
        assertThat(moved)
                .containsExactly(new SavedPlan.Moved(
                        Scene.key("b"),
                        "was to ADVANCE and now holds: approval of stage soak, rejected by dana: seen"));
    }

    @Test
    void evidence_that_makes_it_safer_is_allowed() {
        Scene holding = scene();
        SavedPlan first = saved(holding);
        holding.judged("a", Verdict.UNDECIDED);
        assertThat(due(first.allow(holding.plan(), moved))).containsExactly(Scene.key("b"));

        Scene failing = scene();
        SavedPlan second = saved(failing);
        failing.judged("a", Verdict.FAIL);
        Plan allowed = second.allow(failing.plan(), moved);

        assertThat(Scene.change(allowed, Scene.key("a")).decision().kind()).isEqualTo(DecisionKind.ROLL_BACK);
        assertThat(moved).isEmpty();
    }

    @Test
    void turned_down_outside_is_safer_too() {
        Scene scene = scene();
        SavedPlan saved = saved(scene);
        scene.turnedOutside("a", percent(0));

        Plan allowed = saved.allow(scene.plan(), moved);

        assertThat(Scene.change(allowed, Scene.key("a")).decision().kind()).isEqualTo(DecisionKind.PAUSE);
        assertThat(moved).isEmpty();
    }

    @Test
    void a_plan_that_was_applied_is_not_applied_again() {
        Scene scene = scene();
        SavedPlan saved = saved(scene);
        scene.apply();
        scene.pass(HOUR).judged("a", Verdict.PASS);

        assertThat(due(saved.allow(scene.plan(), moved))).isEmpty();
        assertThat(moved).isEmpty();
    }

    @Test
    void a_new_version_or_a_manifest_that_went_makes_it_stale() {
        Scene scene = scene();
        SavedPlan saved = saved(scene);
        scene.edit(feature("a")
                .version("1.0.1")
                .description("other")
                .canary(stage(1, "1h"), stage(10, "1h"), stage(100, "1h"))
                .guardrail("http-errors", DataDeadline.Action.PAUSE)
                .build());
        scene.removeManifest("b");

        assertThat(due(saved.allow(scene.plan(), moved))).isEmpty();
        assertThat(moved)
                .hasSize(2)
                .anySatisfy(each -> assertThat(each.what()).contains("version was 1.0.0, is 1.0.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"format\":\"flagctl-plan/2\"}",
                "{\"format\":\"flagctl-plan/1\",\"changes\":[1]}",
                "{\"format\":\"flagctl-plan/1\",\"changes\":[],\"now\":\"soon\"}",
                "{\"format\":\"flagctl-plan/1\",\"changes\":[{\"feature\":\"a\",\"environment\":\"p\",\"version\":\"1\","
                        + "\"decision\":\"ADVANCE\",\"stage\":1,\"after\":{\"exposure\":[{\"share\":100001}]}}]}"
            })
    void a_file_that_is_no_plan_is_refused_in_one_way(String text) {
        assertThatThrownBy(() -> PlanFile.read(text)).isInstanceOf(IllegalStateException.class);
    }
}
