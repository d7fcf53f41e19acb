// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data that cannot be used for ever holds a rollout until its deadline, whatever is wrong with it and however many runs look. */
final class DataDeadlineTest {

    private static final Duration POLL = Duration.ofMinutes(10);
    private static final String FILE = "telemetry/production.csv";

    @TempDir
    private Path folder;

    /** How a source can fail without telling since when. */
    @ParameterizedTest
    @ValueSource(strings = {"ERROR", "PARTIAL", "vanished", "no source"})
    void holds_until_the_deadline_and_then_pauses(String failure) {
        Shop shop = rollingOut();
        fail(shop, failure);

        for (int minutes = 0; minutes < 60; minutes += 10) {
            Result holds = poll(shop, failure);

            assertThat(holds.exitCode()).as(holds.toString()).isZero();
            assertThat(status(shop)).as(minutes + " minutes").contains("MOVING");
        }
        Result due = poll(shop, failure);

        assertThat(due.output()).contains("paused");
        assertThat(status(shop)).contains("PAUSED");
        assertThat(shop.read("flags/production.json")).contains("[\"on\", 50000]");
        assertThat(data(shop)).as("one entry for the whole outage").hasSize(1);
    }

    @Test
    void once_paused_another_run_changes_nothing() {
        Shop shop = rollingOut();
        fail(shop, "ERROR");
        for (int i = 0; i < 7; i++) {
            poll(shop, "ERROR");
        }
        List<String> before = history(shop);

        Result again = poll(shop, "ERROR");

        assertThat(again.exitCode()).isZero();
        assertThat(status(shop)).contains("PAUSED");
        assertThat(history(shop)).isEqualTo(before);
    }

    @Test
    void data_that_comes_back_ends_it_and_the_next_outage_has_its_whole_time() {
        Shop shop = rollingOut();
        fail(shop, "ERROR");
        for (int i = 0; i < 5; i++) {
            poll(shop, "ERROR");
        }

        healthy(shop);
        shop.applied();
        fail(shop, "ERROR");
        for (int i = 0; i < 6; i++) {
            poll(shop, "ERROR");
        }

        assertThat(status(shop)).contains("MOVING");
        assertThat(data(shop)).hasSize(3);
        assertThat(data(shop).get(0)).contains("errors ERROR: ");
        assertThat(data(shop).get(1)).contains("errors OK");
        poll(shop, "ERROR");
        assertThat(status(shop)).contains("PAUSED");
    }

    @Test
    void whoever_resumes_gives_it_the_whole_time_again() {
        Shop shop = rollingOut();
        fail(shop, "ERROR");
        for (int i = 0; i < 7; i++) {
            poll(shop, "ERROR");
        }

        shop.applied("resume", "search", "-e", "production", "--reason", "telemetry is being mended", "--auto-approve");
        for (int i = 0; i < 6; i++) {
            poll(shop, "ERROR");
        }

        assertThat(status(shop)).contains("MOVING");
        poll(shop, "ERROR");
        assertThat(status(shop)).contains("PAUSED");
    }

    @Test
    void a_plan_tells_since_when_and_until_when_and_writes_nothing() {
        Shop shop = rollingOut();
        fail(shop, "ERROR");
        poll(shop, "ERROR");
        List<String> before = history(shop);

        Result plan = shop.later(POLL).run("plan");

        assertThat(plan.output()).contains("errors has ERROR since ").contains("until ");
        assertThat(plan.output().replaceAll("\\s+", " "))
                .as("why the source failed")
                .containsPattern("errors has ERROR since [0-9TZ:-]+: 3 of 3 lines unreadable");
        assertThat(history(shop)).isEqualTo(before);
    }

    @Test
    void a_deadline_that_only_holds_never_pauses() {
        Shop shop = rollingOut("hold");
        fail(shop, "ERROR");

        for (int i = 0; i < 20; i++) {
            poll(shop, "ERROR");
        }

        assertThat(status(shop)).contains("MOVING");
    }

    @Test
    void a_run_that_waits_goes_on_looking_until_the_deadline() {
        Shop shop = rollingOut();
        fail(shop, "ERROR");
        Instant before = shop.clock.instant();

        Result result = shop.run("apply", "--auto-approve", "--wait");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(status(shop)).contains("PAUSED");
        assertThat(Duration.between(before, shop.clock.instant())).isBetween(Duration.ofMinutes(60), POLL.plusHours(1));
    }

    @Test
    void a_guardrail_that_only_watches_leaves_no_entry() {
        Shop shop = rollingOut();
        shop.edit("manifests/search.yaml", text -> text.replace("role: guard", "role: watch"))
                .edit("manifests/search.yaml", text -> text.replace("1.0.0", "1.1.0"));
        fail(shop, "ERROR");

        poll(shop, "ERROR");
        poll(shop, "ERROR");

        assertThat(data(shop)).isEmpty();
    }

    private Shop rollingOut() {
        return rollingOut("pause");
    }

    /** A feature that has come to 50 % by what its guardrail saw at 10 %. */
    private Shop rollingOut(String action) {
        Shop shop = Shop.measured(folder);
        shop.search()
                .edit(
                        "manifests/search.yaml",
                        text -> text.replace("50, bake: 1h", "50, bake: 3d") + """
                  guardrails:
                    - metric: errors
                      role: guard
                      worse-than: control
                      no-data: {after: 1h, action: ACTION}
                """.replace("ACTION", action));
        // A real clock never stands at a whole second, as buckets do.
        shop.later(Duration.ofNanos(936_755_883)).applied().later(Duration.ofHours(2));
        healthy(shop);
        shop.applied();
        assertThat(shop.read("flags/production.json")).contains("[\"on\", 50000]");
        return shop.later(Duration.ofMinutes(5));
    }

    private static void healthy(Shop shop) {
        shop.write(FILE, "time,metric,flag,variant,units,bad\n" + rows(shop));
    }

    private static String rows(Shop shop) {
        Instant time = shop.clock.instant().minus(Duration.ofMinutes(2));
        return time + ",errors,search,on,1000,10\n" + time + ",errors,search,off,9000,90\n";
    }

    private static void fail(Shop shop, String failure) {
        switch (failure) {
            case "ERROR" -> shop.write(FILE, "time,metric,flag,variant,units,bad\n" + "not a row\n".repeat(3));
            case "PARTIAL" -> shop.write(FILE, shop.read(FILE) + "not a row\n".repeat(30));
            case "vanished" -> {
                try {
                    Files.delete(shop.path(FILE));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            case "no source" -> shop.edit("flagctl.yaml", text -> text.replace(", telemetry: sheet", ""));
            default -> throw new IllegalArgumentException(failure);
        }
    }

    /** Looks once; what fails goes on to fail, and where rows still come, some more come. */
    private static Result poll(Shop shop, String failure) {
        Result result = shop.run("apply", "--auto-approve");
        shop.later(POLL);
        if (failure.equals("PARTIAL")) {
            shop.write(FILE, shop.read(FILE) + rows(shop));
        }
        return result;
    }

    private static String status(Shop shop) {
        return shop.run("status", "-o", "json").output();
    }

    private static List<String> data(Shop shop) {
        return history(shop).stream().filter(line -> line.contains("\tDATA\t")).toList();
    }

    private static List<String> history(Shop shop) {
        return shop.run("history", "-o", "short").output().lines().toList();
    }
}
