// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import static dev.flagctl.support.FeatureBuilder.feature;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.guardrail.Verdict;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.NoticeKind;
import dev.flagctl.model.OnFailure;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Risk;
import dev.flagctl.support.FeatureBuilder;
import dev.flagctl.support.Scene;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A rollout that has cost what it may cost goes no further, whatever its guardrails say. */
final class HarmBudgetRuleTest {

    private static final String CHECKOUT = "checkout";

    private static FeatureBuilder checkout(long budget) {
        return feature(CHECKOUT)
                .guardrail("http-errors", DataDeadline.Action.ROLL_BACK)
                .risk(new Risk(0.05, 0.8, budget, 0, Risk.LAG));
    }

    private static Scene baked(FeatureBuilder feature, Verdict verdict, long extraBad) {
        Scene scene = new Scene(feature.build()).settle();
        return scene.pass(Duration.ofHours(2)).judged(CHECKOUT, verdict, extraBad);
    }

    @Test
    void it_holds_and_says_what_it_cost_and_who_can_release_it() {
        Decision decision =
                baked(checkout(50), Verdict.PASS, 50).change(CHECKOUT).decision();

        assertThat(decision.kind()).isEqualTo(DecisionKind.HOLD);
        assertThat(decision.reason()).isEqualTo(Reason.HARM_BUDGET_GONE);
        assertThat(decision.hold().waitsFor())
                .isEqualTo(
                        "a larger risk.harm-budget, or a new version: 50 of 50 extra bad units used, by http-errors");
        assertThat(decision.hold().releasedBy()).isEqualTo("team-payments");
    }

    @Test
    void it_advances_while_anything_is_left() {
        assertThat(baked(checkout(50), Verdict.PASS, 49)
                        .change(CHECKOUT)
                        .decision()
                        .kind())
                .isEqualTo(DecisionKind.ADVANCE);
    }

    @Test
    void nobody_is_held_who_stated_no_budget() {
        assertThat(baked(checkout(0), Verdict.PASS, 900)
                        .change(CHECKOUT)
                        .decision()
                        .kind())
                .isEqualTo(DecisionKind.ADVANCE);
    }

    @Test
    void its_owner_is_told_once() {
        Scene scene = baked(checkout(50).tell("chat", NoticeKind.HELD), Verdict.PASS, 60);

        assertThat(scene.plan().due())
                .singleElement()
                .satisfies(change -> assertThat(change.tasks()).anyMatch(task -> task.kind() == TaskKind.SEND_NOTICE));
        assertThat(scene.settle().plan().due()).isEmpty();
    }

    @Test
    void a_failure_takes_exposure_back_first_and_no_retry_follows() {
        FeatureBuilder feature =
                checkout(50).onFailure(OnFailure.Action.ROLL_BACK, OnFailure.Target.LAST_HEALTHY, "1h", 2);
        Scene scene = baked(feature, Verdict.FAIL, 60);

        assertThat(scene.change(CHECKOUT).decision().kind()).isEqualTo(DecisionKind.ROLL_BACK);
        scene.apply();
        scene.unjudged(CHECKOUT).pass(Duration.ofHours(2));
        assertThat(scene.position(CHECKOUT).kind()).isEqualTo(PositionKind.ROLLED_BACK);
        assertThat(scene.change(CHECKOUT).decision().reason()).isEqualTo(Reason.ROLLED_BACK_FOR_GOOD);
    }
}
