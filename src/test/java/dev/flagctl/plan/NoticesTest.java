// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import static dev.flagctl.support.FeatureBuilder.approved;
import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.stage;
import static dev.flagctl.support.FeatureBuilder.sunset;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.guardrail.Verdict;
import dev.flagctl.model.Bake;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Notice;
import dev.flagctl.model.NoticeKind;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.Sunset;
import dev.flagctl.support.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is told about what, and how often. */
final class NoticesTest {

    private static final String CHECKOUT = "checkout";
    private static final Duration HOUR = Duration.ofHours(1);

    private static List<Task.SendNotice> notices(Plan plan) {
        List<Task.SendNotice> notices = new ArrayList<>();
        for (Change change : plan.changes()) {
            for (Task task : change.tasks()) {
                if (task instanceof Task.SendNotice notice) {
                    notices.add(notice);
                }
            }
        }
        return notices;
    }

    private static List<NoticeKind> told(Plan plan) {
        return notices(plan).stream().map(task -> task.notice().kind()).toList();
    }

    @Test
    void only_those_who_asked_for_a_kind_are_told() {
        Scene scene = new Scene(feature(CHECKOUT)
                .tell("chat", NoticeKind.ADVANCED)
                .tell("mail", NoticeKind.ROLLED_BACK)
                .build());

        List<Task.SendNotice> notices = notices(scene.apply());

        assertThat(notices).extracting(Task.SendNotice::adapter).containsExactly("chat");
        assertThat(notices.get(0).notice().summary())
                .isEqualTo("checkout 1.0.0 advanced in production: 0% → employees");
        assertThat(notices.get(0).after()).isEqualTo("checkout@production/write");
    }

    @Test
    void two_rules_for_one_receiver_tell_it_once() {
        Scene scene = new Scene(feature(CHECKOUT).tell("chat").tell("chat").build());

        assertThat(told(scene.apply())).containsExactly(NoticeKind.ADVANCED);
    }

    @Test
    void every_kind_of_move_is_told_with_its_own_key() {
        Scene scene = new Scene(feature(CHECKOUT)
                .guardrail("http-errors", DataDeadline.Action.PAUSE)
                .tell("chat")
                .build());
        List<Notice> all = new ArrayList<>();
        List<Runnable> life = List.of(
                () -> {},
                () -> scene.pass(HOUR),
                () -> scene.turnedOutside(CHECKOUT, Exposure.ALL),
                () -> scene.pass(HOUR).turnedOutside(CHECKOUT, Exposure.ALL),
                () -> scene.judged(CHECKOUT, Verdict.FAIL),
                () -> scene.turnedOutside(CHECKOUT, Exposure.NONE));

        for (Runnable step : life) {
            scene.judged(CHECKOUT, Verdict.PASS);
            step.run();
            notices(scene.apply()).forEach(task -> all.add(task.notice()));
        }

        assertThat(all)
                .extracting(Notice::kind)
                .containsExactly(
                        NoticeKind.ADVANCED,
                        NoticeKind.ADVANCED,
                        NoticeKind.CORRECTED,
                        NoticeKind.CORRECTED,
                        NoticeKind.ROLLED_BACK,
                        NoticeKind.PAUSED);
        assertThat(new HashSet<>(all.stream().map(Notice::idempotencyKey).toList()))
                .hasSize(all.size());
    }

    @Test
    void a_hold_that_needs_somebody_is_told_once_and_again_after_the_feature_moved() {
        Scene scene = new Scene(feature(CHECKOUT)
                .canary(stage(1, "1h"), approved(stage(10, "1h"), "leads"), approved(stage(100, "1h"), "leads"))
                .tell("chat", NoticeKind.HELD)
                .build());
        scene.apply();
        scene.pass(HOUR);

        Plan first = scene.apply();
        Plan second = scene.pass(HOUR).apply();
        scene.says(CHECKOUT, "1.0.0", "10%", "leads", true).apply();
        Plan third = scene.pass(HOUR).apply();

        assertThat(told(first)).containsExactly(NoticeKind.HELD);
        assertThat(second.due()).isEmpty();
        assertThat(told(third)).containsExactly(NoticeKind.HELD);
        assertThat(notices(third).get(0).notice().idempotencyKey())
                .isNotEqualTo(notices(first).get(0).notice().idempotencyKey());
        assertThat(notices(first).get(0).notice().facts()).containsEntry("released by", "leads");
    }

    @Test
    void two_reasons_to_hold_at_one_stage_are_two_notices() {
        Scene scene = new Scene(feature(CHECKOUT)
                .canary(stage(1, "1h"), approved(stage(100, "1h"), "leads"))
                .guardrail("http-errors", DataDeadline.Action.HOLD)
                .tell("chat", NoticeKind.HELD)
                .build());
        scene.rollOn(CHECKOUT, 1, HOUR);
        scene.blind(CHECKOUT, DataState.NO_DATA, scene.now(), HOUR, DataDeadline.Action.HOLD);

        Notice blind = notices(scene.apply()).get(0).notice();
        Notice waiting =
                notices(scene.judged(CHECKOUT, Verdict.PASS).apply()).get(0).notice();

        assertThat(blind.idempotencyKey()).isNotEqualTo(waiting.idempotencyKey());
    }

    @Test
    void a_feature_that_begins_with_a_closed_gate_tells_both() {
        Scene scene = new Scene(feature(CHECKOUT)
                .gated("production", new Strategy.AllAtOnce(Bake.NONE), null, "leads")
                .tell("chat")
                .build());

        assertThat(told(scene.apply())).containsExactly(NoticeKind.CREATED, NoticeKind.HELD);
        assertThat(scene.apply().due()).isEmpty();
    }

    @Test
    void too_few_users_are_nothing_to_tell_before_their_deadline() {
        Scene scene = new Scene(feature(CHECKOUT)
                .canary(stage(1, "1h"), stage(100, "1h"))
                .guardrail("http-errors", DataDeadline.Action.PAUSE)
                .tell("chat", NoticeKind.HELD, NoticeKind.PAUSED)
                .build());
        scene.rollOn(CHECKOUT, 1, HOUR);
        scene.blind(CHECKOUT, DataState.TOO_FEW, scene.now(), HOUR, DataDeadline.Action.PAUSE);

        assertThat(scene.apply().due()).isEmpty();
        scene.pass(HOUR);

        assertThat(told(scene.apply())).containsExactly(NoticeKind.PAUSED);
    }

    @Test
    void waiting_for_a_bake_is_nothing_to_tell() {
        Scene scene = new Scene(feature(CHECKOUT).tell("chat").build());
        scene.apply();

        assertThat(scene.apply().due()).isEmpty();
    }

    @Test
    void dated_notices_go_out_once_each_and_name_the_environment() {
        Scene scene = new Scene(feature(CHECKOUT)
                .in("production", new Strategy.AllAtOnce(Bake.NONE))
                .sunset(sunset(
                        Instant.parse("2027-01-15T00:00:00Z"),
                        Instant.parse("2027-03-31T00:00:00Z"),
                        null,
                        Sunset.Require.NOTHING))
                .tell("chat", NoticeKind.DEPRECATION_NOTICE)
                .build());
        List<String> told = new ArrayList<>();

        scene.at("2027-02-01T00:00:00Z");
        for (int i = 0; i < 4 * 65; i++) {
            for (Task.SendNotice task : notices(scene.apply())) {
                told.add(scene.now().toString().substring(0, 10) + " "
                        + task.notice().facts().get("notice") + " "
                        + task.notice().summary());
            }
            scene.pass(Duration.ofHours(6));
        }

        assertThat(told)
                .containsExactly(
                        "2027-03-01 30d ahead checkout is removed on 2027-03-31 (production)",
                        "2027-03-24 7d ahead checkout is removed on 2027-03-31 (production)",
                        "2027-03-30 1d ahead checkout is removed on 2027-03-31 (production)");
    }

    @Test
    void nobody_is_warned_of_the_end_of_what_has_ended() {
        Scene scene = new Scene(feature(CHECKOUT)
                .in("production", new Strategy.AllAtOnce(Bake.NONE))
                .sunset(sunset(
                        Instant.parse("2027-01-15T00:00:00Z"),
                        Instant.parse("2027-03-31T00:00:00Z"),
                        null,
                        Sunset.Require.NOTHING))
                .build());
        for (String day : List.of("2027-02-01", "2027-03-28", "2027-03-29", "2027-03-30", "2027-03-31")) {
            scene.at(day + "T00:00:00Z").settle();
        }
        scene.edit(feature(CHECKOUT)
                .in("production", new Strategy.AllAtOnce(Bake.NONE))
                .sunset(sunset(
                        Instant.parse("2027-01-15T00:00:00Z"),
                        Instant.parse("2027-03-31T00:00:00Z"),
                        null,
                        Sunset.Require.NOTHING))
                .tell("chat")
                .version("1.1.0")
                .build());

        assertThat(notices(scene.apply())).isEmpty();
    }
}
