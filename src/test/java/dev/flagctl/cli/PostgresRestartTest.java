// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.support.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The PostgreSQL of the ledger is ended and started again while a worker and several runs write to it. It is down for a second; {@code
 * -Dflagctl.cut-seconds=30} leaves it down for longer.
 */
final class PostgresRestartTest {

    private static final Duration DOWN = Duration.ofSeconds(Integer.getInteger("flagctl.cut-seconds", 1));
    private static final int FEATURES = 30;
    private static final int RUNS = 3;

    @TempDir
    private Path folder;

    @Test
    void a_server_that_was_restarted_under_load_has_lost_nothing_and_nothing_is_done_twice() throws Exception {
        try (PostgresServer server = PostgresServer.own()) {
            Shop shop = shop(server);
            List<FlagctlProcess> running = new ArrayList<>();
            running.add(FlagctlProcess.start(
                    folder, "worker-", "worker", List.of(), "worker", "--listen=127.0.0.1:0", "--dead-after=6s"));
            for (int i = 0; i < RUNS; i++) {
                running.add(FlagctlProcess.start(
                        folder, "run-" + i, "dana", List.of(), "apply", "--auto-approve", "--lock-timeout=5m"));
            }
            FlagctlProcess worker = running.get(0);
            // One that comes while the server is down ends with 8, as a run does; one that has begun waits for it.
            worker.await(() -> worker.hasSaid("works on"));
            worker.await(() -> done(server) > 0);

            server.crash();
            Thread.sleep(DOWN.toMillis());
            server.restart();

            for (int i = 1; i <= RUNS; i++) {
                int exitCode = running.get(i).end(Duration.ofMinutes(5));
                String errors = running.get(i).errors();
                // One that comes while the server is down waits for nothing.
                assertThat(exitCode).as(errors).isIn(0, ExitCode.UNREACHABLE.code());
                assertThat(exitCode == 0 || errors.contains("nothing was sent; run again when it can be reached"))
                        .as(errors)
                        .isTrue();
            }
            worker.await(() -> done(server) == 2 * FEATURES);
            worker.process().destroy();
            assertThat(worker.end(Duration.ofMinutes(1))).as(worker.errors()).isEqualTo(143);
            Cli cli = shop.cli().at(Clock.systemUTC());
            assertThat(cli.run("history", "verify").exitCode()).isZero();
            assertThat(cli.writes())
                    .as("each write is done once")
                    .hasSize(2 * FEATURES)
                    .doesNotHaveDuplicates();
            assertThat(cli.run("apply", "--auto-approve").output()).contains(" 0 done, 0 failed");
        }
    }

    private static long done(PostgresServer server) {
        return server.count("ledger", "state");
    }

    private Shop shop(PostgresServer server) {
        Shop shop = new Shop(folder).postgres(server.url(), "ledger");
        shop.edit("flagctl.yaml", text -> text.replace(", protected: true", ""));
        return shop.write(
                "manifests/f.yaml",
                IntStream.range(0, FEATURES)
                        .mapToObj(i -> Shop.stagedFeature("f" + i))
                        .collect(Collectors.joining("---\n")));
    }
}
