// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.support.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two environments, the flag service of one of which takes seconds for each call: the other one does not wait for it. */
final class SlowServiceTest {

    private static final List<Path> SLOW =
            List.of(Path.of("src/test/resources/slow").toAbsolutePath());
    private static final String PLUGIN = "dev.flagctl.slow";

    @TempDir
    private Path folder;

    private @Nullable FlagctlProcess running;

    @AfterEach
    void end() {
        if (running != null) {
            running.process().destroyForcibly();
        }
    }

    @Test
    void an_apply_writes_the_flags_of_the_other_one_meanwhile() throws Exception {
        Shop shop = shop("{type: sqlite, path: ledger.db}", "3s")
                .write("manifests/slow.yaml", features("slow", 20))
                .write("manifests/fast.yaml", features("fast", 20));

        FlagctlProcess apply = start("apply", "--auto-approve");

        assertThat(apply.end(Duration.ofMinutes(1))).as(apply.errors()).isZero();
        assertThat(seconds(shop, "fast")).as("with the plan").isLessThan(1.5);
        assertThat(seconds(shop, "slow")).as("its write takes three").isGreaterThanOrEqualTo(3);
        assertThat(cli(shop).run("history", "verify").exitCode()).isZero();
    }

    @Test
    void an_apply_that_is_stopped_during_a_slow_call_ends_with_it_and_leaves_nothing_open() throws Exception {
        Shop shop = shop("{type: sqlite, path: ledger.db}", "3s").write("manifests/slow.yaml", features("slow", 20));
        FlagctlProcess apply = start("apply", "--auto-approve");
        await(() -> entries(shop, "TASK_STARTED") > 0);

        Instant asked = Instant.now();
        apply.process().destroy();

        assertThat(apply.end(Duration.ofSeconds(20))).as(apply.errors()).isEqualTo(143);
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(entries(shop, "TASK_DONE"))
                .as("what was under way is recorded")
                .isEqualTo(20);
        assertThat(cli(shop).run("history", "verify").exitCode()).isZero();
    }

    @Test
    void an_apply_that_is_stopped_while_it_reads_writes_nothing() throws Exception {
        Shop shop = shop("{type: sqlite, path: ledger.db}", "4s").write("manifests/slow.yaml", features("slow", 20));
        FlagctlProcess apply = start("apply", "--auto-approve");
        await(() -> Files.exists(shop.path("ledger.db")));
        Thread.sleep(Duration.ofSeconds(1).toMillis());

        apply.process().destroy();

        assertThat(apply.end(Duration.ofSeconds(20))).as(apply.errors()).isEqualTo(143);
        assertThat(entries(shop, "TASK_STARTED")).isZero();
    }

    @Test
    void a_worker_does_the_keys_of_the_other_one_while_nine_of_ten_wait_for_the_slow_one() throws Exception {
        PostgresServer server = PostgresServer.shared();
        String schema = PostgresServer.freshSchema();
        String entries = "entry where kind = 'TASK_DONE' and environment = ";
        String picked = "work where picked and task_instance like 'slow/%'";
        Shop shop = shop("{type: postgres, url: \"" + server.url() + "\", schema: \"" + schema + "\"}", "5s")
                .write("manifests/slow.yaml", features("slow", 1800))
                .write("manifests/fast.yaml", features("fast", 1));
        FlagctlProcess worker = start("worker", "--listen=127.0.0.1:0");
        await(() -> worker.process().isAlive() && count(schema, picked) >= 500);

        shop.write("manifests/fast.yaml", features("fast", 200));
        await(() -> count(schema, entries + "'fast'") == 200);

        assertThat(count(schema, entries + "'slow'"))
                .as("the slow one has hardly begun")
                .isLessThan(1500);
        assertThat(count(schema, picked))
                .as("it never has the places of the other")
                .isBetween(1L, 750L);
        Instant asked = Instant.now();
        worker.process().destroy();
        assertThat(worker.end(Duration.ofMinutes(1))).as(worker.errors()).isEqualTo(143);
        assertThat(Duration.between(asked, Instant.now()))
                .as("after the calls under way")
                .isLessThan(Duration.ofSeconds(30));
        assertThat(List.of(count(schema, "work where picked"), count(schema, "lease"), count(schema, "open_task")))
                .containsOnly(0L);
        assertThat(cli(shop).run("history", "verify").exitCode()).isZero();
    }

    /** Counts rows; a table that nobody has made yet has none. */
    private static long count(String schema, String from) {
        PostgresServer server = PostgresServer.shared();
        String table = from.split(" ", 2)[0];
        return server.count("pg_tables where schemaname = '" + schema + "' and tablename = '" + table + "'") == 0
                ? 0
                : server.count("\"" + schema + "\"." + from);
    }

    private FlagctlProcess start(String... words) throws IOException {
        FlagctlProcess process = FlagctlProcess.start(folder, "slow-", "dana", SLOW, words);
        running = process;
        return process;
    }

    private void await(BooleanSupplier fulfilled) throws Exception {
        for (int i = 0; !fulfilled.getAsBoolean(); i++) {
            assertThat(i)
                    .as("after a minute and a half: " + (running == null ? "" : running.errors()))
                    .isLessThan(900);
            Thread.sleep(Duration.ofMillis(100).toMillis());
        }
    }

    /** Seconds from the begin of the run to the last flag of an environment, by the ledger. */
    private static double seconds(Shop shop, String environment) {
        List<String> lines = cliOutput(shop, "history", "--all", "--limit=0", "-o", "short")
                .lines()
                .toList();
        Instant begin = time(lines.stream()
                .filter(line -> line.contains("\tRUN_STARTED\t"))
                .findFirst()
                .orElseThrow());
        Instant last = lines.stream()
                .filter(line -> line.contains("\tTASK_DONE\t") && line.contains("\t" + environment + "\t"))
                .map(SlowServiceTest::time)
                .max(Instant::compareTo)
                .orElseThrow();
        return Duration.between(begin, last).toMillis() / 1000.0;
    }

    private static Instant time(String line) {
        return Instant.parse(line.split("\t", 3)[1]);
    }

    private static long entries(Shop shop, String kind) {
        return cliOutput(shop, "history", "--all", "--limit=0", "-o", "short")
                .lines()
                .filter(line -> line.contains("\t" + kind + "\t"))
                .count();
    }

    private static String cliOutput(Shop shop, String... words) {
        return cli(shop).run(words).output();
    }

    private static Cli cli(Shop shop) {
        return shop.cli().at(Clock.systemUTC());
    }

    private Shop shop(String ledger, String takes) {
        return new Shop(folder).write("flagctl.yaml", """
                apiVersion: flagctl.dev/v1
                kind: Project
                metadata: {name: shop}
                spec:
                  environments:
                    fast: {flags: quick}
                    slow: {flags: lazy}
                  adapters:
                    quick: {type: flagd, path: "flags/${environment}.flagd.json"}
                    lazy: {type: %s, path: "flags/${environment}.flagd.json", takes: %s}
                  ledger: %s
                """.formatted(PLUGIN, takes, ledger));
    }

    private static String features(String environment, int number) {
        StringBuilder manifests = new StringBuilder();
        for (int i = 0; i < number; i++) {
            String feature = Shop.feature(environment + "-" + i, "{percent: 10, bake: 1d}", "{percent: 100}");
            manifests.append("---\n").append(feature.replace("production:", environment + ":"));
        }
        return manifests.toString();
    }
}
