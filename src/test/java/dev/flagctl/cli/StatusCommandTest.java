// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.cli.Surroundings.Tty;
import dev.flagctl.port.Sleeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatusCommandTest {

    @TempDir
    private Path folder;

    @Test
    void wide_and_name_are_forms_of_the_same_table() {
        Shop shop = new Shop(folder).search().applied();

        assertThat(shop.run("status", "-o", "wide").output()).contains("VERSION", "OWNER", "team-search");
        assertThat(shop.run("status", "-o", "wide").output())
                .isEqualTo(shop.run("status", "--wide").output());
        assertThat(shop.run("status", "-o", "name").output()).isEqualTo("search\n");
        assertThat(shop.run("status", "-o", "nam").errorOutput()).contains("did you mean name?");
    }

    @Test
    void watches_until_it_is_stopped_and_draws_the_table_anew_each_time() {
        Shop shop = new Shop(folder).search().applied();
        AtomicInteger naps = new AtomicInteger();
        Sleeper stopped = length -> {
            shop.clock.advance(length);
            if (naps.incrementAndGet() == 60) {
                throw new InterruptedException();
            }
        };

        Result result = shop.cli()
                .waitingWith(stopped)
                .on(new Tty(true, true, true, 92))
                .run("status", "--watch");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.exitCode()).isEqualTo(130);
        // 60 naps of 200 ms are 12 seconds: at 0, 5 and 10.
        assertThat(result.output().split("\u001b\\[H\u001b\\[J", -1)).hasSize(4);
    }

    @Test
    void does_not_watch_without_a_terminal() {
        Result result = new Shop(folder).search().run("status", "--watch");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).contains("--watch needs a terminal");
    }

    @Test
    void shows_what_was_recorded_at_an_earlier_time_and_asks_no_service() throws IOException {
        Shop shop = new Shop(folder).search().applied();
        Instant first = shop.clock.instant();
        shop.clock.advance(Duration.ofHours(2));
        shop.run("apply", "--auto-approve");
        shop.clock.advance(Duration.ofHours(2));
        Files.delete(folder.resolve("flags/production.json"));

        Result early = shop.run("status", "--at=" + first.plusSeconds(60));
        Result late = shop.run("status", "--at=1h", "-o", "wide");

        assertThat(early.exitCode()).isZero();
        assertThat(early.output()).isEqualTo("""
                FEATURE  STAGE   EXPOSURE         POSITION  SINCE
                search   1, 10%  10%       ▌░░░░  moving    13:00
                1 moving, 0 steady · as recorded before Tue 24 Nov 2026 13:01 UTC
                """);
        assertThat(late.output())
                .contains("2, 50%")
                .contains("VERSION  ENTRY  BY")
                .contains("dana");
        assertThat(shop.run("status", "--at=" + first, "--all").output()).startsWith("0 moving, 0 steady");
    }

    @Test
    void of_an_earlier_time_features_are_known_whose_manifests_are_gone() throws IOException {
        Shop shop = new Shop(folder).search().applied();
        Instant first = shop.clock.instant();
        shop.clock.advance(Duration.ofHours(2));
        Files.delete(folder.resolve("manifests/search.yaml"));

        Result result = shop.run("status", "search", "--at=" + first.plusSeconds(1), "-o", "json");

        assertThat(result.output())
                .contains(
                        "\"at\" : \"" + first.plusSeconds(1) + "\"",
                        "\"feature\" : \"search\"",
                        "\"stageName\" : \"10%\"")
                .contains("\"environment\" : \"production\"", "\"position\" : \"moving\"", "\"serial\" : 4");
        assertThat(shop.run("status", "--at=" + first.plusSeconds(1), "-o", "name")
                        .output())
                .isEqualTo("search\n");
    }

    @Test
    void a_time_to_look_back_to_has_passed_and_is_not_watched() {
        Shop shop = new Shop(folder).search();

        Result ahead = shop.run("status", "--at=2030-01-01");
        Result watched = shop.cli().on(new Tty(true, true, true, 92)).run("status", "--at=1h", "--watch");
        Result unclear = shop.run("status", "--at=yesterday");

        assertThat(ahead.exitCode()).isEqualTo(64);
        assertThat(ahead.errorOutput()).contains("--at is a time to look back to, and 2030-01-01T00:00:00Z is to come");
        assertThat(watched.errorOutput()).contains("name one of them");
        assertThat(unclear.errorOutput()).contains("--at must be a time such as 2026-10-01");
    }
}
