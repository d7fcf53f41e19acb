// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.stage;
import static dev.flagctl.support.Scene.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.guardrail.Verdict;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.OnFailure;
import dev.flagctl.model.Operator;
import dev.flagctl.model.Percent;
import dev.flagctl.model.PositionKind;
import dev.flagctl.support.FakeFlagService;
import dev.flagctl.support.FeatureBuilder;
import dev.flagctl.support.Scene;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an edited manifest does to a feature that is on its way, and what is refused. */
final class EditedFeatureTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String CHECKOUT = "checkout";

    private static FeatureBuilder steps() {
        return feature(CHECKOUT).canary(stage(1, "1h"), stage(10, "1h"), stage(100, "1h"));
    }

    private static Scene atTenPercent(FeatureBuilder builder) {
        Scene scene = new Scene(builder.build()).rollOn(CHECKOUT, 2, HOUR);
        assertThat(scene.flag(CHECKOUT).exposure()).isEqualTo(percent(10));
        return scene;
    }

    @Test
    void a_patch_keeps_the_place_and_the_bake() {
        FeatureBuilder builder = steps();
        Scene scene = atTenPercent(builder);
        var before = scene.position(CHECKOUT);
        scene.edit(builder.version("1.0.1").description("other words").build()).pass(Duration.ofMinutes(-30));

        Change change = scene.change(CHECKOUT);

        assertThat(change.decision().reason()).isEqualTo(Reason.BAKE_TIME);
        assertThat(change.recorded().position().since()).isEqualTo(before.since());
        assertThat(change.recorded().position().version()).isEqualTo("1.0.1");
        assertThat(scene.plan().refusals()).isEmpty();
    }

    @Test
    void a_new_stage_before_the_place_takes_nobody_the_treatment() {
        FeatureBuilder builder = steps();
        Scene scene = atTenPercent(builder);
        builder.version("1.1.0").canary(stage(1, "1h"), stage(5, "1h"), stage(20, "1h"), stage(100, "1h"));
        scene.edit(builder.build());

        scene.settle();

        assertThat(scene.flag(CHECKOUT).exposure()).isEqualTo(percent(10));
        assertThat(scene.position(CHECKOUT).stageName()).isEqualTo("5%");
    }

    @Test
    void another_value_of_the_treatment_begins_the_rollout_again_at_nobody() {
        FeatureBuilder builder = steps();
        Scene scene = atTenPercent(builder);
        scene.edit(builder.version("2.0.0").variant("on", false).build());

        Change change = scene.change(CHECKOUT);

        assertThat(change.decision().kind()).isEqualTo(DecisionKind.CORRECT);
        assertThat(change.decision().reason()).isEqualTo(Reason.NEW_SPEC);
        assertThat(change.after().exposure()).isEqualTo(Exposure.NONE);
        assertThat(change.recorded().position().stage()).isEqualTo(-1);
        assertThat(scene.plan().refusals()).isEmpty();
    }

    @Test
    void a_paused_feature_stays_paused_when_its_new_version_begins_again() {
        FeatureBuilder builder = steps();
        Scene scene = atTenPercent(builder);
        scene.turnedOutside(CHECKOUT, percent(4)).apply();
        scene.edit(builder.version("2.0.0").variant("on", false).build()).settle();
        scene.pass(Duration.ofDays(30)).settle();

        assertThat(scene.position(CHECKOUT).kind()).isEqualTo(PositionKind.PAUSED);
        assertThat(scene.flag(CHECKOUT).exposure()).isEqualTo(Exposure.NONE);
    }

    @Test
    void a_new_variant_is_written_before_anything_else_moves() {
        FeatureBuilder builder = steps();
        Scene scene = atTenPercent(builder);
        scene.edit(builder.version("2.0.0").variant("beta", true).build());

        Change change = scene.change(CHECKOUT);

        assertThat(change.decision().reason()).isEqualTo(Reason.NEW_SPEC);
        assertThat(change.after().exposure()).isEqualTo(percent(10));
        assertThat(change.after().variants()).containsKey("beta");
    }

    @Test
    void an_edit_is_not_forgotten_when_somebody_turned_the_flag_down_meanwhile() {
        FeatureBuilder builder = steps();
        Scene scene = atTenPercent(builder);
        scene.edit(builder.version("2.0.0").variant("beta", true).build());
        scene.turnedOutside(CHECKOUT, percent(4));

        scene.apply();
        assertThat(scene.position(CHECKOUT).kind()).isEqualTo(PositionKind.PAUSED);
        scene.settle();

        assertThat(scene.flag(CHECKOUT).variants()).containsKey("beta");
        assertThat(scene.flag(CHECKOUT).exposure()).isEqualTo(percent(4));
        assertThat(scene.position(CHECKOUT).kind()).isEqualTo(PositionKind.PAUSED);
    }

    @Test
    void a_pause_by_a_guardrail_does_not_make_an_unwritten_edit_look_like_drift() {
        FeatureBuilder builder = steps().guardrail("http-errors", DataDeadline.Action.HOLD)
                .onFailure(OnFailure.Action.PAUSE, OnFailure.Target.OFF, "1h", 0);
        Scene scene = atTenPercent(builder);
        scene.edit(builder.version("2.0.0").variant("beta", true).build());

        scene.judged(CHECKOUT, Verdict.FAIL).apply();

        assertThat(scene.change(CHECKOUT).decision().reason()).isEqualTo(Reason.NEW_SPEC);
    }

    @Test
    void a_version_that_did_not_move_enough_is_refused() {
        FeatureBuilder builder = steps();
        Scene scene = atTenPercent(builder);
        scene.edit(builder.version("1.0.1").variant("beta", true).build());

        assertThat(scene.plan().refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.reason()).startsWith("the version went from 1.0.0 to 1.0.1, but the edit is major: ");
            assertThat(refusal.remedy()).isEqualTo("set version to 2.0.0 or later");
        });
    }

    @Test
    void a_feature_seen_for_the_first_time_is_not_refused() {
        Scene scene = new Scene(steps().version("0.1.0").build());

        assertThat(scene.plan().refusals()).isEmpty();
    }

    @Test
    void bucketing_exposed_users_anew_is_refused_unless_allowed() {
        FeatureBuilder builder = steps();
        Scene scene = atTenPercent(builder);
        scene.edit(builder.version("2.0.0").salt("other").build());

        assertThat(scene.change(CHECKOUT).action()).isEqualTo(ChangeAction.REPLACE);
        assertThat(scene.plan().refusals())
                .extracting(Refusal::reason)
                .containsExactly("the edit places users by another hash: 89% of the exposed users lose it to others");
        assertThat(scene.allowRebucketing().plan().refusals()).isEmpty();
    }

    @Test
    void a_rollback_is_not_refused_because_somebody_changed_the_salt() {
        FeatureBuilder builder = steps().guardrail("http-errors", DataDeadline.Action.HOLD);
        Scene scene = atTenPercent(builder);
        FlagState state = scene.flag(CHECKOUT);
        FlagState salted = new FlagState(
                state.variants(), state.treatment(), state.rest(), state.exposure(), state.unit(), "other");
        scene.observed(Scene.key(CHECKOUT), ObservedFlag.present(CHECKOUT, salted));

        assertThat(scene.plan().refusals())
                .extracting(Refusal::reason)
                .containsExactly(
                        "unit or salt was changed outside flagctl, and putting it back places users by another "
                                + "hash: 89% of the exposed users lose it to others");
        scene.judged(CHECKOUT, Verdict.FAIL);

        assertThat(scene.change(CHECKOUT).decision().kind()).isEqualTo(DecisionKind.ROLL_BACK);
        assertThat(scene.plan().refusals()).isEmpty();
    }

    @Test
    void a_new_version_of_what_was_rolled_back_goes_on_from_where_it_stands() {
        FeatureBuilder builder = steps().guardrail("http-errors", DataDeadline.Action.HOLD);
        Scene scene = atTenPercent(builder);
        scene.judged(CHECKOUT, Verdict.FAIL).apply();
        scene.edit(builder.version("1.0.1").description("fixed").build()).judged(CHECKOUT, Verdict.PASS);

        scene.apply();
        assertThat(scene.position(CHECKOUT).kind()).isEqualTo(PositionKind.MOVING);
        assertThat(scene.flag(CHECKOUT).exposure()).isEqualTo(percent(1));
        scene.pass(HOUR).judged(CHECKOUT, Verdict.PASS);

        assertThat(scene.change(CHECKOUT).decision().reason()).isEqualTo(Reason.BAKED);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, false, true, true, true, 1",
        "100,  false, true, true, true, 0",
        "1,    false, false, true, true, 1",
        "1,    true,  true, false, true, 1",
        "1,    false, true, false, true, 0"
    })
    void what_a_flag_service_cannot_express_is_refused(
            int step, boolean regional, boolean cohorts, boolean regions, boolean variants, int refusals) {
        var first = stage(cohorts ? null : "employees", 0.5, "1h");
        if (regional) {
            first = new dev.flagctl.model.StageSpec(
                    null, Percent.of(0.5), List.of("eu-west"), first.bake(), null, List.of(), first.source());
        }
        Scene scene = new Scene(feature(CHECKOUT).canary(first).build());
        scene.capable(FakeFlagService.capable(
                new Percent(step),
                new Capabilities.Audiences(cohorts ? Set.of(Operator.values()) : Set.of(), regions, true),
                variants));

        assertThat(scene.plan().refusals()).hasSize(refusals);
    }

    @Test
    void text_variants_are_refused_by_a_service_of_on_and_off() {
        Scene scene =
                new Scene(steps().variant("on", "blue").variant("off", "red").build());
        scene.capable(FakeFlagService.capable(Percent.of(1.0), Capabilities.Audiences.ALL, false));

        assertThat(scene.plan().refusals())
                .extracting(Refusal::reason)
                .containsExactly("its flag service serves only on and off");
    }
}
