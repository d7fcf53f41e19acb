// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import static dev.flagctl.support.FeatureBuilder.approved;
import static dev.flagctl.support.FeatureBuilder.exposures;
import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.stage;
import static dev.flagctl.support.Scene.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.guardrail.Verdict;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Bake;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.DataState;
import dev.flagctl.model.DriftAction;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.OnFailure;
import dev.flagctl.model.OutsideChange;
import dev.flagctl.model.Percent;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Strategy;
import dev.flagctl.support.FeatureBuilder;
import dev.flagctl.support.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of a decision on the way up, in their order. */
final class DecisionTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String CHECKOUT = "checkout";

    private static FeatureBuilder guarded() {
        return feature(CHECKOUT).guardrail("http-errors", DataDeadline.Action.PAUSE);
    }

    /** Stands at 10 %, stage 2 of employees, 1 %, 10 %, 100 %, its bake over. */
    private static Scene atTenPercent(Feature feature) {
        return new Scene(feature).rollOn(CHECKOUT, 3, HOUR);
    }

    private static void decides(Scene scene, DecisionKind kind, Reason reason) {
        Decision decision = scene.change(CHECKOUT).decision();
        assertThat(decision.kind() + " " + decision.reason()).isEqualTo(kind + " " + reason);
    }

    // Beginning

    @Test
    void begins_with_the_first_stage_when_every_gate_is_open() {
        Scene scene = new Scene(feature(CHECKOUT).build());

        Change change = scene.change(CHECKOUT);

        decides(scene, DecisionKind.ADVANCE, Reason.FIRST_STAGE);
        assertThat(change.action()).isEqualTo(ChangeAction.CREATE);
        assertThat(change.after().exposure()).isEqualTo(Exposure.of(Audience.cohort("employees"), Percent.ALL));
    }

    @Test
    void creates_the_flag_serving_nobody_while_the_first_gate_is_closed() {
        Feature feature = feature(CHECKOUT)
                .gated("production", new Strategy.AllAtOnce(Bake.NONE), null, "leads")
                .build();
        Scene scene = new Scene(feature);

        Change change = scene.change(CHECKOUT);

        decides(scene, DecisionKind.HOLD, Reason.GATE_APPROVAL);
        assertThat(change.action()).isEqualTo(ChangeAction.CREATE);
        assertThat(change.after().exposure()).isEqualTo(Exposure.NONE);
        assertThat(scene.apply().due()).hasSize(1);
        assertThat(scene.plan().due()).isEmpty();
    }

    @Test
    void takes_over_a_flag_that_is_there_as_it_is() {
        Feature feature = guarded().build();
        Scene scene = new Scene(feature)
                .observed(Scene.key(CHECKOUT), ObservedFlag.present(CHECKOUT, feature.flagWith(percent(5))));

        Change change = scene.change(CHECKOUT);

        decides(scene, DecisionKind.CORRECT, Reason.FOUND_AS_WANTED);
        assertThat(change.action()).isEqualTo(ChangeAction.NO_OP);
        // 5 % of everybody covers neither all employees nor any later stage.
        assertThat(change.recorded().position().stage()).isEqualTo(-1);
        assertThat(change.recorded().flag().exposure()).isEqualTo(percent(5));
    }

    @Test
    void takes_over_a_flag_at_its_end_as_done() {
        Feature feature = feature(CHECKOUT).build();
        Scene scene = new Scene(feature)
                .observed(Scene.key(CHECKOUT), ObservedFlag.present(CHECKOUT, feature.flagWith(Exposure.ALL)));

        scene.apply();

        assertThat(scene.position(CHECKOUT).kind()).isEqualTo(PositionKind.DONE);
        decides(scene, DecisionKind.STEADY, Reason.NOTHING_DUE);
    }

    @ParameterizedTest
    @EnumSource(
            value = ObservedFlag.Presence.class,
            names = {"PRESENT", "ARCHIVED"})
    void does_not_touch_a_flag_that_it_cannot_read(ObservedFlag.Presence presence) {
        Scene scene = new Scene(feature(CHECKOUT).build())
                .observed(
                        Scene.key(CHECKOUT),
                        new ObservedFlag(CHECKOUT, null, presence, "two rollout rules", List.of(), null));

        Change change = scene.change(CHECKOUT);

        decides(scene, DecisionKind.HOLD, Reason.UNREADABLE_FLAG);
        assertThat(change.isDue()).isFalse();
    }

    // On the way up

    @Test
    void advances_when_the_bake_is_over_and_guardrails_pass() {
        Scene scene = atTenPercent(guarded().build());

        Change change = scene.change(CHECKOUT);

        decides(scene, DecisionKind.ADVANCE, Reason.BAKED);
        assertThat(change.before().exposure().everyone()).isEqualTo(Percent.of(10.0));
        assertThat(change.after().exposure()).isEqualTo(Exposure.ALL);
        assertThat(change.decision().because()).isEqualTo("baked 1h of 1h, no guardrail fails");
    }

    @Test
    void holds_for_the_rest_of_the_bake_and_says_until_when() {
        Scene scene = new Scene(feature(CHECKOUT).build());
        scene.apply();
        Instant begun = scene.now();
        scene.pass(Duration.ofMinutes(59));

        Hold hold = scene.change(CHECKOUT).decision().hold();

        decides(scene, DecisionKind.HOLD, Reason.BAKE_TIME);
        assertThat(hold).isEqualTo(new Hold("its bake of employees", begun, begun.plus(HOUR), Hold.BY_ITSELF));
    }

    @ParameterizedTest
    @CsvSource({"0, HOLD", "4999, HOLD", "5000, ADVANCE"})
    void holds_until_enough_users_met_the_stage(long users, DecisionKind kind) {
        Scene scene = new Scene(feature(CHECKOUT)
                .canary(exposures(stage(1, "1h"), 5000), stage(100, "1h"))
                .build());
        scene.apply();
        scene.pass(HOUR).exposed(CHECKOUT, users);

        assertThat(scene.change(CHECKOUT).decision().kind()).isEqualTo(kind);
    }

    @Test
    void holds_for_exposures_when_nobody_counts_them() {
        Scene scene = new Scene(feature(CHECKOUT)
                .canary(exposures(stage(1, "1h"), 5000), stage(100, "1h"))
                .build());
        scene.apply();
        scene.pass(HOUR);

        decides(scene, DecisionKind.HOLD, Reason.BAKE_EXPOSURES);
        assertThat(scene.change(CHECKOUT).decision().because()).isEqualTo("5000 exposures, nobody counts them so far");
    }

    @Test
    void finishes_when_the_last_stage_is_baked_and_then_rests() {
        Scene scene = atTenPercent(guarded().build());
        scene.apply();
        scene.judged(CHECKOUT, Verdict.PASS).pass(HOUR);

        decides(scene, DecisionKind.FINISH, Reason.END_OF_ROLLOUT);
        scene.apply();

        decides(scene, DecisionKind.STEADY, Reason.NOTHING_DUE);
        assertThat(scene.position(CHECKOUT).kind()).isEqualTo(PositionKind.DONE);
    }

    // Gates

    @Test
    void waits_until_the_same_version_is_done_in_the_environment_before() {
        Feature feature = feature(CHECKOUT)
                .in("staging", new Strategy.AllAtOnce(Bake.of(HOUR)))
                .in("production", new Strategy.AllAtOnce(Bake.NONE), "staging")
                .build();
        Scene scene = new Scene(feature);
        scene.settle();

        decides(scene, DecisionKind.HOLD, Reason.GATE_ENVIRONMENT);
        scene.pass(HOUR).settle();

        assertThat(scene.position(CHECKOUT).kind()).isEqualTo(PositionKind.DONE);
    }

    @Test
    void a_new_version_waits_for_the_environment_before_again() {
        FeatureBuilder builder = feature(CHECKOUT)
                .in("staging", new Strategy.AllAtOnce(Bake.of(HOUR)))
                .in("production", new Strategy.Canary(List.of(stage(50, "1h"), stage(100, "1h"))), "staging");
        Scene scene = new Scene(builder.build());
        scene.settle();
        scene.edit(builder.version("1.0.1").description("other words").build());

        decides(scene, DecisionKind.HOLD, Reason.GATE_ENVIRONMENT);
    }

    @Test
    void waits_for_the_approval_of_this_stage_and_version() {
        Feature feature = feature(CHECKOUT)
                .canary(stage(1, "1h"), approved(stage(100, "1h"), "leads"))
                .build();
        Scene scene = new Scene(feature);
        scene.apply();
        scene.pass(HOUR);
        scene.says(CHECKOUT, "0.9.0", "soak", "leads", true);
        scene.says(CHECKOUT, "1.0.0", "1%", "leads", true);
        scene.says(CHECKOUT, "1.0.0", "soak", "others", true);

        decides(scene, DecisionKind.HOLD, Reason.GATE_APPROVAL);
        assertThat(scene.change(CHECKOUT).decision().hold().releasedBy()).isEqualTo("leads");
        scene.says(CHECKOUT, "1.0.0", "soak", "leads", true);

        decides(scene, DecisionKind.ADVANCE, Reason.BAKED);
    }

    @Test
    void a_rejection_after_an_approval_closes_the_gate_and_is_told() {
        Feature feature = feature(CHECKOUT)
                .canary(stage(1, "1h"), approved(stage(100, "1h"), "leads"))
                .build();
        Scene scene = new Scene(feature);
        scene.apply();
        scene.pass(HOUR);
        scene.says(CHECKOUT, "1.0.0", "soak", "leads", true);
        scene.says(CHECKOUT, "1.0.0", "soak", "leads", false);

        decides(scene, DecisionKind.HOLD, Reason.GATE_APPROVAL);
        assertThat(scene.change(CHECKOUT).decision().because())
                .isEqualTo("approval of stage soak, rejected by dana: seen");
    }

    @Test
    void does_not_begin_before_its_date() {
        Feature feature = feature(CHECKOUT)
                .gated("production", new Strategy.AllAtOnce(Bake.NONE), Instant.parse("2026-11-24T14:00:00Z"), null)
                .build();
        Scene scene = new Scene(feature);

        decides(scene, DecisionKind.HOLD, Reason.GATE_DATE);
        assertThat(scene.change(CHECKOUT).decision().hold().until()).isEqualTo("2026-11-24T14:00:00Z");
        scene.pass(HOUR);

        decides(scene, DecisionKind.ADVANCE, Reason.FIRST_STAGE);
    }

    // Guardrails

    @ParameterizedTest
    @CsvSource({"LAST_HEALTHY, 1, 1%", "FIRST_STAGE, 0, 0%", "OFF, -1, 0%"})
    void a_failed_guardrail_takes_exposure_back_to_the_target(OnFailure.Target to, int stage, String everyone) {
        Scene scene = atTenPercent(
                guarded().onFailure(OnFailure.Action.ROLL_BACK, to, "4h", 0).build());
        scene.judged(CHECKOUT, Verdict.FAIL);

        Change change = scene.change(CHECKOUT);

        decides(scene, DecisionKind.ROLL_BACK, Reason.GUARDRAIL_FAILED);
        assertThat(change.decision().stage()).isEqualTo(stage);
        assertThat(change.after().exposure().everyone()).hasToString(everyone);
        assertThat(change.recorded().position().kind()).isEqualTo(PositionKind.ROLLED_BACK);
        assertThat(change.recorded().position().cooldownUntil())
                .isEqualTo(scene.now().plus(HOUR.multipliedBy(4)));
    }

    @Test
    void a_failed_guardrail_only_pauses_when_the_feature_asks_for_that() {
        Scene scene = atTenPercent(guarded()
                .onFailure(OnFailure.Action.PAUSE, OnFailure.Target.LAST_HEALTHY, "4h", 0)
                .build());
        scene.judged(CHECKOUT, Verdict.FAIL);

        decides(scene, DecisionKind.PAUSE, Reason.GUARDRAIL_FAILED);
        assertThat(scene.change(CHECKOUT).action()).isEqualTo(ChangeAction.NO_OP);
        scene.apply();

        decides(scene, DecisionKind.HOLD, Reason.PAUSED);
    }

    @Test
    void a_failure_where_it_was_taken_back_to_turns_it_off() {
        Scene scene = atTenPercent(guarded().build());
        scene.judged(CHECKOUT, Verdict.FAIL).apply();
        scene.judged(CHECKOUT, Verdict.FAIL);

        decides(scene, DecisionKind.ROLL_BACK, Reason.GUARDRAIL_FAILED);
        assertThat(scene.change(CHECKOUT).after().exposure()).isEqualTo(Exposure.NONE);
    }

    @Test
    void a_failure_comes_before_drift_bake_and_pause() {
        Scene scene = atTenPercent(guarded().build());
        scene.turnedOutside(CHECKOUT, percent(4)).apply();
        scene.turnedOutside(CHECKOUT, percent(50)).judged(CHECKOUT, Verdict.FAIL);

        decides(scene, DecisionKind.ROLL_BACK, Reason.GUARDRAIL_FAILED);
    }

    @Test
    void a_failure_while_paused_takes_back_and_stays_paused() {
        Scene scene = atTenPercent(guarded()
                .onFailure(OnFailure.Action.ROLL_BACK, OnFailure.Target.LAST_HEALTHY, "1h", 3)
                .build());
        scene.turnedOutside(CHECKOUT, percent(4)).apply();
        scene.judged(CHECKOUT, Verdict.FAIL).apply();
        scene.pass(Duration.ofDays(3)).judged(CHECKOUT, Verdict.PASS);

        decides(scene, DecisionKind.HOLD, Reason.PAUSED);
        assertThat(scene.flag(CHECKOUT).exposure()).hasToString("4% of employees, 1%");
    }

    @Test
    void a_rollback_never_brings_back_a_flag_that_somebody_deleted() {
        Scene scene = atTenPercent(guarded().build());
        scene.observed(Scene.key(CHECKOUT), ObservedFlag.absent(CHECKOUT)).judged(CHECKOUT, Verdict.FAIL);

        assertThat(scene.change(CHECKOUT).after().exposure()).isEqualTo(Exposure.NONE);
    }

    @Test
    void a_rollback_stays_below_what_is_recorded_and_what_is_served() {
        Scene scene = atTenPercent(guarded().build());
        scene.turnedOutside(CHECKOUT, percent(0.5)).apply();
        scene.turnedOutside(CHECKOUT, percent(60)).judged(CHECKOUT, Verdict.FAIL);

        assertThat(scene.change(CHECKOUT).after().exposure()).isEqualTo(percent(0.5));
    }

    // Cooldown and retries

    @Test
    void waits_for_its_cooldown_then_retries_as_often_as_it_may_and_then_for_a_person() {
        Scene scene = atTenPercent(guarded()
                .onFailure(OnFailure.Action.ROLL_BACK, OnFailure.Target.LAST_HEALTHY, "4h", 1)
                .build());
        scene.judged(CHECKOUT, Verdict.FAIL).apply();
        scene.judged(CHECKOUT, Verdict.PASS);
        decides(scene, DecisionKind.HOLD, Reason.COOLDOWN);

        scene.pass(Duration.ofHours(4));
        decides(scene, DecisionKind.ADVANCE, Reason.RETRY);
        scene.apply();
        assertThat(scene.position(CHECKOUT).retries()).isEqualTo(1);

        scene.judged(CHECKOUT, Verdict.FAIL).apply();
        scene.judged(CHECKOUT, Verdict.PASS).pass(Duration.ofHours(4));
        decides(scene, DecisionKind.HOLD, Reason.ROLLED_BACK_FOR_GOOD);
    }

    @Test
    void a_retry_needs_data_as_any_advance_does() {
        Scene scene = atTenPercent(guarded()
                .onFailure(OnFailure.Action.ROLL_BACK, OnFailure.Target.LAST_HEALTHY, "4h", 1)
                .build());
        scene.judged(CHECKOUT, Verdict.FAIL).apply();
        Instant rolledBack = scene.now();
        scene.pass(Duration.ofHours(4));

        decides(scene, DecisionKind.HOLD, Reason.DATA_MISSING);
        scene.blind(CHECKOUT, DataState.NO_DATA, rolledBack, HOUR, DataDeadline.Action.ROLL_BACK);

        decides(scene, DecisionKind.HOLD, Reason.DATA_MISSING);
    }

    // Data

    @Test
    void holds_without_a_verdict_of_its_guardrails() {
        Scene scene = atTenPercent(guarded().build());
        scene.unjudged(CHECKOUT);

        decides(scene, DecisionKind.HOLD, Reason.DATA_MISSING);
    }

    @ParameterizedTest
    @CsvSource({
        "PAUSE, 29, HOLD",
        "PAUSE, 30, PAUSE",
        "ROLL_BACK, 29, HOLD",
        "ROLL_BACK, 30, ROLL_BACK",
        "HOLD, 9999, HOLD"
    })
    void missing_data_holds_until_its_deadline(DataDeadline.Action action, long minutes, DecisionKind kind) {
        Scene scene = atTenPercent(guarded().build());
        scene.blind(CHECKOUT, DataState.STALE, scene.now(), Duration.ofMinutes(30), action);
        scene.pass(Duration.ofMinutes(minutes));

        decides(scene, kind, Reason.DATA_MISSING);
    }

    /** Every state, with every action that may follow it, before its deadline and from it on. */
    @ParameterizedTest
    @EnumSource(
            value = DataState.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OK"})
    void every_state_of_the_data_holds_before_its_deadline_and_does_what_is_due_at_it(DataState state) {
        for (DataDeadline.Action action : DataDeadline.Action.values()) {
            Scene scene = atTenPercent(guarded().build());
            scene.blind(CHECKOUT, state, scene.now(), HOUR, action);
            DecisionKind due = switch (action) {
                case HOLD -> DecisionKind.HOLD;
                case PAUSE -> DecisionKind.PAUSE;
                case ROLL_BACK -> DecisionKind.ROLL_BACK;
            };

            scene.pass(HOUR.minusSeconds(1));
            assertThat(scene.change(CHECKOUT).decision().kind())
                    .as(action + " before the deadline")
                    .isEqualTo(DecisionKind.HOLD);
            scene.pass(Duration.ofSeconds(1));
            assertThat(scene.change(CHECKOUT).decision().kind())
                    .as(action + " at the deadline")
                    .isEqualTo(due);
        }
    }

    @Test
    void too_few_users_hold_by_themselves_and_pause_at_the_deadline() {
        Scene scene = atTenPercent(guarded().build());
        Instant since = scene.now();
        scene.blind(CHECKOUT, DataState.TOO_FEW, since, HOUR, DataDeadline.Action.PAUSE);

        decides(scene, DecisionKind.HOLD, Reason.NOT_ENOUGH_EVIDENCE);
        Hold hold = scene.change(CHECKOUT).decision().hold();
        assertThat(hold.releasedBy()).isEqualTo(Hold.BY_ITSELF);
        assertThat(hold.until()).isEqualTo(since.plus(HOUR));
        scene.pass(HOUR);

        decides(scene, DecisionKind.PAUSE, Reason.DATA_MISSING);
    }

    @ParameterizedTest
    @EnumSource(
            value = Verdict.class,
            names = {"PASS", "FAIL"},
            mode = EnumSource.Mode.EXCLUDE)
    void only_a_pass_lets_a_rollout_go_on(Verdict verdict) {
        Scene scene = atTenPercent(guarded().build());
        scene.judged(CHECKOUT, verdict);

        decides(scene, DecisionKind.HOLD, Reason.NOT_ENOUGH_EVIDENCE);
    }

    // Drift

    @Test
    void turned_down_outside_pauses_and_stays_down() {
        Scene scene = atTenPercent(guarded().build());
        FlagState lower = scene.flag(CHECKOUT).withExposure(percent(4));
        OutsideChange carol = new OutsideChange("carol", Instant.parse("2026-11-24T12:00:00Z"), "event 9");
        scene.observed(
                Scene.key(CHECKOUT),
                new ObservedFlag(CHECKOUT, lower, ObservedFlag.Presence.PRESENT, "", List.of(), carol));

        decides(scene, DecisionKind.PAUSE, Reason.TURNED_DOWN_OUTSIDE);
        assertThat(scene.change(CHECKOUT).decision().because())
                .isEqualTo("turned down outside flagctl, employees, 10% → 4% by carol at 2026-11-24T12:00:00Z");
        scene.apply();
        scene.pass(Duration.ofDays(300));

        decides(scene, DecisionKind.HOLD, Reason.PAUSED);
        assertThat(scene.position(CHECKOUT).by()).isEqualTo("carol");
        assertThat(scene.flag(CHECKOUT).exposure()).isEqualTo(percent(4));
    }

    @Test
    void turned_up_outside_is_taken_back() {
        Scene scene = atTenPercent(guarded().build());
        Exposure recorded = scene.flag(CHECKOUT).exposure();
        scene.turnedOutside(CHECKOUT, Exposure.ALL);

        decides(scene, DecisionKind.CORRECT, Reason.TURNED_UP_OUTSIDE);
        assertThat(scene.change(CHECKOUT).after().exposure()).isEqualTo(recorded);
    }

    @Test
    void of_two_exposures_that_do_not_compare_the_lower_of_both_stays() {
        Scene scene = atTenPercent(guarded().build());
        Exposure other = percent(4).union(Exposure.of(Audience.region("eu-west"), Percent.of(60.0)));
        scene.turnedOutside(CHECKOUT, other);

        Change change = scene.change(CHECKOUT);

        decides(scene, DecisionKind.PAUSE, Reason.TURNED_DOWN_OUTSIDE);
        assertThat(other.covers(change.after().exposure())).isTrue();
        assertThat(change.recordedBefore()
                        .flag()
                        .exposure()
                        .covers(change.after().exposure()))
                .isTrue();
        assertThat(change.action()).isEqualTo(ChangeAction.UPDATE);
    }

    @Test
    void a_flag_deleted_outside_is_not_made_again() {
        Scene scene = atTenPercent(guarded().build());
        scene.observed(Scene.key(CHECKOUT), ObservedFlag.absent(CHECKOUT));

        decides(scene, DecisionKind.PAUSE, Reason.TURNED_DOWN_OUTSIDE);
        assertThat(scene.change(CHECKOUT).action()).isEqualTo(ChangeAction.NO_OP);
        scene.apply();
        scene.pass(Duration.ofDays(30));

        decides(scene, DecisionKind.HOLD, Reason.PAUSED);
        assertThat(scene.plan().due()).isEmpty();
    }

    @Test
    void holds_while_the_flag_cannot_be_read() {
        Scene scene = atTenPercent(guarded().build());
        scene.observed(
                Scene.key(CHECKOUT),
                new ObservedFlag(CHECKOUT, null, ObservedFlag.Presence.PRESENT, "two rollout rules", List.of(), null));

        decides(scene, DecisionKind.HOLD, Reason.UNREADABLE_FLAG);
    }

    @Test
    void a_failure_of_an_unreadable_flag_is_still_tried() {
        Scene scene = atTenPercent(guarded().build());
        scene.observed(
                Scene.key(CHECKOUT),
                new ObservedFlag(CHECKOUT, null, ObservedFlag.Presence.PRESENT, "two rollout rules", List.of(), null));
        scene.judged(CHECKOUT, Verdict.FAIL);

        decides(scene, DecisionKind.ROLL_BACK, Reason.GUARDRAIL_FAILED);
        assertThat(scene.change(CHECKOUT).action()).isEqualTo(ChangeAction.UPDATE);
    }

    @ParameterizedTest
    @CsvSource({"CORRECT, CORRECT, UPDATE", "ADOPT, CORRECT, NO_OP", "HOLD, HOLD, NO_OP"})
    void other_fields_follow_the_manifest(DriftAction drift, DecisionKind kind, ChangeAction action) {
        Scene scene = atTenPercent(guarded().drift(drift).build());
        FlagState state = scene.flag(CHECKOUT);
        FlagState changed = new FlagState(
                Map.of("on", true, "off", false, "new", false),
                state.treatment(),
                state.rest(),
                state.exposure(),
                state.unit(),
                state.salt());
        scene.observed(Scene.key(CHECKOUT), ObservedFlag.present(CHECKOUT, changed));

        decides(scene, kind, Reason.CHANGED_OUTSIDE);
        assertThat(scene.change(CHECKOUT).action()).isEqualTo(action);
    }

    // Manifests that went away

    @Test
    void a_feature_without_its_manifest_is_reported_and_never_touched() {
        Scene scene = atTenPercent(guarded().build());
        scene.removeManifest(CHECKOUT);

        Change change = scene.change(CHECKOUT);

        decides(scene, DecisionKind.HOLD, Reason.MANIFEST_GONE);
        assertThat(change.isDue()).isFalse();
        assertThat(change.after()).isEqualTo(change.before());
    }

    @Test
    void environments_have_positions_of_their_own() {
        Feature feature = feature(CHECKOUT)
                .in("staging", new Strategy.AllAtOnce(Bake.NONE))
                .in("production", new Strategy.Canary(List.of(stage(1, "1h"), stage(100, "1h"))))
                .build();
        Scene scene = new Scene(feature);

        Plan plan = scene.apply();

        assertThat(Scene.change(plan, new FeatureKey(CHECKOUT, "staging"))
                        .after()
                        .exposure())
                .isEqualTo(Exposure.ALL);
        assertThat(Scene.change(plan, Scene.key(CHECKOUT)).after().exposure()).isEqualTo(percent(1));
    }
}
