// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.support.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs of every kind meet where no ledger is yet: each finds none or a whole one. {@code -Dflagctl.first-uses=200} lets them meet more often. */
final class FirstUseTest {

    private static final int ROUNDS = Integer.getInteger("flagctl.first-uses", 5);

    private static final List<String> RUNS = List.of(
            "apply --auto-approve --lock-timeout=2m",
            "apply --auto-approve --lock-timeout=2m --feature=search",
            "apply --auto-approve --lock-timeout=2m --feature=cart",
            "plan",
            "status",
            "status -o json",
            "status --at=2026-01-01",
            "history",
            "history --kind=TASK_DONE -o csv",
            "history verify",
            "history export-head",
            "explain search",
            "doctor");

    /** These look for nobody beside them, and are not patient. */
    private static final List<String> ALONE =
            List.of("ledger copy --to=copy.db", "ledger prune --older-than=400d", "ledger copy --to=copy.db");

    private static final String WAITING = "pg_locks where locktype = 'advisory' and objid = 1718381411 and not granted";

    @TempDir
    private Path folder;

    private final List<FlagctlProcess> running = new ArrayList<>();

    /** A test that fails leaves nobody behind. */
    @AfterEach
    void end() {
        running.forEach(each -> each.process().destroyForcibly());
    }

    @ParameterizedTest
    @EnumSource
    void runs_that_all_come_first_find_no_ledger_or_a_whole_one(KillShop.Kind kind) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Shop shop = shop("round-" + round);
            if (kind == KillShop.Kind.POSTGRES) {
                shop.postgres(PostgresServer.shared().url(), PostgresServer.freshSchema());
            }

            meet(shop);

            assertIsWhole(shop);
        }
    }

    @ParameterizedTest
    @EnumSource
    void runs_that_all_come_first_to_older_tables_bring_them_up_to_date_once(KillShop.Kind kind) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Shop shop = shop("round-" + round);
            String schema = PostgresServer.freshSchema();
            if (kind == KillShop.Kind.POSTGRES) {
                shop.postgres(PostgresServer.shared().url(), schema);
            }
            assertThat(cli(shop, "before").run("apply", "--auto-approve").exitCode())
                    .isZero();
            try (Connection ledger = kind == KillShop.Kind.POSTGRES
                            ? postgres()
                            : DriverManager.getConnection("jdbc:sqlite:" + shop.path(".flagctl/ledger.db"));
                    Statement statement = ledger.createStatement()) {
                statement.execute(
                        kind == KillShop.Kind.POSTGRES
                                ? "set search_path to \"" + schema + "\""
                                : "pragma user_version = 3");
                statement.execute("alter table lease drop column more");
                statement.execute("delete from migration where version = 4");
            }

            meet(shop);

            assertIsWhole(shop);
        }
    }

    private static void meet(Shop shop) throws Exception {
        ExecutorService together = Executors.newFixedThreadPool(RUNS.size() + ALONE.size());
        List<Future<Result>> patient = new ArrayList<>();
        List<Future<Result>> alone = new ArrayList<>();
        CyclicBarrier start = new CyclicBarrier(RUNS.size() + ALONE.size());
        for (String words : RUNS) {
            patient.add(together.submit(() -> run(shop, words, start)));
        }
        for (String words : ALONE) {
            alone.add(together.submit(() -> run(shop, words, start)));
        }
        together.shutdown();

        for (Future<Result> each : patient) {
            assertThat(each.get().exitCode()).as(each.get().toString()).isZero();
        }
        for (Future<Result> each : alone) {
            assertThat(each.get().exitCode()).as(each.get().toString()).isIn(0, ExitCode.LOCKED.code());
        }
    }

    /** Who makes tables waits behind a lock until all of them have seen that there are none. */
    @Test
    void workers_and_runs_that_wait_for_each_other_make_one_ledger_while_readers_see_none() throws Exception {
        PostgresServer server = PostgresServer.shared();
        String schema = PostgresServer.freshSchema();
        Shop shop = shop("door").postgres(server.url(), schema);

        try (Connection door = postgres();
                Statement statement = door.createStatement()) {
            statement.execute("select pg_advisory_lock(1718381411)");
            for (String words : List.of(
                    "worker --listen=127.0.0.1:0",
                    "worker --listen=127.0.0.1:0",
                    "apply --auto-approve --feature=search --lock-timeout=2m",
                    "apply --auto-approve --feature=cart --lock-timeout=2m")) {
                running.add(FlagctlProcess.start(
                        shop.path(""), "run-" + running.size(), "dana", List.of(), words.split(" ")));
            }
            server.await(running.size(), WAITING);
            for (String words : RUNS.subList(3, RUNS.size())) {
                Result reader = cli(shop, words).run(words.split(" "));
                assertThat(reader.exitCode()).as(words + " " + reader).isZero();
            }
        }

        for (FlagctlProcess run : running.subList(2, 4)) {
            assertThat(run.end(Duration.ofMinutes(2))).as(run.errors()).isZero();
        }
        running.get(0).await(() -> server.count(schema, "worker") == 2);
        for (FlagctlProcess worker : running.subList(0, 2)) {
            worker.process().destroy();
            assertThat(worker.end(Duration.ofMinutes(2))).as(worker.errors()).isEqualTo(143);
        }
        assertIsWhole(shop);
    }

    private static Connection postgres() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:" + PostgresServer.shared().url().replace("postgres:any@", ""), "postgres", "any");
    }

    private static Result run(Shop shop, String words, CyclicBarrier start) throws Exception {
        Cli cli = cli(shop, words);
        start.await();
        return cli.run(words.split(" "));
    }

    private static Cli cli(Shop shop, String run) {
        return shop.cli()
                .at(Clock.systemUTC())
                .called(run)
                .waitingWith(length -> TimeUnit.NANOSECONDS.sleep(length.toNanos()));
    }

    private static void assertIsWhole(Shop shop) {
        Cli cli = cli(shop, "after all");
        assertThat(cli.run("history", "verify")).satisfies(verified -> {
            assertThat(verified.exitCode()).as(verified.toString()).isZero();
        });
        assertThat(cli.writes())
                .containsExactlyInAnyOrder(
                        new FeatureKey("search", "production"), new FeatureKey("cart", "production"));
        assertThat(cli.run("apply", "--auto-approve").output()).contains(" 0 done, 0 failed");
    }

    private Shop shop(String name) throws IOException {
        Shop shop = Shop.production(Files.createDirectory(folder.resolve(name)));
        for (String feature : List.of("search", "cart")) {
            shop.write(
                    "manifests/" + feature + ".yaml",
                    Shop.feature(feature, "{percent: 10, bake: 1d}", "{percent: 100}"));
        }
        return shop;
    }
}
