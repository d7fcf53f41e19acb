// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.adapter.ledger.postgres.PostgresProvider;
import dev.flagctl.adapter.ledger.sqlite.SqliteProvider;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryEvidence;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Lease;
import dev.flagctl.port.Ledger;
import dev.flagctl.port.Settings;
import dev.flagctl.support.PostgresServer;
import dev.flagctl.support.WatchedSqliteProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills {@code ledger copy} and {@code ledger prune} with SIGKILL at random writes of a ledger, and repeats them. {@code -Dflagctl.kills=40} does so more
 * often than the three times of a usual build.
 */
final class LedgerKillTest {

    private static final int KILLS = Integer.getInteger("flagctl.kills", 3);

    /** Some more than are copied at once. */
    private static final int ENTRIES = 3_500;

    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final KillPlaces places = new KillPlaces(
            "http://127.0.0.1:1", "http://127.0.0.1:1", PostgresServer.shared().port());
    private final SplittableRandom random = new SplittableRandom(Long.getLong("flagctl.kill-seed", 2026));
    private Shop shop;
    private String schema;

    @AfterEach
    void end() {
        places.close();
    }

    @ParameterizedTest
    @EnumSource(KillShop.Kind.class)
    void a_copy_that_was_killed_goes_on_and_is_the_whole_ledger(KillShop.Kind from) throws Exception {
        PackedProgram program = PackedProgram.into(folder, KillShop.BEFORE);
        int killed = 0;
        for (int i = 0; i < KILLS; i++) {
            shop("copy-" + i, from);
            try (Ledger source = ledger(from)) {
                fill(source);
            }
            // Two leases, three writes for each of four chunks, and the leases given back.
            killed += killed(program, 16, copy(from)) ? 1 : 0;
            try (Ledger source = ledger(from);
                    Ledger target = ledger(other(from))) {
                assertThat(target.verify().problems()).isEmpty();
                assertThat(target.serial()).isLessThanOrEqualTo(ENTRIES);
                assertThat(source.verify().entries())
                        .as("the source is as it was")
                        .isEqualTo(ENTRIES);
            }

            done(program, copy(from));

            try (Ledger source = ledger(from);
                    Ledger target = ledger(other(from))) {
                assertThat(target.verify()).isEqualTo(source.verify());
                assertThat(target.entries(EntryFilter.all())).isEqualTo(source.entries(EntryFilter.all()));
            }
        }
        assertThat(killed).isPositive();
    }

    @ParameterizedTest
    @EnumSource(KillShop.Kind.class)
    void a_pruning_that_was_killed_is_done_or_not_and_recorded_once(KillShop.Kind kind) throws Exception {
        PackedProgram program = PackedProgram.into(folder, KillShop.BEFORE);
        String[] prune = {"ledger", "prune", "--older-than=2026-06-01"};
        int killed = 0;
        for (int i = 0; i < KILLS; i++) {
            shop("prune-" + i, kind);
            try (Ledger ledger = ledger(kind)) {
                fill(ledger);
            }
            // The lease, the pruning, and the lease given back.
            killed += killed(program, 3, prune) ? 1 : 0;
            try (Ledger ledger = ledger(kind)) {
                assertThat(ledger.verify().problems()).isEmpty();
                boolean isRecorded = ledger.serial() > ENTRIES;
                assertThat(whole(ledger)).as("evidence that is there").isEqualTo(isRecorded ? 0 : ENTRIES);
            }

            done(program, prune);

            try (Ledger ledger = ledger(kind)) {
                assertThat(ledger.verify().problems()).isEmpty();
                assertThat(ledger.entries(EntryFilter.of(EntryKind.PRUNED))).hasSize(1);
                assertThat(whole(ledger)).isZero();
            }
        }
        assertThat(killed).isPositive();
    }

    private static long whole(Ledger ledger) {
        return ledger.entries(EntryFilter.all()).stream()
                .map(entry -> entry.draft().evidence())
                .filter(evidence -> evidence != null && evidence.json() != null)
                .count();
    }

    private String[] copy(KillShop.Kind from) {
        return from == KillShop.Kind.SQLITE
                ? new String[] {"ledger", "copy", "--to=" + url(), "--schema=" + schema}
                : new String[] {"ledger", "copy", "--to=ledger.db"};
    }

    private boolean killed(PackedProgram program, int most, String... words) throws Exception {
        KillPlaces.Aim aim = KillPlaces.Aim.random(random, most, 10_000);
        FlagctlProcess[] run = new FlagctlProcess[1];
        places.run(aim, () -> run[0] = process(program.command(), words));
        leasesOfTheDeadRunOut();
        return run[0].process().exitValue() == 137;
    }

    private void done(PackedProgram program, String... words) throws Exception {
        FlagctlProcess again = process(program.command(), words);
        assertThat(again.end(Duration.ofMinutes(2))).as(again.errors()).isZero();
    }

    private FlagctlProcess process(List<String> program, String... words) throws IOException {
        return FlagctlProcess.launch(shop.path(""), "ledger-", "dana", program, words);
    }

    private void leasesOfTheDeadRunOut() {
        PostgresServer.shared().endLeases(schema);
    }

    private static KillShop.Kind other(KillShop.Kind kind) {
        return kind == KillShop.Kind.SQLITE ? KillShop.Kind.POSTGRES : KillShop.Kind.SQLITE;
    }

    private String url() {
        return "postgresql://postgres:any@127.0.0.1:" + places.line.port() + "/postgres";
    }

    private void shop(String name, KillShop.Kind kind) throws IOException {
        schema = PostgresServer.freshSchema();
        shop = new Shop(Files.createDirectory(folder.resolve(kind + name)));
        shop.write(WatchedSqliteProvider.GATE, String.valueOf(places.gate.port()));
        if (kind == KillShop.Kind.SQLITE) {
            shop.ledger("{type: sqlite, path: ledger.db}");
        } else {
            shop.postgres(url(), schema);
        }
        shop.search();
    }

    /** Opens one of the two ledgers past gate and line. */
    private Ledger ledger(KillShop.Kind kind) {
        AdapterHost host = new AdapterHost(Clock.systemUTC(), shop.path(""), Map.of(), line -> {});
        if (kind == KillShop.Kind.SQLITE) {
            return new SqliteProvider().open(settings("sqlite", Map.of("path", "ledger.db")), host);
        }
        return new PostgresProvider()
                .open(settings("postgres", Map.of("url", PostgresServer.shared().url(), "schema", schema)), host);
    }

    private static Settings settings(String type, Map<String, Object> settings) {
        return new Settings(new AdapterSpec("ledger", type, settings, SourceRef.NONE), Map.of());
    }

    private static void fill(Ledger ledger) {
        Lease.Holder holder = new Lease.Holder("fill", "dana", "", "", "", "");
        Lease lease = ledger.acquire("shop", holder, Duration.ofMinutes(5));
        List<EntryDraft> drafts = new ArrayList<>(ENTRIES);
        for (int i = 0; i < ENTRIES; i++) {
            drafts.add(new EntryDraft(
                    LONG_AGO.plusSeconds(i),
                    "run-" + i / 10,
                    "dana",
                    EntryKind.DECISION,
                    new FeatureKey("search", "production"),
                    null,
                    "{\"n\":" + i + "}",
                    null,
                    EntryEvidence.of("{\"counts\":" + i + "}")));
        }
        ledger.append(lease, drafts);
        ledger.release(lease);
    }
}
