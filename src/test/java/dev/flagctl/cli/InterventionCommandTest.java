// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pause}, {@code resume}, {@code rollback}, {@code kill}, {@code approve} and {@code reject}. */
final class InterventionCommandTest {

    private static final Duration HOURS = Duration.ofHours(2);

    @TempDir
    private Path folder;

    /** A shop whose feature stands at 50 %. */
    private Shop half() {
        return new Shop(folder).search().applied().later(HOURS).applied();
    }

    private static String flags(Shop shop) {
        return shop.read("flags/production.json");
    }

    @Test
    void pause_stops_where_it_stands_and_resume_goes_on() {
        Shop shop = half();

        Result pause = shop.run("pause", "search", "--reason", "call centre");
        shop.later(HOURS).applied();
        String paused = flags(shop);
        Result plan = shop.run("plan");
        Result resume = shop.run("resume", "search", "--reason", "all well");
        String resumed = flags(shop);
        shop.later(HOURS).applied();

        assertThat(pause.exitCode()).as(pause.toString()).isZero();
        assertThat(paused).contains("[\"on\", 50000]");
        assertThat(plan.output()).contains("paused by dana: call centre");
        assertThat(resume.exitCode()).as(resume.toString()).isZero();
        assertThat(resumed).isEqualTo(paused);
        assertThat(flags(shop)).contains("\"defaultVariant\": \"on\"");
    }

    @Test
    void a_second_pause_changes_nothing_and_says_so() {
        Shop shop = half();
        shop.run("pause", "search", "--reason", "call centre");

        Result again = shop.run("pause", "search", "--reason", "once more");

        assertThat(again.exitCode()).as(again.toString()).isZero();
        assertThat(shop.run("plan").output()).contains("paused by dana: call centre");
    }

    @Test
    void rollback_goes_one_stage_back_and_stays_there() {
        Shop shop = half();

        Result result = shop.run("rollback", "search", "--reason", "ticket 4711");
        shop.later(HOURS).applied();

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.output()).contains("▼ search").contains("ticket 4711");
        assertThat(flags(shop)).contains("[\"on\", 10000]");
    }

    @Test
    void rollback_goes_back_to_a_named_stage_and_knows_no_other() {
        Shop shop = half();

        Result wrong = shop.run("rollback", "search", "--to", "11%");
        Result later = shop.run("rollback", "search", "--to", "soak");
        Result right = shop.run("rollback", "search", "--to", "10%");

        assertThat(wrong.exitCode()).as(wrong.toString()).isEqualTo(6);
        assertThat(wrong.errorOutput()).contains("has no earlier stage \"11%\"").contains("did you mean \"10%\"?");
        assertThat(later.exitCode()).as(later.toString()).isEqualTo(6);
        assertThat(right.exitCode()).as(right.toString()).isZero();
        assertThat(flags(shop)).contains("[\"on\", 10000]");
    }

    @Test
    void rollback_goes_back_to_a_version_of_the_ledger() {
        Shop shop = half();
        shop.edit(
                "manifests/search.yaml",
                text -> text.replace("version: 1.0.0", "version: 2.0.0")
                        .replace("\"on\": true", "\"on\": \"new\"")
                        .replace("\"off\": false", "\"off\": \"old\""));
        Result edit = shop.run("apply", "--auto-approve", "--allow-rebucketing");

        Result unknown = shop.run("rollback", "search", "--to", "1.2.3");
        Result result = shop.run("rollback", "search", "--to", "1.0.0");

        assertThat(edit.exitCode()).as(edit.toString()).isZero();
        assertThat(unknown.exitCode()).as(unknown.toString()).isEqualTo(6);
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.output()).contains("1.0.0");
        assertThat(flags(shop)).contains("\"on\": true").doesNotContain("50000");
    }

    @Test
    void kill_takes_everybody_back_and_asks_nobody() {
        Shop shop = half();

        Result result = shop.cli().onTerminal().run("kill", "search", "--reason", "outage");
        shop.later(HOURS).applied();
        Result again = shop.run("kill", "search", "--reason", "outage");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(flags(shop)).contains("\"defaultVariant\": \"off\"").doesNotContain("fractional");
        assertThat(again.exitCode()).as(again.toString()).isZero();
    }

    @Test
    void a_no_at_the_prompt_changes_nothing() {
        Shop shop = half();

        Result result = shop.cli().onTerminal().typing("no\n").run("rollback", "search");

        assertThat(result.exitCode()).isEqualTo(6);
        assertThat(flags(shop)).contains("[\"on\", 50000]");
    }

    @Test
    void an_edit_of_the_manifest_is_not_applied_by_the_way() {
        Shop shop = half();
        shop.edit("manifests/search.yaml", text -> text.replace("percent: 50", "percent: 60"));

        Result result = shop.run("pause", "search", "--reason", "wait");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(shop.run("plan").exitCode()).isEqualTo(6);
    }

    @Test
    void what_has_not_begun_cannot_be_stopped() {
        Shop shop = new Shop(folder).search();

        for (String word : new String[] {"pause", "resume", "rollback", "kill"}) {
            Result result = shop.run(word, "search", "--reason", "test");

            assertThat(result.exitCode()).as(result.toString()).isEqualTo(6);
            assertThat(result.errorOutput()).contains("has not begun");
        }
    }

    @Test
    void an_unknown_name_is_a_wrong_use_with_the_nearest_one() {
        Shop shop = half();

        Result feature = shop.run("pause", "serach");
        Result environment = shop.run("pause", "search", "-e", "prodution");
        Result none = shop.run("pause");

        assertThat(feature.exitCode()).isEqualTo(64);
        assertThat(feature.errorOutput()).contains("did you mean search?");
        assertThat(environment.exitCode()).isEqualTo(64);
        assertThat(environment.errorOutput()).contains("did you mean production?");
        assertThat(none.exitCode()).isEqualTo(64);
    }

    @Test
    void a_stage_that_waits_for_a_yes_is_entered_after_approve_and_not_after_reject() {
        Shop shop = new Shop(folder).search();
        shop.edit(
                "manifests/search.yaml",
                text -> text.replace("{percent: 50, bake: 1h}", "{percent: 50, bake: 1h, approval: leads}"));
        shop.applied().later(HOURS).applied();
        String before = flags(shop);

        Result reject = shop.run("reject", "search", "--reason", "not today");
        shop.applied();
        String rejected = flags(shop);
        Result approve = shop.run("approve", "search", "--reason", "looks good");
        shop.applied();

        assertThat(before).contains("[\"on\", 10000]");
        assertThat(reject.exitCode()).as(reject.toString()).isZero();
        assertThat(reject.output())
                .contains("rejected search@production, stage 50%")
                .contains("by dana");
        assertThat(rejected).isEqualTo(before);
        assertThat(approve.exitCode()).as(approve.toString()).isZero();
        assertThat(flags(shop)).contains("[\"on\", 50000]");
    }

    @Test
    void an_approval_that_nobody_asked_for_is_refused() {
        Result result = half().run("approve", "search");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(6);
        assertThat(result.errorOutput()).contains("no next stage that needs an approval");
    }

    @Test
    void a_feature_whose_manifest_is_gone_can_be_killed_by_its_name() {
        Shop shop = half();
        shop.remove("manifests/search.yaml");

        Result kill = shop.run("kill", "search", "--reason", "ticket 4712");

        assertThat(kill.exitCode()).as(kill.toString()).isZero();
        assertThat(flags(shop)).contains("\"defaultVariant\": \"off\"").doesNotContain("50000");
        assertThat(shop.run("history", "search").output()).contains("ticket 4712");
    }

    @Test
    void a_feature_whose_manifest_is_gone_does_not_go_on() {
        Shop shop = half();
        shop.remove("manifests/search.yaml");
        shop.run("pause", "search", "--reason", "whose is it?");
        String paused = flags(shop);

        Result resume = shop.run("resume", "search", "--reason", "all well");

        assertThat(resume.exitCode()).as(resume.toString()).isEqualTo(6);
        assertThat(resume.toString()).contains("the manifest of search is gone", "flagctl kill search");
        assertThat(flags(shop)).isEqualTo(paused);
    }

    @Test
    void a_name_that_neither_manifests_nor_ledger_know_is_wrong_usage() {
        Shop shop = half();

        Result kill = shop.run("kill", "serch", "--reason", "ticket 4712");

        assertThat(kill.exitCode()).as(kill.toString()).isEqualTo(64);
        assertThat(kill.toString()).contains("no feature is named \"serch\"");
    }
}
