// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.plan.codec.RecordedJson;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Ledger;
import dev.flagctl.support.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills real processes with SIGKILL while they apply features to a flagd file, with either ledger. {@code -Dflagctl.kills=1000
 * -Dflagctl.kill-features=100} kills more often, and amid more, than the five times of a usual build.
 */
final class KillTest {

    private static final int KILLS = Integer.getInteger("flagctl.kills", 5);
    private static final Instant START = Instant.parse("2026-11-24T13:00:00Z");

    private static final int FEATURES = ApplyProcess.FEATURES;

    /** A plan, a start, two events for each write and each notice, and an end. */
    private static final int EVENTS = 3 + 4 * FEATURES;

    /** A start, three entries for each write, two for each notice, and an end. */
    private static final int WHOLE = 2 + 5 * FEATURES;

    @TempDir
    Path folder;

    private record End(Map<FeatureKey, String> positions, Map<String, ObservedFlag> flags, Set<String> notices) {}

    @Test
    void after_kill_9_at_any_time_the_next_run_ends_in_the_same_state() throws Exception {
        killsAndReruns(place -> {}, () -> {});
    }

    @Test
    void so_it_does_with_a_ledger_in_postgres() throws Exception {
        PostgresServer server = PostgresServer.shared();
        List<String> schemas = new ArrayList<>();

        killsAndReruns(
                place -> {
                    schemas.add(PostgresServer.freshSchema());
                    Files.write(place.resolve("postgres.txt"), List.of(server.url(), last(schemas)));
                },
                // The server's clock decides there whether a lease has run out, and the lease of the dead lasts a
                // minute.
                () -> server.endLeases(last(schemas)));
    }

    private interface Preparation {
        void of(Path place) throws IOException;
    }

    private static String last(List<String> schemas) {
        return schemas.get(schemas.size() - 1);
    }

    private void killsAndReruns(Preparation preparation, Runnable aMinuteLater) throws Exception {
        Path undisturbed = Files.createDirectory(folder.resolve("undisturbed"));
        preparation.of(undisturbed);
        End expected = finish(undisturbed);
        assertThat(expected.flags()).hasSize(FEATURES);
        assertThat(expected.notices()).hasSize(FEATURES);
        SplittableRandom random = new SplittableRandom(2026);
        int amid = 0;

        for (int kill = 0; kill < KILLS; kill++) {
            Path place = Files.createDirectory(folder.resolve("kill-" + kill));
            preparation.of(place);
            killed(place, random.nextInt(EVENTS), random.nextInt(3_000_000));
            aMinuteLater.run();
            int before = entries(place);
            amid += before > 0 && before < WHOLE ? 1 : 0;

            End end = finish(place);

            assertThat(end)
                    .as("after kill %d, %d entries were in the ledger", kill, before)
                    .isEqualTo(expected);
            check(place);
        }
        assertThat(amid).as("kills that fell into a run").isPositive();
        System.getLogger("KillTest").log(System.Logger.Level.INFO, "{0} kills, {1} amid a run", KILLS, amid);
    }

    private static void check(Path place) {
        try (Ledger ledger = ApplyProcess.ledger(place, START)) {
            assertThat(ledger.verify().problems()).isEmpty();
            assertThat(ledger.openTasks()).isEmpty();
            assertThat(effects(ledger))
                    .as("writes that were recorded as done")
                    .hasSize(FEATURES)
                    .doesNotHaveDuplicates();
        }
        assertThat(new HashSet<>(ApplyProcess.delivered(place))).hasSize(FEATURES);
    }

    /** Returns the feature of each write that is recorded as done; one that was done twice is there twice. */
    private static List<String> effects(Ledger ledger) {
        List<String> effects = new ArrayList<>();
        for (Entry entry : ledger.entries(EntryFilter.of(EntryKind.TASK_DONE))) {
            if (entry.draft().key() != null && entry.draft().state() != null) {
                effects.add(entry.draft().key().feature());
            }
        }
        return effects;
    }

    /** Starts a run and kills it after so many events, and a moment that the scheduler makes random. */
    private static void killed(Path place, int events, int nanos) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dflagctl.kill-features=" + FEATURES,
                        "-cp",
                        System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
                        ApplyProcess.class.getName(),
                        place.toString(),
                        START.toString())
                .redirectError(place.resolve("error.txt").toFile())
                .start();
        try {
            for (int i = 0; i <= events; i++) {
                assertThat(process.getInputStream().read())
                        .as(() -> "the child says: " + error(place))
                        .isEqualTo('.');
            }
            LockSupport.parkNanos(nanos);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String error(Path place) {
        try {
            return Files.readString(place.resolve("error.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static int entries(Path place) {
        try (Ledger ledger = ApplyProcess.ledger(place, START)) {
            return ledger.entries(EntryFilter.all()).size();
        }
    }

    /** Runs until nothing is due; the lease of the dead run has run out two minutes later. */
    private static End finish(Path place) {
        Instant now = START.plusSeconds(120);
        for (int i = 0; i < 5; i++) {
            if (ApplyProcess.apply(place, now).plan().due().isEmpty()) {
                return end(place, now);
            }
            now = now.plusSeconds(1);
        }
        throw new AssertionError("still something due after five runs");
    }

    private static End end(Path place, Instant now) {
        Map<FeatureKey, String> positions = new TreeMap<>();
        try (Ledger ledger = ApplyProcess.ledger(place, now)) {
            ledger.states().forEach((key, state) -> {
                var recorded = RecordedJson.read(state);
                positions.put(
                        key,
                        recorded.position().kind() + " " + recorded.position().stageName() + " " + recorded.flag());
            });
        }
        return new End(positions, ApplyProcess.flags(place, now), new HashSet<>(ApplyProcess.delivered(place)));
    }
}
