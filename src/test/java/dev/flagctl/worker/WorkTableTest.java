// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.support.PostgresServer;
import dev.flagctl.worker.Outcome.Result;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The rows that workers share, on a real PostgreSQL. */
final class WorkTableTest {

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final FeatureKey SEARCH = new FeatureKey("search", "production");
    private static final FeatureKey CHECKOUT = new FeatureKey("checkout", "production");

    private final PostgresServer server = PostgresServer.shared();
    private final String schema = '"' + PostgresServer.freshSchema() + '"';
    private final WorkDatabase database = database();
    private final WorkTable table = made();

    @Test
    void rows_are_given_back_together_each_with_its_own_time_and_what_failed_says_why() {
        table.add(List.of(SEARCH, CHECKOUT), NOW);
        pick("dead", "search", "checkout");

        table.giveBack(
                List.of(
                        new WorkTable.GivenBack(SEARCH, 2, new Outcome(NOW.plusSeconds(60), Result.DONE)),
                        new WorkTable.GivenBack(
                                CHECKOUT, 2, new Outcome(NOW.plusSeconds(15), Result.FAILED, "the hook said no"))),
                NOW);

        assertThat(rows("not picked and picked_by is null and version = 3")).isEqualTo(2);
        assertThat(rows("task_instance = 'production/search' and execution_time = '2026-03-02T09:01:00Z'"
                        + " and last_success = '2026-03-02T09:00:00Z' and consecutive_failures = 0"))
                .isEqualTo(1);
        assertThat(rows("task_instance = 'production/checkout' and execution_time = '2026-03-02T09:00:15Z'"
                        + " and last_success is null and consecutive_failures = 1 and note = 'the hook said no'"))
                .isEqualTo(1);
        assertThat(table.failing()).isEqualTo(1);
        assertThat(FailingWork.in(database)).containsExactly(new FailingWork(CHECKOUT, 1, NOW, "the hook said no"));
    }

    @Test
    void where_no_worker_ever_ran_nothing_fails() {
        String unused = '"' + PostgresServer.freshSchema() + '"';

        assertThat(FailingWork.in(new WorkDatabase(database.source(), unused, database.faults())))
                .isEmpty();
    }

    @Test
    void a_worker_that_comes_while_a_run_makes_the_schema_waits_and_takes_that_one() throws Exception {
        String fresh = '"' + PostgresServer.freshSchema() + '"';
        WorkDatabase empty = new WorkDatabase(database.source(), fresh, database.faults());

        CompletableFuture<Void> worker;
        try (Connection run = database.source().getConnection();
                Statement statement = run.createStatement()) {
            run.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(1718381411)");
            statement.execute("create schema " + fresh);
            worker = CompletableFuture.runAsync(() -> new WorkSchema(empty).make());
            server.await(1, "pg_locks where locktype = 'advisory' and objid = 1718381411 and not granted");
            run.commit();
        }
        worker.get(30, TimeUnit.SECONDS);

        assertThat(server.count(fresh + ".work")).isZero();
    }

    @Test
    void a_row_that_was_taken_over_cannot_be_given_back_by_its_old_holder() {
        table.add(List.of(SEARCH), NOW);
        pick("slow", "search");
        pick("other", "search");

        table.giveBack(List.of(new WorkTable.GivenBack(SEARCH, 2, new Outcome(NOW, Result.DONE))), NOW);

        assertThat(rows("picked_by = 'other' and version = 3")).isEqualTo(1);
    }

    @Test
    void only_rows_of_workers_whose_promise_is_over_are_taken_over() {
        table.add(List.of(SEARCH, CHECKOUT), NOW);
        SignsOfLife shortLived = new SignsOfLife(database, "short", Duration.ofMinutes(1));
        SignsOfLife longLived = new SignsOfLife(database, "long", Duration.ofHours(1));
        shortLived.give();
        longLived.give();
        pick("short", "search");
        pick("long", "checkout");
        server.execute("update " + schema + ".work set last_heartbeat = '2000-01-01'");

        server.execute(
                "update " + schema + ".worker set alive_until = now() - interval '1 second' where name = 'short'");
        int taken = new SignsOfLife(database, "third", Duration.ofMillis(100)).takeOver();

        assertThat(taken).as("each by the promise of its own holder").isEqualTo(1);
        assertThat(rows("task_instance = 'production/search' and not picked and version = 3"))
                .isEqualTo(1);
        assertThat(rows("picked_by = 'long'")).isEqualTo(1);
    }

    @Test
    void rows_of_a_worker_that_nobody_knows_are_taken_over_after_a_while() {
        table.add(List.of(SEARCH, CHECKOUT), NOW);
        pick("gone", "search", "checkout");
        server.execute("update " + schema + ".work set last_heartbeat = now() - interval '9 seconds'"
                + " where task_instance = 'production/search'");

        int taken = new SignsOfLife(database, "third", Duration.ofSeconds(8)).takeOver();

        assertThat(taken).isEqualTo(1);
        assertThat(rows("task_instance = 'production/search' and not picked")).isEqualTo(1);
    }

    @Test
    void a_worker_that_ends_leaves_no_sign() {
        SignsOfLife life = new SignsOfLife(database, "ending", Duration.ofHours(1));
        life.give();
        life.give();
        assertThat(server.count(schema + ".worker")).isEqualTo(1);

        life.end();

        assertThat(server.count(schema + ".worker")).isZero();
    }

    private void pick(String worker, String... features) {
        for (String feature : features) {
            server.execute("update " + schema + ".work set picked = true, picked_by = '" + worker
                    + "', last_heartbeat = now(), version = version + 1 where task_instance = 'production/" + feature
                    + "'");
        }
    }

    private long rows(String which) {
        return server.count(schema + ".work where " + which);
    }

    private WorkTable made() {
        new WorkSchema(database).make();
        new WorkSchema(database).make();
        return new WorkTable(database);
    }

    private WorkDatabase database() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres?user=postgres");
        return new WorkDatabase(
                source,
                schema,
                (action, e) -> new AdapterException(
                        AdapterException.Failure.REFUSED, action, "work", String.valueOf(e.getMessage()), e));
    }
}
