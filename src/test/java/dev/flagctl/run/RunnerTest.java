// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.hooked;
import static dev.flagctl.support.FeatureBuilder.stage;
import static dev.flagctl.support.Scene.key;
import static dev.flagctl.support.Scene.percent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.diag.LockedException;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Bake;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Notice;
import dev.flagctl.model.Strategy;
import dev.flagctl.plan.codec.RecordedJson;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.HookResult;
import dev.flagctl.support.FakeWorld;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run writes, calls and tells, and what is left when something goes wrong. */
final class RunnerTest {

    private static Feature simple(String name) {
        return feature(name)
                .in("production", new Strategy.Canary(List.of(stage(5, "1h"), stage(100, "1h"))))
                .tell("chat")
                .build();
    }

    private static String exposure(FakeWorld world, String feature) {
        return RecordedJson.read(world.ledger.states().get(key(feature)))
                .flag()
                .exposure()
                .toString();
    }

    @Test
    void started_is_durable_before_the_call_and_done_after_it_with_the_state() {
        FakeWorld world = new FakeWorld(simple("a"));
        world.before = call -> {
            if (call.equals("write")) {
                assertThat(world.history()).endsWith("SPEC", "TASK_STARTED a@production/write");
                assertThat(world.ledger.states()).isEmpty();
            }
        };

        RunResult result = world.apply();

        assertThat(world.history())
                .containsExactly(
                        "RUN_STARTED",
                        "SPEC",
                        "TASK_STARTED a@production/write",
                        "TASK_DONE a@production/write",
                        "TASK_STARTED a@production/notice-ADVANCED-chat",
                        "TASK_DONE a@production/notice-ADVANCED-chat",
                        "RUN_ENDED");
        assertThat(exposure(world, "a")).isEqualTo("5%");
        assertThat(result.done()).isEqualTo(2);
        assertThat(result.live()).isEqualTo(1);
    }

    @Test
    void every_entry_of_a_run_names_its_plan() {
        FakeWorld world = new FakeWorld(simple("a"));

        world.apply();

        EntryFilter done = EntryFilter.of(EntryKind.TASK_DONE).atMost(10);
        assertThat(world.ledger.entries(done).get(0).draft().body()).containsPattern("\"plan\":\"[0-9a-f]{16}\"");
    }

    @Test
    void a_second_run_changes_nothing() {
        FakeWorld world = new FakeWorld(simple("a"), simple("b"));
        world.apply();
        List<String> history = world.history();

        RunResult again = world.apply();

        assertThat(again.plan().due()).isEmpty();
        assertThat(world.history()).isEqualTo(history);
        assertThat(world.chat.delivered()).hasSize(2);
    }

    @Test
    void one_refused_write_of_three_stops_only_what_depends_on_it() {
        FakeWorld world = new FakeWorld(simple("a"), simple("b"), simple("c"));
        world.flags.failing(key -> key.equals("b") ? FakeWorld.failure(Failure.REFUSED) : null);

        RunResult result = world.apply();

        assertThat(result.done()).isEqualTo(4);
        assertThat(result.failed()).isEqualTo(1);
        assertThat(result.skipped()).isEqualTo(1);
        assertThat(result.isPartial()).isTrue();
        assertThat(world.ledger.states().keySet()).containsExactly(key("a"), key("c"));
        assertThat(world.history()).contains("TASK_FAILED b@production/write");

        world.flags.failing(key -> null);
        assertThat(world.apply().done()).isEqualTo(2);
        assertThat(world.apply().plan().due()).isEmpty();
    }

    @Test
    void when_all_writes_fail_nothing_is_recorded() {
        FakeWorld world = new FakeWorld(simple("a"), simple("b"));
        world.flags.failing(key -> FakeWorld.failure(Failure.TRANSIENT));

        RunResult result = world.apply();

        assertThat(result.failed()).isEqualTo(2);
        assertThat(result.isPartial()).isFalse();
        assertThat(world.ledger.states()).isEmpty();
        assertThat(world.ledger.openTasks()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"UNKNOWN_OUTCOME", "GARBLED"})
    void what_may_have_arrived_stays_open_until_the_next_run_reads_back(Failure kind) {
        FakeWorld world = new FakeWorld(simple("a"));
        world.flags.failing(key -> FakeWorld.failure(kind));
        world.apply();
        assertThat(world.ledger.openTasks()).hasSize(1);
        Feature feature = simple("a");
        world.flags.put("production", "a", feature.flagWith(percent(5)));
        world.flags.failing(key -> null);

        RunResult next = world.apply();

        assertThat(next.plan().due()).isEmpty();
        assertThat(exposure(world, "a")).isEqualTo("5%");
        assertThat(world.chat.delivered()).hasSize(1);
        assertThat(world.ledger.openTasks()).isEmpty();
    }

    @Test
    void what_had_not_arrived_is_planned_again() {
        FakeWorld world = new FakeWorld(simple("a"));
        world.flags.failing(key -> FakeWorld.failure(Failure.UNKNOWN_OUTCOME));
        world.apply();
        world.flags.failing(key -> null);

        world.apply();

        assertThat(exposure(world, "a")).isEqualTo("5%");
        assertThat(world.chat.delivered()).hasSize(1);
    }

    @Test
    void a_hook_that_says_no_keeps_the_change_from_being_tried() {
        Feature hooked = feature("a")
                .canary(hooked(stage(5, "1h"), "ci", "warm"), stage(100, "1h"))
                .build();
        FakeWorld world = new FakeWorld(hooked, simple("b"));
        world.ci.answer(new HookResult(false, "cold"));

        RunResult result = world.apply();

        assertThat(result.failed()).isEqualTo(1);
        assertThat(world.ledger.states().keySet()).containsExactly(key("b"));
        assertThat(world.history()).contains("TASK_FAILED a@production/hook-0");
        world.ci.answer(new HookResult(true, "warm"));

        world.apply();

        assertThat(exposure(world, "a")).isEqualTo("5%");
        assertThat(world.ci.calls())
                .extracting(call -> call.idempotencyKey())
                .hasSize(2)
                .containsOnly(world.ci.calls().get(0).idempotencyKey());
    }

    @Test
    void a_notice_that_fails_stays_open_and_goes_out_later_under_the_same_key() {
        FakeWorld world = new FakeWorld(simple("a"));
        world.chat.failNext(FakeWorld.failure(Failure.UNREACHABLE));

        RunResult first = world.apply();
        List<Entry> open = world.ledger.openTasks();
        world.apply();

        assertThat(first.failed()).isEqualTo(1);
        assertThat(open)
                .singleElement()
                .satisfies(entry -> assertThat(entry.draft().body())
                        .contains(world.noticeKeys().get(0)));
        assertThat(world.chat.delivered()).hasSize(1);
        assertThat(world.ledger.openTasks()).isEmpty();
    }

    @Test
    void ticks_of_one_run_do_not_close_each_others_notices() {
        FakeWorld world = new FakeWorld(simple("a"));
        AdapterException down = FakeWorld.failure(Failure.UNREACHABLE);
        world.chat.failNext(down);
        world.apply("run", new Cancellation());
        world.clock.advance(Duration.ofHours(1));
        world.chat.failNext(down);

        world.apply("run", new Cancellation());
        world.apply("run", new Cancellation());

        assertThat(world.chat.delivered()).hasSize(2);
        assertThat(world.noticeKeys()).doesNotHaveDuplicates();
    }

    @Test
    void what_one_receiver_is_told_of_a_feature_stays_in_order_when_a_notice_fails() {
        FakeWorld world = new FakeWorld(simple("a"));
        world.chat.failNext(FakeWorld.failure(Failure.UNREACHABLE));
        world.apply();
        world.clock.advance(Duration.ofHours(1));
        world.chat.failNext(FakeWorld.failure(Failure.TRANSIENT));

        RunResult second = world.apply();
        List<Notice> meanwhile = world.chat.delivered();
        world.apply();

        assertThat(meanwhile).isEmpty();
        assertThat(second.failed()).isZero();
        assertThat(world.chat.delivered()).extracting(Notice::time).hasSize(2).isSorted();
    }

    @Test
    void a_notice_that_its_receiver_refuses_holds_up_no_other() {
        FakeWorld world = new FakeWorld(simple("a"), simple("b"));
        world.chat.failNext(FakeWorld.failure(Failure.REFUSED));
        world.apply();
        world.clock.advance(Duration.ofHours(1));
        world.chat.failNext(FakeWorld.failure(Failure.REFUSED));

        world.apply();

        assertThat(world.chat.delivered())
                .extracting(notice -> notice.key().feature())
                .containsExactlyInAnyOrder("b", "a", "b");
        assertThat(world.ledger.openTasks()).hasSize(1);
    }

    @Test
    void a_notice_that_waits_holds_up_no_other_feature() {
        FakeWorld world = new FakeWorld(simple("a"), simple("b"));
        world.chat.failNext(FakeWorld.failure(Failure.UNREACHABLE));

        world.apply();

        assertThat(world.chat.delivered())
                .extracting(notice -> notice.key().feature())
                .containsExactly("b");
    }

    @Test
    void a_stopped_run_sends_nothing_more_and_the_next_one_goes_on() {
        FakeWorld world = new FakeWorld(simple("a"));
        Cancellation stop = new Cancellation();
        world.before = call -> {
            if (call.equals("write")) {
                stop.request();
            }
        };

        RunResult result = world.apply(stop);

        assertThat(result.interrupted()).isTrue();
        assertThat(exposure(world, "a")).isEqualTo("5%");
        assertThat(world.chat.delivered()).isEmpty();
        world.before = call -> {};
        world.apply();

        assertThat(world.chat.delivered()).hasSize(1);
    }

    @Test
    void a_run_stopped_before_its_first_task_does_nothing() {
        FakeWorld world = new FakeWorld(simple("a"));
        Cancellation stop = new Cancellation();
        stop.request();

        RunResult result = world.apply(stop);

        assertThat(result.skipped()).isEqualTo(2);
        assertThat(world.flags.writes()).isEmpty();
    }

    @Test
    void a_run_that_lost_its_lease_writes_nothing() {
        FakeWorld world = new FakeWorld(simple("a"));
        world.before = call -> {
            if (call.equals("openTasks")) {
                world.clock.advance(Duration.ofMinutes(2));
                world.before = none -> {};
                world.takeLease();
            }
        };

        assertThatThrownBy(world::apply).isInstanceOf(LockedException.class);

        assertThat(world.flags.writes()).isEmpty();
        assertThat(world.ledger.serial()).isZero();
    }

    @Test
    void of_two_runs_one_says_who_holds_the_lease() {
        FakeWorld world = new FakeWorld(simple("a"));
        world.takeLease();

        assertThatThrownBy(world::apply).isInstanceOf(LockedException.class).hasMessageContaining("run other, alice");
    }

    @Test
    void a_refused_plan_sends_nothing_and_says_what_to_do() {
        FakeWorld world = new FakeWorld(simple("a"));
        world.apply();
        Feature edited = feature("a")
                .canary(stage(5, "1h"), stage(100, "1h"))
                .variant("beta", true)
                .tell("chat")
                .build();
        world.manifest(edited);
        int written = world.flags.writes().size();

        assertThatThrownBy(world::apply)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("the version went from 1.0.0 to 1.0.0");

        assertThat(world.flags.writes()).hasSize(written);
        assertThat(world.ledger.holder("shop")).isEmpty();
    }

    @Test
    void a_feature_without_soak_reaches_its_end_in_one_tick() {
        FakeWorld world = new FakeWorld(
                feature("a").in("production", new Strategy.AllAtOnce(Bake.NONE)).build());

        world.apply();

        assertThat(exposure(world, "a")).isEqualTo("100%");
        assertThat(world.apply().plan().due()).isEmpty();
    }
}
