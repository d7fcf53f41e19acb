// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.adapter.ledger.postgres.PostgresProvider;
import dev.flagctl.adapter.ledger.sqlite.SqliteProvider;
import dev.flagctl.contract.LedgerContract;
import dev.flagctl.diag.LockedException;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Lease;
import dev.flagctl.port.Ledger;
import dev.flagctl.port.Settings;
import dev.flagctl.support.PostgresServer;
import dev.flagctl.support.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerCopyTest {

    private static final RunIdentity CAROL = new RunIdentity("copy-1", "carol", "", "");

    @TempDir
    private Path folder;

    private final AdapterHost host = new AdapterHost(new TestClock(), Path.of(""), Map.of(), line -> {});
    private final String schema = PostgresServer.freshSchema();

    @Test
    void a_copy_that_was_cut_off_goes_on_where_it_ended() {
        try (Ledger source = filled(sqlite(), 95);
                Ledger target = postgres()) {
            assertThatThrownBy(() -> copy(source, target).copy(done -> {
                        if (done == 40) {
                            throw new IllegalStateException("cut off");
                        }
                    }))
                    .hasMessage("cut off");
            assertThat(target.serial()).isEqualTo(40);

            List<Long> told = new ArrayList<>();
            Ledger.Verification found = copy(source, target).copy(told::add);

            assertThat(told).containsExactly(50L, 60L, 70L, 80L, 90L, 95L);
            assertThat(found).isEqualTo(source.verify());
            List<Entry> all = source.entries(EntryFilter.all());
            assertThat(target.entries(EntryFilter.all())).isEqualTo(all);
            assertThat(target.states()).isEqualTo(source.states());
            assertThat(target.openTasks()).isEqualTo(source.openTasks());
        }
    }

    @Test
    void a_copy_out_of_postgres_keeps_serials_times_and_hashes() {
        try (Ledger source = filled(postgres(), 25);
                Ledger target = sqlite()) {
            assertThat(copy(source, target).copy(done -> {})).isEqualTo(source.verify());

            assertThat(target.entries(EntryFilter.all())).isEqualTo(source.entries(EntryFilter.all()));
            assertThat(copy(source, target).copy(done -> {})).isEqualTo(source.verify());
        }
    }

    @Test
    void a_ledger_in_use_is_not_copied() {
        try (Ledger source = filled(sqlite(), 5);
                Ledger target = postgres()) {
            source.acquire("shop", LedgerContract.holder("7714"), Duration.ofMinutes(1));

            assertThatThrownBy(() -> copy(source, target).copy(done -> {}))
                    .isInstanceOf(LockedException.class)
                    .hasMessageContaining("run 7714");
            assertThat(target.serial()).isZero();
        }
    }

    @Test
    void a_target_that_another_project_writes_to_meanwhile_is_given_up() {
        try (Ledger source = filled(sqlite(), 25);
                Ledger target = postgres()) {
            Lease other = target.acquire("blog", LedgerContract.holder("9"), Duration.ofMinutes(1));
            EntryDraft foreign = LedgerContract.draft(EntryKind.DECISION, LedgerContract.SEARCH, null, null);

            assertThatThrownBy(() -> copy(source, target).copy(done -> target.append(other, List.of(foreign))))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("somebody else wrote to the other ledger");
            assertThat(source.serial()).isEqualTo(25);
        }
    }

    private static LedgerCopy copy(Ledger source, Ledger target) {
        return new LedgerCopy(source, target, "shop", CAROL, 10);
    }

    private static Ledger filled(Ledger ledger, int entries) {
        Lease lease = ledger.acquire("shop", LedgerContract.holder("1"), Duration.ofMinutes(1));
        List<EntryDraft> drafts = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            EntryKind kind =
                    i % 5 == 0 ? EntryKind.TASK_STARTED : i % 5 == 1 ? EntryKind.TASK_DONE : EntryKind.DECISION;
            String task = "task" + i / 10;
            String state = kind == EntryKind.DECISION ? "{\"s\":" + i + "}" : null;
            drafts.add(LedgerContract.draft(
                    kind, i % 3 == 0 ? LedgerContract.CHECKOUT : LedgerContract.SEARCH, task, state));
        }
        ledger.append(lease, drafts);
        ledger.release(lease);
        return ledger;
    }

    private Ledger sqlite() {
        return new SqliteProvider()
                .open(settings("sqlite", Map.of("path", folder.resolve("l.db").toString())), host);
    }

    private Ledger postgres() {
        return new PostgresProvider()
                .open(settings("postgres", Map.of("url", PostgresServer.shared().url(), "schema", schema)), host);
    }

    private static Settings settings(String type, Map<String, Object> settings) {
        return new Settings(new AdapterSpec("ledger", type, settings, SourceRef.NONE), Map.of());
    }
}
