// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.support.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Many processes that apply at once, on one PostgreSQL ledger. {@code -Dflagctl.applies=50} starts more than the eight of a usual build. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script as a hook")
final class ManyAppliesTest {

    private static final int APPLIES = Integer.getInteger("flagctl.applies", 8);

    private static final int FEATURES = 6;

    private static final Duration LONGEST = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    @Test
    void one_wins_and_every_other_ends_with_7_and_the_name_of_the_holder() throws Exception {
        Shop shop = shop();
        List<FlagctlProcess> running = new ArrayList<>();
        running.add(start("winner"));
        running.get(0).await(shop.path("hook-began"));

        for (int i = 1; i < APPLIES; i++) {
            running.add(start("loser-" + i, "--lock-timeout=" + i % 3 + "s"));
        }

        for (int i = 1; i < APPLIES; i++) {
            int exitCode = running.get(i).end(LONGEST);
            assertThat(exitCode).as(running.get(i).errors()).isEqualTo(ExitCode.LOCKED.code());
            assertThat(running.get(i).errors()).contains("shop is locked").contains("winner");
        }
        assertThat(running.get(0).process().isAlive())
                .as("nobody waited for the winner")
                .isTrue();
        shop.write("go", "on");
        assertThat(running.get(0).end(LONGEST)).as(running.get(0).errors()).isZero();
        verify(shop);
    }

    @Test
    void with_patience_each_gets_its_turn_and_the_work_is_done_once() throws Exception {
        Shop shop = shop();
        shop.write("go", "on");
        List<FlagctlProcess> running = new ArrayList<>();

        for (int i = 0; i < APPLIES; i++) {
            running.add(start("patient-" + i, "--lock-timeout=5m"));
        }

        for (int i = 0; i < APPLIES; i++) {
            assertThat(running.get(i).end(LONGEST)).as(running.get(i).errors()).isZero();
        }
        verify(shop);
    }

    @Test
    void of_overlapping_choices_each_feature_is_done_once_and_nobody_waits_in_a_circle() throws Exception {
        Shop shop = shop();
        shop.write("go", "on");
        String search = shop.read("manifests/search.yaml");
        for (int i = 0; i < FEATURES; i++) {
            shop.write("manifests/f" + i + ".yaml", search.replace("name: search", "name: f" + i));
        }
        SplittableRandom random = new SplittableRandom(2026);
        long deadlocks = deadlocks();
        List<FlagctlProcess> running = new ArrayList<>();

        for (int i = 0; i < APPLIES; i++) {
            // In no order: two that name the same features name them the other way round.
            List<String> words = new ArrayList<>(List.of("--lock-timeout=5m", "--feature=f" + i % FEATURES));
            for (int more = random.nextInt(3); more > 0; more--) {
                words.add(1, "--feature=f" + random.nextInt(FEATURES));
            }
            running.add(start("team-" + i, words.toArray(new String[0])));
        }

        for (FlagctlProcess each : running) {
            assertThat(each.end(LONGEST)).as(each.errors()).isZero();
        }
        assertThat(deadlocks()).isEqualTo(deadlocks);
        Cli cli = shop.cli().at(Clock.systemUTC());
        List<FeatureKey> done = cli.writes();
        assertThat(done).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(Math.min(APPLIES, FEATURES));
        assertThat(cli.run("apply", "--auto-approve").exitCode()).isZero();
        verify(shop);
    }

    private static long deadlocks() {
        return PostgresServer.shared().count("pg_stat_database, generate_series(1, deadlocks) where deadlocks > 0");
    }

    private static void verify(Shop shop) {
        // No connection is left behind; the server learns a moment later that a process has ended.
        PostgresServer.shared().await(0, "pg_stat_activity where application_name = 'flagctl'");
        Cli cli = shop.cli().at(Clock.systemUTC());
        assertThat(cli.run("history", "verify").exitCode()).isZero();
        assertThat(cli.run("history", "search", "-o", "short")
                        .output()
                        .lines()
                        .filter(line -> line.contains("ADVANCE")))
                .hasSize(1);
        assertThat(cli.run("apply", "--auto-approve").output()).contains(" 0 done, 0 failed");
    }

    private Shop shop() {
        return Shop.production(folder)
                .search()
                .hooked("while [ ! -e go ] && [ -e hook-began ]; do sleep 0.1; done\n")
                .postgres(PostgresServer.shared().url(), PostgresServer.freshSchema());
    }

    private FlagctlProcess start(String actor, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("apply", "--auto-approve"));
        words.addAll(List.of(more));
        return FlagctlProcess.start(folder, actor + "-", actor, List.of(), words.toArray(new String[0]));
    }
}
