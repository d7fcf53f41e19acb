// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import static dev.flagctl.support.FeatureBuilder.feature;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.guardrail.ErrorBudget;
import dev.flagctl.guardrail.Verdict;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.support.Scene;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No rollout begins or goes up while the error budget burns, is gone, or is not known. */
final class BudgetRuleTest {

    private static final String CHECKOUT = "checkout";
    private static final ErrorBudget GOOD = budget("", 0.6);
    private static final ErrorBudget BURNS = budget("20 in 1h and 20 in 5m (at most 14.4)", 0.6);
    private static final ErrorBudget GONE = budget("", -0.1);
    private static final ErrorBudget UNKNOWN = ErrorBudget.unknown("slo", DataState.NO_DATA);

    private record Closed(ErrorBudget budget, Reason reason, String words) {}

    private static List<Closed> closed() {
        return List.of(
                new Closed(
                        BURNS,
                        Reason.BUDGET_BURNS,
                        "the error budget of slo to stop burning: 20 in 1h and 20 in 5m (at most 14.4)"),
                new Closed(GONE, Reason.BUDGET_GONE, "error budget of slo, which is used up"),
                new Closed(UNKNOWN, Reason.BUDGET_UNKNOWN, "the error budget of slo to be known: NO_DATA"));
    }

    private static ErrorBudget budget(String burns, double left) {
        return new ErrorBudget("slo", DataState.OK, burns, left, 0, Duration.ofHours(6));
    }

    private static Scene scene(GuardrailRole role) {
        return new Scene(feature(CHECKOUT).burn("slo", role).build());
    }

    @ParameterizedTest
    @MethodSource("closed")
    void a_rollout_does_not_begin(Closed closed) {
        Scene scene = scene(GuardrailRole.GUARD).budget(CHECKOUT, closed.budget());

        Change change = scene.change(CHECKOUT);

        assertThat(change.decision().kind()).isEqualTo(DecisionKind.HOLD);
        assertThat(change.decision().reason()).isEqualTo(closed.reason());
        assertThat(change.decision().hold().waitsFor()).contains(closed.words());
        assertThat(change.after().exposure()).isEqualTo(Exposure.NONE);
    }

    @ParameterizedTest
    @MethodSource("closed")
    void a_rollout_does_not_go_up(Closed closed) {
        Scene scene = scene(GuardrailRole.GUARD).budget(CHECKOUT, GOOD).settle();
        scene.judged(CHECKOUT, Verdict.PASS).pass(Duration.ofHours(2)).budget(CHECKOUT, closed.budget());

        assertThat(scene.change(CHECKOUT).decision().reason()).isEqualTo(closed.reason());
        scene.budget(CHECKOUT, GOOD);
        assertThat(scene.change(CHECKOUT).decision().kind()).isEqualTo(DecisionKind.ADVANCE);
    }

    @Test
    void a_budget_that_nobody_asked_for_is_not_known() {
        assertThat(scene(GuardrailRole.CRITICAL).change(CHECKOUT).decision().reason())
                .isEqualTo(Reason.BUDGET_UNKNOWN);
    }

    @Test
    void a_guardrail_that_only_watches_keeps_nothing_back() {
        Scene scene = scene(GuardrailRole.WATCH).budget(CHECKOUT, BURNS);

        assertThat(scene.change(CHECKOUT).decision().kind()).isEqualTo(DecisionKind.ADVANCE);
    }

    @Test
    void a_failure_takes_exposure_back_whatever_the_budget_says() {
        Scene scene = scene(GuardrailRole.GUARD).budget(CHECKOUT, GOOD).settle();
        scene.judged(CHECKOUT, Verdict.FAIL).budget(CHECKOUT, BURNS);

        assertThat(scene.change(CHECKOUT).decision().kind()).isEqualTo(DecisionKind.ROLL_BACK);
    }
}
