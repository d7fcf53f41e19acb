// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.plan.Plan;
import dev.flagctl.report.Looks;
import dev.flagctl.report.OutputSchemas;
import dev.flagctl.report.Shop;
import dev.flagctl.run.RunEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class RunViewsTest {

    private static final List<String> PRODUCTION = List.of("production");
    private static final Pattern CURSOR = Pattern.compile("\u001b\\[(\\d+)A\r\u001b\\[J");

    private final StringBuilder out = new StringBuilder();

    @Test
    void a_terminal_keeps_one_line_for_each_change_and_the_account() {
        RunView view = RunViews.terminal(Looks.PLAIN, out::append);

        view.end(new RunOf(Shop.plan(), view).run(), 0);

        assertThat(screen()).isEqualTo("""
                        Plan 9f3c41d2 · run 7714 · lock held, token 31
                        ✔ checkout-redesign   stage 2 → 3 of 6  1% → 10% in eu-west, 1%                       0.2 s
                        ✔ growth-banner       75% → 50%  phase-out step 1 → 2 of 4                            0.2 s
                        ✔ search-ranker       created, serves off                                             0.2 s
                        ✔ invoice-pdf         30% → 10%  corrected                                            0.2 s
                        ✔ tax-engine          paused at 25%                                                   0.2 s
                        ✔ 6 of 6 tasks done · 2 hold · next due 15:02                                        exit 0
                        """);
    }

    @Test
    void a_log_has_whole_lines_with_their_time() {
        RunView view = RunViews.plain(Looks.PLAIN, out::append);

        view.end(new RunOf(Shop.plan(), view).run(), 0);

        assertThat(log()).isEqualTo("""
                        13:02:00  plan 9f3c41d2  env=production  run=7714  lock=held token=31  tasks=6
                        13:02:00  ^  checkout-redesign   stage 2 -> 3 of 6  1% -> 10% in eu-west, 1%   0.2 s  [1/6]
                        13:02:00  ok checkout-redesign   notice "advanced" to chat                     0.2 s  [2/6]
                        13:02:00  v  growth-banner       75% -> 50%  phase-out step 1 -> 2 of 4        0.2 s  [3/6]
                        13:02:00  +  search-ranker       created, serves off                           0.2 s  [4/6]
                        13:02:01  v  invoice-pdf         30% -> 10%  corrected                         0.2 s  [5/6]
                        13:02:01  |  tax-engine          paused at 25%                                 0.2 s  [6/6]
                        13:02:01  =  2 hold  mobile-nav cooldown until=16:40, pricing-annual approval since=Sat 09:14
                        13:02:01  ok 6 done, 0 failed, 0 not tried, 2 hold; next due 15:02; exit 0
                        """);
        assertThat(out.toString()).isASCII();
    }

    @Test
    void a_failed_run_accounts_for_everything_last() {
        RunView view = RunViews.terminal(Looks.PLAIN, out::append);

        view.end(new RunOf(Shop.plan(), view).whereFails("checkout-redesign").run(), 9);

        assertThat(screen()).endsWith("""
                        ✗ 4 of 6 tasks done, 1 failed, 1 not tried · 2 hold · next due 15:02                 exit 9
                          ✔ growth-banner 75% → 50%   ✔ search-ranker 0%   ✔ invoice-pdf 30% → 10%
                          ✔ tax-engine 25%
                          ✗ checkout-redesign    not changed: unleash 503, 4 tries in 31 s
                          · checkout-redesign    notice "advanced" to chat: depends on the failed task
                          Live now   4 as planned, 0 as before, 1 to be read back by the next run
                          Next       flagctl apply -e production        does only what is left
                        """);
    }

    @Test
    void a_rollback_says_what_failed_who_had_it_and_what_follows() {
        RunView view = RunViews.plain(Looks.PLAIN, out::append);

        view.end(new RunOf(new Shop().failing().plan(PRODUCTION), view).run(), 4);

        assertThat(log()).isEqualTo("""
                        13:02:00  plan 9f3c41d2  env=production  run=7714  lock=held token=31  tasks=2
                        13:02:00  v  checkout-redesign   rolled back  10% -> 1%                        0.2 s  [1/2]
                        13:02:00     http-errors         FAIL  1.81% vs control 0.36%  n 1,104 and 1,104
                        13:02:00     evidence            29 of 20, 33 closed buckets
                        13:02:00     exposed             ~12,560 users/day for 17 min at employees, 10%
                        13:02:00     told                chat - team-payments
                        13:02:00     next                cooldown until 17:02
                        13:02:00  ok checkout-redesign   notice "rolled back" to chat                  0.2 s  [2/2]
                        13:02:00  ok 2 done, 0 failed, 0 not tried, 1 rolled back, 0 hold; next due 17:02; exit 4
                        """);
    }

    @Test
    void a_terminal_draws_what_bakes_with_its_buckets_and_counts_down() {
        RunView view = RunViews.terminal(Looks.PLAIN, out::append);
        Plan plan = new Shop().baking().plan(PRODUCTION);

        view.accept(RunOf.measured(plan.changes().get(0), "http-errors"));
        view.accept(new RunEvent.Planned(Shop.NOW, plan));
        view.accept(new RunEvent.Waiting(Shop.NOW, Shop.NOW.plusSeconds(60)));
        view.heartbeat(Shop.NOW.plusSeconds(20));

        assertThat(screen()).isEqualTo("""
                        = checkout-redesign   stage 3 of 6 · employees, 10% in eu-west, 1%   its bake, 1:42:40 left
                            http-errors       ▂▄▅▅▄█▂▄      0.41% vs control 0.39%  evidence 0.5 of 20  n 6,112
                            checkout-slo                    0.18% vs control 0.20%  evidence 0.0 of 20  n 6,112
                            orders-per-user                 0.00% vs control 0.00%  evidence 1.0 of 20  n 21
                          0 done · next look at 13:03 · safe to press Ctrl-C
                        """);
    }

    @Test
    void an_earlier_run_that_was_killed_is_settled_first() {
        RunView view = RunViews.terminal(Looks.PLAIN, out::append);

        for (String feature : List.of("invoice-pdf", "growth-banner")) {
            FeatureKey key = new FeatureKey(feature, "production");
            view.accept(new RunEvent.Settled(Shop.NOW, key, "7713/" + key, "had arrived: recorded as done"));
        }

        assertThat(screen()).isEqualTo("""
                        An earlier run ended without a word. Settling its open entries by reading back:
                          invoice-pdf         had arrived: recorded as done
                          growth-banner       had arrived: recorded as done
                        """);
    }

    @Test
    void a_stream_begins_with_the_version_and_always_ends_with_the_result() {
        RunView whole = RunViews.jsonLines(out::append);
        whole.end(new RunOf(Shop.plan(), whole).run(), 0);
        StringBuilder refused = new StringBuilder();
        RunViews.jsonLines(refused::append).end(Shop.NOW, 6);

        assertThat(out.toString().lines().findFirst()).hasValue("{\"type\":\"version\",\"format\":\"1.0\"}");
        assertThat(out.toString().lines().reduce((a, b) -> b))
                .hasValueSatisfying(last ->
                        assertThat(last).startsWith("{\"type\":\"result\"").contains("\"exitCode\":0"));
        assertThat(refused.toString().lines()).hasSize(2).last().asString().contains("\"exitCode\":6");
    }

    @Test
    void every_event_is_one_that_the_schema_describes() throws IOException {
        Schema schema = OutputSchemas.of("events");
        RunView view = RunViews.jsonLines(out::append);
        Plan plan = new Shop().baking().plan(PRODUCTION);
        view.accept(new RunEvent.Settled(Shop.NOW, new FeatureKey("a", "production"), "7713/a", "had arrived"));
        view.accept(RunOf.measured(plan.changes().get(0), "http-errors"));
        view.accept(new RunEvent.Waiting(Shop.NOW, Shop.NOW.plusSeconds(60)));
        view.heartbeat(Shop.NOW);
        view.end(new RunOf(Shop.plan(), view).whereFails("checkout-redesign").run(), 9);

        for (String event : out.toString().lines().toList()) {
            assertThat(schema.validate(event, InputFormat.JSON)).as(event).isEmpty();
        }
        assertThat(schema.validate("{\"type\":\"waiting\"}", InputFormat.JSON)).isNotEmpty();
        assertThat(schema.validate("{\"type\":\"from-a-later-version\"}", InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void every_view_counts_the_same() {
        for (String broken : List.of("", "checkout-redesign")) {
            StringBuilder terminal = new StringBuilder();
            StringBuilder plain = new StringBuilder();
            StringBuilder json = new StringBuilder();
            List<RunView> views = List.of(
                    RunViews.terminal(Looks.PLAIN, terminal::append),
                    RunViews.plain(Looks.PLAIN, plain::append),
                    RunViews.jsonLines(json::append));
            for (RunView view : views) {
                Instant end = new RunOf(Shop.plan(), view).whereFails(broken).run();
                view.end(end, broken.isEmpty() ? 0 : 9);
            }

            int done = broken.isEmpty() ? 6 : 4;
            assertThat(terminal.toString()).contains(done + " of 6 tasks done");
            assertThat(plain.toString())
                    .contains(broken.isEmpty() ? "6 done, 0 failed" : "4 of 6 tasks done, 1 failed");
            assertThat(json.toString()).contains("\"tasks\":{\"done\":" + done + ",\"failed\":" + (done == 6 ? 0 : 1));
        }
    }

    /** Returns what is on the screen at the end: what was drawn and erased is gone. */
    private String screen() {
        StringBuilder screen = new StringBuilder();
        int at = 0;
        var erased = CURSOR.matcher(out);
        while (erased.find()) {
            screen.append(out, at, erased.start());
            for (int up = 0; up < Integer.parseInt(erased.group(1)); up++) {
                screen.setLength(screen.lastIndexOf("\n", screen.length() - 2) + 1);
            }
            at = erased.end();
        }
        return withoutDigest(screen.append(out, at, out.length()).toString());
    }

    private String log() {
        return withoutDigest(out.toString());
    }

    /** What a digest is belongs to the tests of plans. */
    private static String withoutDigest(String text) {
        return text.replaceAll("(?<=[Pp]lan )[0-9a-f]{8}", "9f3c41d2");
    }
}
