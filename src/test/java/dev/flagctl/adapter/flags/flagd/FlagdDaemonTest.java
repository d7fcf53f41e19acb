// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import dev.flagctl.adapter.evaluator.ofrep.OfrepProvider;
import dev.flagctl.adapter.flagdformat.FlagdBucketing;
import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Bake;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Percent;
import dev.flagctl.model.SourceRef;
import dev.flagctl.model.Stage;
import dev.flagctl.model.Strategy;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Evaluation;
import dev.flagctl.port.FlagEvaluator;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.Settings;
import dev.flagctl.strategy.Trajectories;
import dev.flagctl.support.Crowd;
import dev.flagctl.support.FlagdDaemon;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users get of a real flagd that follows the file which the adapter writes, asked over OFREP. */
final class FlagdDaemonTest {

    private static final String KEY = "checkout";

    /** Longer than any way of following a file takes. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    @TempDir
    private Path folder;

    private @Nullable FlagdDaemon daemon;
    private @Nullable FlagEvaluator clients;
    private @Nullable FlagState now;

    @AfterEach
    void stop() {
        if (clients != null) {
            clients.close();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    private void follow(String provider, String uri) {
        daemon = FlagdDaemon.start(provider, uri);
        AdapterSpec spec = new AdapterSpec("flagd", "ofrep", Map.of("url", daemon.ofrepUrl()), SourceRef.NONE);
        AdapterHost host = new AdapterHost(Clock.systemUTC(), folder, Map.of(), line -> {});
        clients = new OfrepProvider().open(new Settings(spec, Map.of()), host);
    }

    private Path path() {
        return folder.resolve("production.flagd.json");
    }

    private void write(FlagState after) {
        FlagPath path = new FlagPath(folder, "${environment}.flagd.json", FlagFormat.JSON);
        try (FlagService flags =
                new FlagdFlagService(path, FlagdBucketing.V2, new WriteTurns(new Random(5), length -> {}))) {
            FlagWrite write = new FlagWrite(FlagFolder.spec(KEY), now, after);
            assertThat(flags.write(Crowd.SCOPE, List.of(write)).get(0).failure())
                    .isNull();
        }
        now = after;
    }

    private List<Evaluation> ask(List<Map<String, Object>> contexts) {
        return clients.evaluate(Crowd.SCOPE, KEY, contexts);
    }

    /** Returns who gets the treatment. */
    private BitSet treated(List<Map<String, Object>> contexts) {
        List<Evaluation> served = ask(contexts);
        BitSet users = new BitSet(contexts.size());
        for (int i = 0; i < served.size(); i++) {
            assertThat(served.get(i).variant()).isIn("on", "off");
            users.set(i, "on".equals(served.get(i).variant()));
        }
        return users;
    }

    /** Asks for a hundred users until they are served what the hash says, as a read-back does. */
    private void awaitServed(FlagState state) {
        List<Map<String, Object>> some = Crowd.CONTEXTS.subList(0, 100);
        BitSet expected = predicted(state, some);
        await(() -> treated(some).equals(expected));
    }

    private static void await(BooleanSupplier until) {
        long deadline = System.nanoTime() + PATIENCE;
        while (!until.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            pause(100);
        }
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Who gets the treatment by flagctl's own account of the hash, for exposures without audiences or with those of the crowd. */
    private static BitSet predicted(FlagState state, List<Map<String, Object>> contexts) {
        BitSet users = new BitSet(contexts.size());
        for (int i = 0; i < contexts.size(); i++) {
            String user = (String) contexts.get(i).get("targetingKey");
            double place = FlagdBucketing.V2.place(KEY, state.salt(), user);
            users.set(i, place < Crowd.share(state.exposure(), i).fraction());
        }
        return users;
    }

    @ParameterizedTest
    @MethodSource("dev.flagctl.support.Crowd#strategies")
    void each_stage_reaches_its_share_adds_to_the_one_before_and_is_the_same_after_a_rollback(Strategy strategy) {
        Feature feature = Crowd.feature(strategy);
        List<Stage> stages =
                Trajectories.compile(feature, Crowd.SCOPE.environment()).stages();
        write(feature.flagWith(Exposure.NONE));
        follow("fsnotify", path().toString());

        List<BitSet> reached = new ArrayList<>();
        for (Stage stage : stages) {
            write(feature.flagWith(stage.exposure()));
            awaitServed(now);
            BitSet users = treated(Crowd.CONTEXTS);

            assertThat(Crowd.percent(users)).as("stage %s", stage.name()).isCloseTo(Crowd.expected(stage), within(1.5));
            assertThat(users).as("user by user").isEqualTo(predicted(now, Crowd.CONTEXTS));
            if (!reached.isEmpty()) {
                assertThat(Crowd.lost(reached.get(reached.size() - 1), users)).isZero();
            }
            reached.add(users);
        }

        int back = (stages.size() - 1) / 2;
        write(feature.flagWith(stages.get(back).exposure()));
        awaitServed(now);
        assertThat(treated(Crowd.CONTEXTS)).isEqualTo(reached.get(back));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsnotify", "fileinfo"})
    void each_way_of_watching_a_file_sees_that_it_was_replaced_time_and_again(String provider) {
        Feature feature = Crowd.feature(new Strategy.AllAtOnce(Bake.NONE));
        write(feature.flagWith(Exposure.NONE));
        follow(provider, path().toString());

        for (double percent : new double[] {10, 25, 0, 100, 50}) {
            write(feature.flagWith(Exposure.of(Percent.of(percent))));
            awaitServed(now);
        }
    }

    @Test
    void a_daemon_that_polls_http_sees_the_file_that_any_web_server_serves() throws IOException {
        Feature feature = Crowd.feature(new Strategy.AllAtOnce(Bake.NONE));
        write(feature.flagWith(Exposure.NONE));
        List<Integer> statuses = new CopyOnWriteArrayList<>();
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            byte[] body = Files.readAllBytes(path());
            String tag = '"' + Integer.toHexString(Arrays.hashCode(body)) + '"';
            boolean same = tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            exchange.getResponseHeaders().set("ETag", tag);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(same ? 304 : 200, same ? -1 : body.length);
            if (!same) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
            statuses.add(same ? 304 : 200);
        });
        web.start();
        try {
            follow("http", "http://127.0.0.1:" + web.getAddress().getPort() + "/production.flagd.json");
            for (double percent : new double[] {10, 25, 0}) {
                write(feature.flagWith(Exposure.of(Percent.of(percent))));
                awaitServed(now);
            }
            await(() -> statuses.contains(304));

            assertThat(statuses.stream().filter(status -> status == 200)).hasSizeBetween(4, 5);
        } finally {
            web.stop(0);
        }
    }

    @Test
    void a_broken_file_leaves_the_flags_as_they_were_and_the_next_write_is_refused() throws IOException {
        Feature feature = Crowd.feature(new Strategy.AllAtOnce(Bake.NONE));
        write(feature.flagWith(Exposure.ALL));
        follow("fsnotify", path().toString());
        String whole = Files.readString(path());

        Files.writeString(path(), whole.substring(0, whole.length() / 2));
        await(() -> daemon.log().contains("unable to") || daemon.log().contains("error"));
        pause(500);

        assertThat(treated(Crowd.CONTEXTS.subList(0, 50)).cardinality()).isEqualTo(50);
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> write(feature.flagWith(Exposure.NONE)))
                .withMessageContaining("production.flagd.json");
        assertThat(Files.readString(path())).isEqualTo(whole.substring(0, whole.length() / 2));
    }

    @Test
    void no_reader_ever_sees_a_half_written_file() {
        Feature feature = Crowd.feature(new Strategy.AllAtOnce(Bake.NONE));
        write(feature.flagWith(Exposure.NONE));
        follow("fsnotify", path().toString());

        for (int i = 1; i <= 60; i++) {
            write(feature.flagWith(Exposure.of(new Percent(i * 1000))));
        }
        awaitServed(now);

        assertThat(daemon.log())
                .doesNotContain("is empty")
                .doesNotContain("\terror\t")
                .doesNotContain("\twarn\t");
    }

    @Test
    void turned_down_serves_the_control_and_disabled_would_serve_the_default_of_the_code() throws IOException {
        Feature feature = Crowd.feature(new Strategy.AllAtOnce(Bake.NONE));
        write(feature.flagWith(Exposure.NONE));
        follow("fsnotify", path().toString());
        Map<String, Object> user = Crowd.CONTEXTS.get(0);

        assertThat(ask(List.of(user))).containsExactly(new Evaluation("off", false, "STATIC"));

        Files.writeString(path(), Files.readString(path()).replace("ENABLED", "DISABLED"));
        Predicate<Evaluation> disabled = served -> served.reason().equals("DISABLED");
        await(() -> disabled.test(ask(List.of(user)).get(0)));
        assertThat(ask(List.of(user))).containsExactly(new Evaluation(null, null, "DISABLED"));
    }

    @Test
    void users_without_a_unit_get_full_shares_and_no_others() {
        Feature feature = Crowd.feature(new Strategy.AllAtOnce(Bake.NONE));
        write(feature.flagWith(
                Exposure.of(Percent.of(99.9)).union(Exposure.of(Audience.cohort("employees"), Percent.ALL))));
        follow("fsnotify", path().toString());

        assertThat(ask(List.of(
                        Map.of("plan", "basic"),
                        Map.of("targetingKey", "", "plan", "basic"),
                        Map.of("email", "ann@shop.example"))))
                .extracting(Evaluation::variant)
                .containsExactly("off", "off", "on");
    }
}
