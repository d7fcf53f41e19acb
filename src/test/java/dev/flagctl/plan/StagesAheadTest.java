// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import static dev.flagctl.support.FeatureBuilder.approved;
import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.stage;
import static dev.flagctl.support.FeatureBuilder.sunset;
import static dev.flagctl.support.Scene.key;
import static dev.flagctl.support.Scene.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.guardrail.Verdict;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.ControlLimit;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Operator;
import dev.flagctl.model.Percent;
import dev.flagctl.model.StageKind;
import dev.flagctl.model.Sunset;
import dev.flagctl.support.FakeFlagService;
import dev.flagctl.support.FeatureBuilder;
import dev.flagctl.support.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A later stage that the flag service cannot keep: told when the rollout begins, and in the way of nothing that takes exposure back. */
final class StagesAheadTest {

    private static final String CHECKOUT = "checkout";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Capabilities WHOLE_PERCENTS =
            FakeFlagService.capable(Percent.of(1.0), Capabilities.Audiences.ALL, true);
    private static final String HALF_A_PERCENT =
            "stage 37.5%, still to come: steps of its flag service are 1%, so 37.5% cannot be served";

    private static FeatureBuilder ramp() {
        return feature(CHECKOUT)
                .guardrail("http-errors", DataDeadline.Action.HOLD)
                .canary(stage(1, "1h"), stage(10, "1h"), stage(37.5, "1h"), stage(100, "1h"));
    }

    /** Stands at 1 %, its bake over, on a flag service that has lost its finer steps since. */
    private static Scene atOnePercent() {
        return new Scene(ramp().build()).rollOn(CHECKOUT, 1, HOUR).capable(WHOLE_PERCENTS);
    }

    private static List<String> refusals(Scene scene) {
        return scene.plan().refusals().stream().map(Refusal::reason).toList();
    }

    @Test
    void a_later_share_that_cannot_be_served_is_refused_before_the_first_user() {
        Scene scene = new Scene(ramp().build()).capable(WHOLE_PERCENTS);

        assertThat(scene.change(CHECKOUT).after().exposure()).isEqualTo(percent(1));
        assertThat(scene.plan().refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.reason()).isEqualTo(HALF_A_PERCENT);
            assertThat(refusal.remedy()).isEqualTo("use a multiple of 1%");
        });
        assertThat(refusals(scene.capable(FakeFlagService.CAPABLE))).isEmpty();
    }

    @Test
    void a_rollout_that_waits_for_its_first_gate_learns_it_too() {
        Scene scene = new Scene(feature(CHECKOUT)
                .canary(approved(stage(0.5, "1h"), "leads"), stage(100, "1h"))
                .build());

        assertThat(refusals(scene.capable(WHOLE_PERCENTS)))
                .containsExactly(
                        "stage 0.5%, still to come: steps of its flag service are 1%: 0.5% would reach nobody");
    }

    @Test
    void a_control_group_that_cannot_be_kept_at_a_later_share_is_refused_in_the_words_of_the_capability() {
        ControlLimit limit = state -> state.exposure().covers(percent(50)) ? "its halves overlap" : "";
        Scene scene = new Scene(ramp().matched()
                        .canary(stage(1, "1h"), stage("employees", 75, "1h"), stage(75, "1h"), stage(100, "1h"))
                        .build())
                .capable(FakeFlagService.CAPABLE.withControl(limit));

        assertThat(scene.plan().refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.reason()).isEqualTo("stage 75%, still to come: its halves overlap");
            assertThat(refusal.remedy()).contains("leave \"rest\" out");
        });
    }

    @Test
    void what_keeps_several_stages_from_being_served_is_told_at_the_first_of_them_with_its_share() {
        Scene scene = new Scene(feature(CHECKOUT)
                .canary(stage(1, "1h"), stage("employees", 20, "1h"), stage(5, "1h"), stage(10, "1h"))
                .build());
        scene.capable(FakeFlagService.capable(
                new Percent(1), new Capabilities.Audiences(Set.of(Operator.values()), true, false), true));

        assertThat(refusals(scene))
                .containsExactly(
                        "stage 20% of employees, still to come at 20% of employees, 1%: its flag service gives a"
                                + " cohort or region all or nothing, and 20% of employees is a part");
    }

    @Test
    void a_rollout_goes_no_further_up_towards_it_and_may_stay() {
        Scene scene = atOnePercent().judged(CHECKOUT, Verdict.UNDECIDED);
        assertThat(scene.change(CHECKOUT).holds()).isTrue();
        assertThat(refusals(scene)).isEmpty();

        scene.judged(CHECKOUT, Verdict.PASS);

        assertThat(scene.change(CHECKOUT).decision().kind()).isEqualTo(DecisionKind.ADVANCE);
        assertThat(refusals(scene)).containsExactly(HALF_A_PERCENT);
    }

    @Test
    void it_keeps_nobody_from_taking_exposure_back() {
        Scene failed = atOnePercent().judged(CHECKOUT, Verdict.FAIL);
        Scene raised = atOnePercent().judged(CHECKOUT, Verdict.UNDECIDED);
        raised.observed(
                key(CHECKOUT),
                ObservedFlag.present(CHECKOUT, raised.flag(CHECKOUT).withExposure(percent(5))));

        assertThat(failed.change(CHECKOUT).decision().kind()).isEqualTo(DecisionKind.ROLL_BACK);
        assertThat(failed.change(CHECKOUT).isDue()).isTrue();
        assertThat(refusals(failed)).isEmpty();
        assertThat(raised.change(CHECKOUT).decision().reason()).isEqualTo(Reason.TURNED_UP_OUTSIDE);
        assertThat(refusals(raised)).isEmpty();
    }

    @Test
    void an_edit_that_brings_such_a_stage_is_refused_though_the_stage_of_now_holds() {
        FeatureBuilder builder = ramp().canary(stage(1, "1h"), stage(10, "1h"), stage(100, "1h"));
        Scene scene = new Scene(builder.build()).rollOn(CHECKOUT, 1, HOUR).capable(WHOLE_PERCENTS);
        scene.judged(CHECKOUT, Verdict.UNDECIDED);
        assertThat(refusals(scene)).isEmpty();

        scene.edit(ramp().version("2.0.0").build());

        assertThat(scene.change(CHECKOUT).holds()).isTrue();
        assertThat(refusals(scene)).containsExactly(HALF_A_PERCENT);
    }

    @Test
    void nothing_is_asked_of_the_way_out() {
        Instant deprecate = Instant.parse("2027-11-25T00:00:00Z");
        Scene scene = new Scene(feature(CHECKOUT)
                        .canary(stage(100, "1h"))
                        .sunset(sunset(deprecate, deprecate.plus(Duration.ofDays(4)), null, Sunset.Require.NOTHING))
                        .build())
                .capable(FakeFlagService.capable(Percent.ALL, Capabilities.Audiences.ALL, true));

        assertThat(scene.change(CHECKOUT).trajectory().stages())
                .anyMatch(stage ->
                        stage.kind() == StageKind.PHASE_OUT && stage.exposure().isPartial());
        assertThat(refusals(scene)).isEmpty();
    }
}
