// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.support.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
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
            await(() -> done(server) > 0, running.get(0));

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
            await(() -> done(server) == 2 * FEATURES, running.get(0));
            running.get(0).process().destroy();
            assertThat(running.get(0).end(Duration.ofMinutes(1))).isEqualTo(143);
            Cli cli = shop.cli().at(Clock.systemUTC());
            assertThat(cli.run("history", "verify").exitCode()).isZero();
            assertThat(writes(cli).values())
                    .as("each write is done once")
                    .hasSize(2 * FEATURES)
                    .containsOnly(1L);
            assertThat(cli.run("apply", "--auto-approve").output()).contains(" 0 done, 0 failed");
        }
    }

    private static long done(PostgresServer server) {
        return server.count("pg_tables where schemaname = 'ledger' and tablename = 'state'") == 0
                ? 0
                : server.count("ledger.state");
    }

    private static Map<String, Long> writes(Cli cli) {
        return cli.run("history", "--kind=TASK_DONE", "--limit=0", "-o", "jsonl")
                .output()
                .lines()
                .filter(line -> line.contains("/write\""))
                .map(line -> line.replaceAll(".*\"feature\":\"([^\"]*)\".*\"environment\":\"([^\"]*)\".*", "$1 $2"))
                .collect(Collectors.groupingBy(key -> key, Collectors.counting()));
    }

    private static void await(BooleanSupplier fulfilled, FlagctlProcess running) throws Exception {
        for (int i = 0; !fulfilled.getAsBoolean(); i++) {
            assertThat(running.process().isAlive()).as(running.errors()).isTrue();
            assertThat(i).as("after three minutes: " + running.errors()).isLessThan(9000);
            Thread.sleep(20);
        }
    }

    private Shop shop(PostgresServer server) {
        Shop shop = new Shop(folder);
        shop.edit(
                "flagctl.yaml",
                text -> text.replace(", protected: true", "") + "  ledger: {type: postgres, url: \"" + server.url()
                        + "\", schema: ledger}\n");
        StringBuilder manifests = new StringBuilder();
        for (int i = 0; i < FEATURES; i++) {
            manifests.append("""
                    ---
                    apiVersion: flagctl.dev/v1
                    kind: Feature
                    metadata: {name: fNUMBER, version: 1.0.0, owner: team-search}
                    spec:
                      variants: {"on": true, "off": false}
                      serve: {treatment: "on", control: "off"}
                      rollout:
                        staging: {strategy: all-at-once}
                        production:
                          strategy: canary
                          stages:
                            - {percent: 10, bake: 1d}
                            - {percent: 100}
                    """.replace("NUMBER", Integer.toString(i)));
        }
        return shop.write("manifests/f.yaml", manifests.toString());
    }
}
