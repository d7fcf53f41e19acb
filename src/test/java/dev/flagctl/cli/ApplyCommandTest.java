// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApplyCommandTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path folder;

    @Test
    void does_what_is_due_and_then_nothing() {
        Shop shop = new Shop(folder).search();

        Result first = shop.run("apply", "--auto-approve");
        String flags = shop.read("flags/production.json");
        Result second = shop.run("apply", "--auto-approve");

        assertThat(first.exitCode()).isZero();
        assertThat(first.output()).contains("+ search").contains("1 done, 0 failed");
        assertThat(flags).contains("[\"on\", 10000]");
        assertThat(second.exitCode()).isZero();
        assertThat(second.output())
                .contains("0 done, 0 failed, 0 not tried, 1 hold")
                .doesNotContain("+ search");
        assertThat(shop.read("flags/production.json")).isEqualTo(flags);
    }

    @Test
    void waits_from_stage_to_stage_until_the_end() {
        Shop shop = new Shop(folder).search();

        Result result = shop.run("apply", "--auto-approve", "--wait");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(shop.read("flags/production.json"))
                .contains("\"defaultVariant\": \"on\"")
                .doesNotContain("fractional");
        assertThat(Duration.between(new dev.flagctl.support.TestClock().instant(), shop.clock.instant()))
                .isBetween(Duration.ofHours(2), Duration.ofHours(3));
        assertThat(shop.run("plan", "--detailed-exitcode").exitCode()).isZero();
    }

    @Test
    void waiting_in_a_log_is_one_line_a_minute_and_one_for_each_change() {
        Shop shop = new Shop(folder).search();

        String log = shop.run("apply", "--auto-approve", "--wait").output();

        String stage = log.substring(log.indexOf("13:00:00"), log.indexOf("14:00:00"));
        assertThat(stage.lines().filter(line -> line.contains("  ..  ")))
                .as("one heartbeat a minute")
                .hasSizeBetween(55, 61);
        assertThat(stage.lines().filter(line -> line.contains("=  1 hold")))
                .as("one line for the hold")
                .hasSize(1);
        assertThat(stage.lines().filter(line -> line.startsWith("13:"))).hasSizeLessThan(66);
    }

    @Test
    void waiting_ends_with_what_is_true_at_its_end() {
        Shop shop = new Shop(folder).search();

        Result result = shop.run("apply", "--auto-approve", "--wait", "--detailed-exitcode");

        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    @Test
    void tells_by_the_exit_code_that_something_holds_only_when_asked() {
        Shop shop = new Shop(folder).search();

        assertThat(shop.run("plan", "--detailed-exitcode").exitCode()).isEqualTo(2);
        shop.applied();
        assertThat(shop.run("plan", "--detailed-exitcode").exitCode()).isEqualTo(3);
        assertThat(shop.run("plan").exitCode()).isZero();
        assertThat(shop.run("apply", "--auto-approve", "--detailed-exitcode").exitCode())
                .isEqualTo(3);
        assertThat(shop.run("apply", "--auto-approve").exitCode()).isZero();
    }

    @Test
    void streams_events_from_the_version_to_the_result() {
        Shop shop = new Shop(folder).search();

        Result result = shop.run("apply", "--auto-approve", "-o", "jsonl");
        Result refused = shop.run("apply", "-o", "jsonl", "nothing.plan");

        assertThat(result.exitCode()).isZero();
        assertThat(result.output().lines().findFirst().orElseThrow())
                .startsWith("{\"type\":\"version\",\"format\":\"1.0\"");
        assertThat(last(result)).contains("\"type\":\"result\"").contains("\"exitCode\":0");
        assertThat(result.output().lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        assertThat(refused.exitCode()).isEqualTo(6);
        assertThat(last(refused)).contains("\"type\":\"result\"").contains("\"exitCode\":6");
    }

    private static String last(Result result) {
        return result.output().lines().reduce("", (before, line) -> line);
    }

    @Test
    void refuses_an_edit_whose_version_did_not_move_and_still_takes_others_back() {
        Shop shop = new Shop(folder).search().applied();
        shop.write("manifests/other.yaml", shop.read("manifests/search.yaml").replace("search", "other"));
        shop.applied();
        shop.edit("manifests/search.yaml", text -> text.replace("percent: 50", "percent: 60"));
        shop.edit("flags/production.json", text -> {
            int other = text.indexOf("\"other\": {");
            return text.substring(0, other)
                    + text.substring(other).replace("10000", "40000").replace("90000", "60000");
        });

        Result plan = shop.run("plan");
        Result apply = shop.run("apply", "--auto-approve");

        assertThat(plan.exitCode()).isEqualTo(6);
        assertThat(plan.output()).contains("Refused").contains("set version to 1.1.0");
        assertThat(apply.exitCode()).isEqualTo(6);
        assertThat(shop.read("flags/production.json")).doesNotContain("40000");
    }

    @Test
    void says_that_a_manifest_is_invalid_before_the_world_is_read() {
        Shop shop = new Shop(folder).search();
        shop.edit("manifests/search.yaml", text -> text.replace("owner:", "onwer:"));

        for (String command : new String[] {"plan", "apply", "pause search", "approve search"}) {
            Result result = shop.run(command.split(" "));

            assertThat(result.exitCode()).as(command).isEqualTo(5);
            assertThat(result.errorOutput()).as(command).contains("did you mean \"owner\"?");
        }
        assertThat(shop.path(".flagctl")).doesNotExist();
    }

    @Test
    void says_that_an_adapter_cannot_be_reached() throws IOException {
        Shop shop = new Shop(folder).search();
        // A folder where the flag file should be cannot be read as one.
        Files.createDirectories(shop.path("flags/production.json"));

        Result result = shop.run("plan");

        assertThat(result.exitCode()).as(result.toString()).isIn(1, 8);
        assertThat(result.errorOutput()).contains("flags/production.json");
    }

    @Test
    void says_who_holds_the_lease_and_waits_for_it_when_asked() {
        Shop shop = new Shop(folder).search().applied();
        shop.later(HOUR);
        try (Lock lock = Lock.on(shop)) {
            assertThat(lock.ledger()).isNotNull();
            Result locked = shop.run("apply", "--auto-approve");
            Result patient = shop.run("apply", "--auto-approve", "--lock-timeout", "10m");

            assertThat(locked.exitCode()).isEqualTo(7);
            assertThat(locked.errorOutput()).contains("erin").contains("run-7");
            assertThat(patient.exitCode()).as(patient.toString()).isZero();
            assertThat(shop.read("flags/production.json")).contains("[\"on\", 50000]");
        }
    }

    @Test
    void a_flag_file_that_cannot_be_written_fails_and_the_next_apply_does_the_rest() throws IOException {
        Shop shop = new Shop(folder).search();
        // A folder where the lock of the file should be: nothing can be written beside it.
        Files.createDirectories(shop.path("flags/production.json.lock"));

        Result alone = shop.run("apply", "--auto-approve");
        shop.write(
                "manifests/blue.yaml",
                shop.read("manifests/search.yaml").replace("search", "blue").replace("production:", "staging:"));
        Result partly = shop.run("apply", "--auto-approve");
        Files.delete(shop.path("flags/production.json.lock"));
        Result rest = shop.run("apply", "--auto-approve");

        assertThat(alone.exitCode()).as(alone.toString()).isEqualTo(1);
        assertThat(alone.output()).contains("flags/production.json");
        assertThat(partly.exitCode()).as(partly.toString()).isEqualTo(9);
        assertThat(rest.exitCode()).as(rest.toString()).isZero();
        assertThat(shop.read("flags/production.json")).contains("[\"on\", 10000]");
        assertThat(shop.read("flags/staging.json")).contains("[\"on\", 10000]");
    }
}
