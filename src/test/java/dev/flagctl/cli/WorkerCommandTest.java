// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.support.CutLine;
import dev.flagctl.support.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Workers as processes of their own, on a real PostgreSQL. */
final class WorkerCommandTest {

    private static final int FEATURES = 300;
    private static final Pattern LOCKED = Pattern.compile("looks_total\\{result=\"locked\"} [1-9]");
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<FlagctlProcess> started = new ArrayList<>();

    /** A test that fails leaves nobody behind, asleep or awake. */
    @AfterEach
    void end() {
        started.forEach(worker -> worker.process().destroyForcibly());
    }

    @Test
    void of_two_workers_one_is_killed_half_way_and_everything_is_done_once() throws Exception {
        String schema = PostgresServer.freshSchema();
        Shop shop = shop(schema);
        FlagctlProcess killed = worker("killed-");
        FlagctlProcess other = worker("other-");
        killed.await(() -> count(schema, "entry where kind = 'TASK_STARTED'") > 0);
        killed.process().destroyForcibly().waitFor();

        other.await(() -> count(schema, "entry where kind = 'TASK_DONE'") >= 2 * FEATURES);
        other.await(() -> count(schema, "work where picked or execution_time <= now()") == 0);

        assertThat(get(other, "/healthz").statusCode()).isEqualTo(200);
        assertThat(get(other, "/readyz").statusCode()).isEqualTo(200);
        assertThat(get(other, "/metrics").body())
                .containsPattern("flagctl_worker_looks_total\\{result=\"done\"} [1-9]")
                .contains("# TYPE flagctl_worker_batch_seconds summary", "flagctl_work_overdue 0\n");
        other.process().destroy();
        assertThat(other.end(Duration.ofMinutes(1))).as(other.errors()).isEqualTo(143);
        assertThat(other.errors()).contains("works on " + 2 * FEATURES, "stops after what is running");
        Cli cli = shop.cli().at(Clock.systemUTC());
        assertThat(cli.run("history", "verify").exitCode()).isZero();
        assertEachIsDoneOnce(cli);
        assertThat(cli.run("apply", "--auto-approve").output())
                .as("nothing is left")
                .contains(" 0 done, 0 failed");
        assertThat(cli.run("status").output()).contains("lock free ·");
    }

    @Test
    void a_stop_lets_what_is_running_end_and_gives_back_the_rest() throws Exception {
        String schema = PostgresServer.freshSchema();
        Shop shop = shop(schema);
        FlagctlProcess worker = worker("stopped-");
        worker.await(() -> count(schema, "entry where kind = 'TASK_STARTED'") > 0);

        worker.process().destroy();

        assertThat(worker.end(Duration.ofMinutes(1))).as(worker.errors()).isEqualTo(143);
        assertThat(count(schema, "work where picked"))
                .as("nothing stays in its hand")
                .isZero();
        assertThat(count(schema, "lease")).isZero();
        assertThat(count(schema, "open_task")).isZero();
        assertThat(shop.cli().at(Clock.systemUTC()).run("history", "verify").exitCode())
                .isZero();
    }

    /** Else whoever looks after it would kill it in the middle of what it is to end. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script as a hook")
    void while_it_ends_what_is_running_it_is_healthy_and_not_ready() throws Exception {
        String schema = PostgresServer.freshSchema();
        Shop shop = Shop.production(folder)
                .search()
                .hooked("while [ ! -e go ] && [ -e hook-began ]; do sleep 0.1; done\n")
                .postgres(PostgresServer.shared().url(), schema);
        FlagctlProcess worker = worker("ending-");
        worker.await(shop.path("hook-began"));

        worker.process().destroy();
        worker.await(() -> readiness(worker) == 503);
        int health = answer(worker, "/healthz").statusCode();
        shop.write("go", "on");

        assertThat(health).isEqualTo(200);
        assertThat(worker.end(Duration.ofMinutes(1))).as(worker.errors()).isEqualTo(143);
        assertThat(shop.cli().at(Clock.systemUTC()).run("history", "--all").output())
                .contains("hook smoke check passed");
        assertThat(count(schema, "lease") + count(schema, "worker")).isZero();
    }

    @Test
    void a_line_to_the_database_that_is_cut_loses_nothing_and_is_told_by_readiness() throws Exception {
        String schema = PostgresServer.freshSchema();
        try (CutLine line = new CutLine(PostgresServer.shared().port())) {
            Shop shop = shop(schema, "postgresql://postgres:any@127.0.0.1:" + line.port() + "/postgres");
            FlagctlProcess worker = worker("cut-");
            worker.await(() -> count(schema, "entry where kind = 'TASK_STARTED'") > 0);

            line.cut();
            worker.await(() -> readiness(worker) == 503);
            assertThat(get(worker, "/metrics").body())
                    .as("its own numbers are told also now")
                    .contains("flagctl_worker_looks_total", "flagctl_worker_database_up 0\n")
                    .doesNotContain("flagctl_work_overdue");
            // Longer than its leases live.
            Thread.sleep(Duration.ofSeconds(8).toMillis());
            line.mend();

            worker.await(() -> readiness(worker) == 200);
            worker.await(() -> count(schema, "entry where kind = 'TASK_DONE'") >= 2 * FEATURES);
            worker.await(() -> count(schema, "work where picked or execution_time <= now()") == 0);
            worker.process().destroy();
            assertThat(worker.end(Duration.ofMinutes(1))).as(worker.errors()).isEqualTo(143);
            Cli cli = shop.cli().at(Clock.systemUTC());
            assertThat(cli.run("history", "verify").exitCode()).isZero();
            assertEachIsDoneOnce(cli);
        }
    }

    @Test
    void a_worker_that_slept_longer_than_it_may_is_refused_when_it_wakes_up() throws Exception {
        String schema = PostgresServer.freshSchema();
        Shop shop = shop(schema);
        FlagctlProcess sleeper = worker("sleeper-");
        sleeper.await(() -> count(schema, "open_task") > 0);
        putToSleep(sleeper);
        FlagctlProcess other = worker("awake-");

        other.await(() -> count(schema, "entry where kind = 'TASK_DONE'") >= 2 * FEATURES);
        other.await(() -> count(schema, "work where picked or execution_time <= now()") == 0);
        long entries = count(schema, "entry");
        signal(sleeper, "CONT");
        sleeper.await(() -> readiness(sleeper) == 200);
        sleeper.await(() -> count(schema, "worker where alive_until > now()") == 2);

        assertThat(count(schema, "entry where kind in ('TASK_STARTED', 'TASK_DONE')"))
                .as("what it had begun")
                .isEqualTo(count(schema, "entry where kind in ('TASK_STARTED', 'TASK_DONE') and serial <= " + entries));
        assertThat(other.errors()).containsPattern("takes over \\d+ features");
        for (FlagctlProcess worker : List.of(sleeper, other)) {
            worker.process().destroy();
            assertThat(worker.end(Duration.ofMinutes(1))).as(worker.errors()).isEqualTo(143);
        }
        assertThat(count(schema, "worker")).as("both said that they end").isZero();
        Cli cli = shop.cli().at(Clock.systemUTC());
        assertThat(cli.run("history", "verify").exitCode()).isZero();
        assertEachIsDoneOnce(cli);
    }

    @Test
    void manifests_that_change_are_taken_while_it_works_and_invalid_ones_are_not() throws Exception {
        String schema = PostgresServer.freshSchema();
        Shop shop = shop(schema);
        shop.write("manifests/f.yaml", feature("old") + feature("kept"));
        FlagctlProcess worker = worker("edited-");
        worker.await(() -> count(schema, "entry where kind = 'TASK_DONE'") == 4);

        shop.write(
                "manifests/f.yaml",
                feature("kept").replace("10, bake", "20, bake").replace("1.0.0", "1.1.0") + feature("added"));
        worker.await(() -> count(schema, "work where task_instance like '%/added'") == 2);
        worker.await(() -> count(schema, "state where feature = 'added'") == 2);
        worker.await(() -> count(schema, "entry where kind = 'TASK_DONE' and feature = 'kept'") > 2);

        assertThat(count(schema, "work where task_instance like '%/old'")).isZero();
        assertThat(count(schema, "state where feature = 'old'"))
                .as("nothing is done to it")
                .isEqualTo(2);
        assertThat(worker.errors())
                .contains(
                        "2 of them new", "2 gone", "old@production, old@staging; put the manifest back with a sunset");

        shop.write("manifests/f.yaml", feature("added").replace("owner: team-search", "ownr: team-search"));
        worker.await(() -> answer(worker, "/metrics").body().contains("flagctl_worker_manifests_valid 0\n"));
        assertThat(worker.errors())
                .contains("works on by the manifests of", "unknown key", "flagctl validate shows all");
        assertThat(get(worker, "/readyz").statusCode()).isEqualTo(200);
        assertThat(get(worker, "/readyz").body()).contains("newer ones: manifests/f.yaml:4", "\"ownr\"");
        assertThat(count(schema, "work")).isEqualTo(4);

        shop.write("manifests/f.yaml", feature("added"));
        signal(worker, "HUP");
        worker.await(() -> answer(worker, "/metrics").body().contains("flagctl_worker_manifests_valid 1\n"));
        assertThat(count(schema, "work")).isEqualTo(2);
        worker.process().destroy();
        assertThat(worker.end(Duration.ofMinutes(1))).as(worker.errors()).isEqualTo(143);
    }

    /**
     * Stops it in the middle of its work, but not while it has a flag file or is about to commit: a file that a sleeper has locked stays locked, and a
     * transaction that it has sent by half is undone after half a minute only, see {@code PostgresFaultTest}.
     */
    private void putToSleep(FlagctlProcess worker) throws Exception {
        signal(worker, "STOP");
        while (isWriting()) {
            signal(worker, "CONT");
            Thread.sleep(1);
            signal(worker, "STOP");
        }
    }

    private boolean isWriting() throws Exception {
        // What was sent before the signal is done by then.
        Thread.sleep(50);
        return Files.exists(folder.resolve("flags/production.json.lock"))
                || Files.exists(folder.resolve("flags/staging.json.lock"))
                || PostgresServer.shared()
                                .count("pg_stat_activity where backend_type = 'client backend'"
                                        + " and pid <> pg_backend_pid() and xact_start is not null")
                        > 0;
    }

    private static void signal(FlagctlProcess worker, String name) throws Exception {
        Process kill = new ProcessBuilder(
                        "kill", "-" + name, Long.toString(worker.process().pid()))
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    @Test
    void a_feature_that_a_person_holds_keeps_no_other_waiting() throws Exception {
        String schema = PostgresServer.freshSchema();
        Shop shop = shop(schema);
        shop.cli().at(Clock.systemUTC()).run("apply", "--auto-approve", "--feature=f7");
        hold(schema, "shop/production/f8");
        FlagctlProcess worker = worker("held-");

        worker.await(() -> count(schema, "state") == 2 * FEATURES - 1);
        worker.await(() -> LOCKED.matcher(answer(worker, "/metrics").body()).find());
        assertThat(count(schema, "state where feature = 'f8' and environment = 'production'"))
                .isZero();
        PostgresServer.shared().execute("delete from \"" + schema + "\".lease");

        worker.await(() -> count(schema, "state") == 2 * FEATURES);
        worker.process().destroy();
        assertThat(worker.end(Duration.ofMinutes(1))).isEqualTo(143);
    }

    @Test
    void a_bad_edit_keeps_no_other_feature_waiting() throws Exception {
        String schema = PostgresServer.freshSchema();
        Shop shop = shop(schema);
        Cli cli = shop.cli().at(Clock.systemUTC());
        assertThat(cli.run("apply", "--auto-approve", "--feature=f7").exitCode())
                .isZero();
        // The serving changes and the version does not: refused.
        shop.edit(
                "manifests/f.yaml",
                text -> text.replaceFirst(
                        "(name: f7, version: 1.0.0(?s:.*?))treatment: \"on\", control: \"off\"",
                        "$1treatment: \"off\", control: \"on\""));
        assertThat(cli.run("plan", "f7").output()).contains("refused");
        FlagctlProcess worker = worker("busy-");

        worker.await(() -> count(schema, "state") >= 2 * FEATURES);

        worker.process().destroy();
        assertThat(worker.end(Duration.ofMinutes(1))).isEqualTo(143);
        assertThat(count(schema, "entry where kind = 'TASK_DONE' and feature = 'f7'"))
                .isEqualTo(2);
    }

    @Test
    void workers_need_postgres_and_say_so() {
        Result result = new Shop(folder).search().run("worker");

        assertThat(result.exitCode()).isEqualTo(6);
        assertThat(result.errorOutput())
                .contains(
                        "workers meet in a ledger in PostgreSQL",
                        "of type sqlite",
                        "flagctl ledger copy",
                        "apply --wait");
    }

    @Test
    void a_server_that_is_not_there_is_named() {
        Shop shop = new Shop(folder).search();
        shop.edit(
                "flagctl.yaml",
                text -> text + "  ledger: {type: postgres, url: \"postgresql://nobody@127.0.0.1:1/none\"}\n");

        Result result = shop.run("worker");

        assertThat(result.exitCode()).isEqualTo(8);
        assertThat(result.errorOutput())
                .contains("make the tables of the workers", "127.0.0.1:1/none", "cannot be reached");
    }

    @Test
    void who_cannot_listen_is_refused_and_leaves_no_sign_of_life() throws Exception {
        String schema = PostgresServer.freshSchema();
        Shop shop = shop(schema);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

            Result result = shop.run("worker", "--listen=127.0.0.1:" + taken.getLocalPort());

            assertThat(result.exitCode()).isEqualTo(6);
            assertThat(result.errorOutput()).contains("nothing can listen on 127.0.0.1:" + taken.getLocalPort());
            assertThat(count(schema, "work")).as("others find its keys").isEqualTo(2 * FEATURES);
            assertThat(count(schema, "worker")).isZero();
        }
    }

    @Test
    void what_an_option_cannot_be_is_said() {
        Shop shop = new Shop(folder).search();

        for (String wrong : List.of("--listen=9464", "--listen=a:b", "--dead-after=1s", "--every=0s", "--every=x")) {
            Result result = shop.run("worker", wrong);
            assertThat(result.exitCode()).as(result.errorOutput()).isEqualTo(64);
        }
    }

    private static void assertEachIsDoneOnce(Cli cli) {
        Map<String, Long> done = cli.history("TASK_DONE").stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.path("feature").asString() + " "
                                + entry.path("environment").asString(),
                        Collectors.counting()));
        assertThat(done).hasSize(2 * FEATURES);
        assertThat(done.values()).as("nothing has its effect twice").containsOnly(1L);
    }

    /** Takes a lease as a person's command does, for an hour. */
    private static void hold(String schema, String scope) {
        Instant now = Instant.now();
        PostgresServer.shared()
                .execute(
                        "insert into \"" + schema + "\".lease (scope, token, run, actor, url, revision, plan, progress,"
                                + " acquired, renewed, expires) values ('" + scope
                                + "', 999, 'by-hand', 'alice', '', '', '', '', '"
                                + now + "', '" + now + "', '" + now.plusSeconds(3600) + "')");
    }

    private FlagctlProcess worker(String name) throws IOException {
        FlagctlProcess worker = FlagctlProcess.start(
                folder, name, name + "actor", List.of(), "worker", "--listen=127.0.0.1:0", "--dead-after=6s");
        started.add(worker);
        return worker;
    }

    private HttpResponse<String> get(FlagctlProcess worker, String path) throws Exception {
        Matcher url = URL.matcher(worker.errors());
        assertThat(url.find()).as(worker.errors()).isTrue();
        return http.send(
                HttpRequest.newBuilder(URI.create(url.group() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private int readiness(FlagctlProcess worker) {
        return answer(worker, "/readyz").statusCode();
    }

    private HttpResponse<String> answer(FlagctlProcess worker, String path) {
        try {
            return get(worker, path);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long count(String schema, String from) {
        return PostgresServer.shared().count(schema, from);
    }

    private Shop shop(String schema) {
        return shop(schema, PostgresServer.shared().url());
    }

    private Shop shop(String schema, String url) {
        Shop shop = new Shop(folder).postgres(url, schema);
        shop.edit("flagctl.yaml", text -> text.replace(", protected: true", ""));
        StringBuilder manifests = new StringBuilder();
        for (int i = 0; i < FEATURES; i++) {
            manifests.append(feature("f" + i));
        }
        return shop.write("manifests/f.yaml", manifests.toString());
    }

    private static String feature(String name) {
        return "---\n" + Shop.stagedFeature(name);
    }
}
