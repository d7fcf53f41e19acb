// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.guardrail.Verdict;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.OnFailure;
import dev.flagctl.model.Operator;
import dev.flagctl.model.Percent;
import dev.flagctl.model.PositionKind;
import dev.flagctl.support.Scene;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cohort that is defined anew in the manifests is an edit; the same rule changed in the flag service is drift. */
final class RedefinedCohortTest {

    private static final String CHECKOUT = "checkout";
    private static final Exposure EMPLOYEES = Exposure.of(Audience.cohort("employees"), Percent.ALL);
    private static final Exposure OTHERWISE =
            Exposure.of(Audience.cohort("employees").definedOtherwise(), Percent.ALL);
    private static final Cohort ANEW = new Cohort(
            "employees",
            true,
            List.of(new Condition("email", Operator.ENDS_WITH, List.of("@shop.example", "@shop.test"))));

    private static Scene servingEmployees() {
        Scene scene = new Scene(feature(CHECKOUT)
                        .canary(stage("employees", 100, "1h"), stage(10, "1h"), stage(100, "1h"))
                        .build())
                .settle();
        assertThat(scene.flag(CHECKOUT).exposure()).isEqualTo(EMPLOYEES);
        return scene;
    }

    @Test
    void an_edited_cohort_is_written_and_the_rollout_goes_on_where_it_was() {
        Scene scene = servingEmployees().redefine(ANEW).turnedOutside(CHECKOUT, OTHERWISE);

        Change change = scene.change(CHECKOUT);
        scene.apply();

        assertThat(change.decision().kind()).isEqualTo(DecisionKind.CORRECT);
        assertThat(change.decision().reason()).isEqualTo(Reason.NEW_SPEC);
        assertThat(change.decision().because()).isEqualTo("defined anew: employees, so other users are in it");
        assertThat(change.before().exposure()).hasToString("employees (defined otherwise)");
        assertThat(scene.flag(CHECKOUT).exposure()).isEqualTo(EMPLOYEES);
        assertThat(scene.change(CHECKOUT).isDue()).isFalse();
    }

    @Test
    void a_rule_that_was_changed_outside_pauses_as_long_as_the_manifests_say_the_same() {
        Scene scene = servingEmployees().turnedOutside(CHECKOUT, OTHERWISE);

        Change change = scene.change(CHECKOUT);

        assertThat(change.decision().kind()).isEqualTo(DecisionKind.PAUSE);
        assertThat(change.decision().reason()).isEqualTo(Reason.TURNED_DOWN_OUTSIDE);
    }

    @Test
    void a_rule_that_was_changed_outside_after_the_edit_was_written_is_drift_again() {
        Scene scene = servingEmployees().redefine(ANEW).turnedOutside(CHECKOUT, OTHERWISE);
        scene.apply();

        Change change = scene.turnedOutside(CHECKOUT, OTHERWISE).change(CHECKOUT);

        assertThat(change.decision().kind()).isEqualTo(DecisionKind.PAUSE);
    }

    @Test
    void a_share_that_was_turned_down_outside_stays_down_whatever_the_cohort_is_now() {
        Exposure half = Exposure.of(Audience.cohort("employees").definedOtherwise(), Percent.of(50));
        Scene scene = servingEmployees().redefine(ANEW).turnedOutside(CHECKOUT, half);

        Change change = scene.change(CHECKOUT);

        assertThat(change.decision().kind()).isEqualTo(DecisionKind.PAUSE);
        assertThat(change.recorded().flag().exposure()).hasToString("50% of employees");
    }

    @Test
    void a_paused_feature_reaches_nobody_new_before_a_person_resumes_it() {
        Scene scene = servingEmployees();
        scene.turnedOutside(CHECKOUT, Exposure.NONE).apply();
        assertThat(scene.position(CHECKOUT).kind()).isEqualTo(PositionKind.PAUSED);

        scene.redefine(ANEW).pass(Duration.ofDays(1));

        assertThat(scene.change(CHECKOUT).isDue()).isFalse();
    }

    @Test
    void a_rollback_reaches_nobody_who_is_in_a_cohort_only_since_it_was_edited() {
        Scene scene = new Scene(feature(CHECKOUT)
                        .canary(stage("employees", 100, "1h"), stage(1, "1h"), stage(10, "1h"), stage(100, "1h"))
                        .guardrail("http-errors", DataDeadline.Action.HOLD)
                        .build())
                .rollOn(CHECKOUT, 3, Duration.ofHours(1));
        Exposure ten = Exposure.of(Percent.of(10.0));
        assertThat(scene.flag(CHECKOUT).exposure()).isEqualTo(EMPLOYEES.union(ten));
        scene.redefine(ANEW).turnedOutside(CHECKOUT, OTHERWISE.union(ten)).judged(CHECKOUT, Verdict.FAIL);

        Change change = scene.change(CHECKOUT);

        assertThat(change.decision().kind()).isEqualTo(DecisionKind.ROLL_BACK);
        assertThat(change.after().exposure()).isEqualTo(Exposure.of(Percent.of(1.0)));
    }

    @Test
    void a_rollback_to_a_stage_of_such_a_cohort_goes_to_nobody_and_comes_back_through_it() {
        Scene scene = new Scene(feature(CHECKOUT)
                        .canary(stage("employees", 100, "1h"), stage(10, "1h"), stage(100, "1h"))
                        .guardrail("http-errors", DataDeadline.Action.HOLD)
                        .onFailure(OnFailure.Action.ROLL_BACK, OnFailure.Target.LAST_HEALTHY, "1h", 1)
                        .build())
                .rollOn(CHECKOUT, 2, Duration.ofHours(1));
        Exposure ten = Exposure.of(Percent.of(10.0));
        scene.redefine(ANEW).turnedOutside(CHECKOUT, OTHERWISE.union(ten)).judged(CHECKOUT, Verdict.FAIL);

        Change change = scene.change(CHECKOUT);
        scene.apply();
        scene.pass(Duration.ofHours(2)).judged(CHECKOUT, Verdict.PASS);

        assertThat(change.after().exposure()).isEqualTo(Exposure.NONE);
        assertThat(change.recorded().position().stage()).isEqualTo(-1);
        assertThat(scene.change(CHECKOUT).after().exposure()).isEqualTo(EMPLOYEES);
    }
}
