// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.support.CutLine;
import dev.flagctl.support.FaultProxy;
import dev.flagctl.support.FaultProxy.Fault;
import dev.flagctl.support.PostgresServer;
import dev.flagctl.support.UnleashServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Kills an apply with SIGKILL at its calls to a real Unleash, at its notices and at its commits to a real PostgreSQL: right before the other side gets
 * them, and right after. A usual build tries every eleventh place; {@code -Dflagctl.kill-step=1} tries all.
 */
final class UnleashKillTest {

    private static final int STEP = Integer.getInteger("flagctl.kill-step", 11);
    private static final List<String> FEATURES = List.of("cart", "search", "wishlist");

    @TempDir
    private Path folder;

    private final UnleashServer unleash = UnleashServer.shared();
    private final FaultProxy flags = new FaultProxy(unleash.url());
    private final MockWebServer receiver = new MockWebServer();
    private final List<String> notices = new ArrayList<>();
    private FaultProxy chat;
    private CutLine line;

    /** What is left when nothing is due any more; the keys of notices hold times and are only counted. */
    private record End(Map<String, JsonNode> flags, List<String> positions, int notices) {}

    @BeforeEach
    void serve() throws IOException {
        receiver.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                synchronized (notices) {
                    notices.add(String.valueOf(request.getHeaders().get("Idempotency-Key")));
                }
                return new MockResponse.Builder().code(204).build();
            }
        });
        receiver.start();
        chat = new FaultProxy("http://127.0.0.1:" + receiver.getPort());
        line = new CutLine(PostgresServer.shared().port());
    }

    @AfterEach
    void end() {
        line.close();
        chat.close();
        flags.close();
        receiver.close();
        unleash.clear();
    }

    @Test
    void wherever_a_run_is_killed_the_next_one_ends_in_the_same_state_and_nothing_is_done_twice() throws Exception {
        Shop first = shop("undisturbed");
        AtomicInteger places = new AtomicInteger();
        count(places);
        assertThat(process(first, "undisturbed").end(Duration.ofMinutes(1))).isZero();
        End expected = finished(first);
        assertThat(expected.notices()).isEqualTo(FEATURES.size());
        assertThat(places.get()).as("places to be killed at").isGreaterThan(20);

        int amid = 0;
        for (int place = 1; place <= places.get(); place += STEP) {
            for (boolean arrives : List.of(false, true)) {
                Shop shop = shop("kill-" + place + (arrives ? "-after" : "-before"));
                amid += killed(shop, place, arrives) ? 1 : 0;

                End end = finished(shop);

                assertThat(end)
                        .as("killed %s place %d of %s", arrives ? "after" : "before", place, places)
                        .isEqualTo(expected);
            }
        }
        assertThat(amid).as("runs that were killed").isPositive();
        System.getLogger("UnleashKillTest").log(System.Logger.Level.INFO, "{0} places, {1} killed", places, amid);
    }

    private void count(AtomicInteger places) {
        flags.fault(seen -> places.incrementAndGet() < 0, Fault.RESET_BEFORE, 1);
        chat.fault(seen -> places.incrementAndGet() < 0, Fault.RESET_BEFORE, 1);
        line.stopAt("COMMIT", () -> places.incrementAndGet() < 0, false, () -> {});
    }

    /** Returns false when the run ended before it came to that place. */
    private boolean killed(Shop shop, int place, boolean arrives) throws Exception {
        AtomicInteger places = new AtomicInteger();
        FlagctlProcess[] run = new FlagctlProcess[1];
        Runnable kill = () -> {
            synchronized (run) {
                run[0].process().destroyForcibly().onExit().join();
            }
        };
        Fault fault = arrives ? Fault.RESET_AFTER : Fault.RESET_BEFORE;
        for (FaultProxy proxy : List.of(flags, chat)) {
            proxy.whenLost(kill);
            proxy.fault(
                    seen -> {
                        boolean here = places.incrementAndGet() == place;
                        if (here && !arrives) {
                            kill.run();
                        }
                        return here;
                    },
                    fault,
                    1);
        }
        line.stopAt("COMMIT", () -> places.incrementAndGet() == place, arrives, kill);
        synchronized (run) {
            run[0] = process(shop, "killed");
        }
        return run[0].end(Duration.ofMinutes(1)) == 137;
    }

    private FlagctlProcess process(Shop shop, String name) throws IOException {
        return FlagctlProcess.start(shop.path(""), name, "dana", List.of(), "apply", "--auto-approve");
    }

    private End finished(Shop shop) {
        flags.reset();
        chat.reset();
        line.stopAt("", () -> false, false, () -> {});
        leaseOfTheDeadRunsOut(shop);
        Cli cli = shop.cli().at(Clock.systemUTC());
        for (int i = 0; i < 2; i++) {
            Result result = cli.run("apply", "--auto-approve");
            assertThat(result.exitCode()).as(result.toString()).isZero();
        }
        assertThat(cli.run("apply", "--auto-approve").output())
                .as("nothing is left")
                .contains(" 0 done, 0 failed");
        assertThat(cli.run("history", "verify").exitCode()).isZero();
        assertThat(cli.writes())
                .as("writes that are recorded as done")
                .extracting(FeatureKey::feature)
                .containsExactlyInAnyOrderElementsOf(FEATURES);
        Map<String, JsonNode> served = new TreeMap<>();
        for (String feature : FEATURES) {
            served.put(feature, unleash.served(feature));
        }
        synchronized (notices) {
            return new End(
                    served,
                    cli.run("status", "--all", "-o", "name").output().lines().toList(),
                    new HashSet<>(notices).size());
        }
    }

    private static void leaseOfTheDeadRunsOut(Shop shop) {
        PostgresServer.shared().endLeases(shop.read("schema.txt"));
    }

    private Shop shop(String name) throws IOException {
        unleash.clear();
        synchronized (notices) {
            notices.clear();
        }
        String schema = PostgresServer.freshSchema();
        Shop shop = Shop.onUnleash(Files.createDirectory(folder.resolve(name)), flags.url())
                .adapter("chat: {type: webhook, url: \"" + chat.url() + "/hook\"}")
                .postgres("postgresql://postgres:any@127.0.0.1:" + line.port() + "/postgres", schema)
                .write("schema.txt", schema);
        for (String feature : FEATURES) {
            shop.write(
                    "manifests/" + feature + ".yaml",
                    Shop.feature(feature, "{percent: 10, bake: 1d}", "{percent: 100}") + Shop.TOLD);
        }
        return shop;
    }
}
