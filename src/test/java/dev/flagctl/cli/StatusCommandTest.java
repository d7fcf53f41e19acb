// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.cli.Surroundings.Tty;
import dev.flagctl.port.Sleeper;
import java.nio.file.Path;
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
}
