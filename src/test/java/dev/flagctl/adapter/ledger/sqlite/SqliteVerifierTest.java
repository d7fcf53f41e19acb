// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.contract.LedgerContract;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryEvidence;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryHash;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Lease;
import dev.flagctl.port.Ledger;
import dev.flagctl.support.TestClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.JDBC;

/** Somebody with the file in hand changes it behind the ledger's back. */
final class SqliteVerifierTest {

    private static final FeatureKey CHECKOUT = LedgerContract.CHECKOUT;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();

    @BeforeEach
    void nine_entries() {
        try (Ledger ledger = ledger()) {
            Lease lease = ledger.acquire("production", LedgerContract.holder("1"), LedgerContract.MINUTE);
            List<EntryDraft> drafts = new ArrayList<>();
            for (int i = 1; i <= 8; i++) {
                drafts.add(LedgerContract.draft(EntryKind.DECISION, CHECKOUT, null, "{\"s\":" + i + "}"));
            }
            drafts.add(LedgerContract.draft(EntryKind.TASK_STARTED, CHECKOUT, "t1", null));
            ledger.append(lease, drafts);
            assertThat(ledger.verify().problems()).isEmpty();
        }
    }

    private Ledger ledger() {
        return new SqliteLedger(new SqliteFile(folder.resolve("ledger.db"), clock), clock);
    }

    private List<String> problemsAfter(String... changes) throws Exception {
        try (Connection connection =
                        JDBC.createConnection("jdbc:sqlite:" + folder.resolve("ledger.db"), new Properties());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("drop trigger if exists entry_stays");
            statement.executeUpdate("drop trigger if exists entry_remains");
            for (String change : changes) {
                statement.executeUpdate(change);
            }
        }
        try (Ledger ledger = ledger()) {
            return ledger.verify().problems();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "time, 2026-11-24T13:02:00.000000002Z",
        "run, run-2",
        "actor, bob",
        "kind, APPROVED",
        "kind, NO_SUCH_KIND",
        "time, yesterday",
        "feature, search",
        "environment, staging",
        "task, t9",
        "body, {}",
        "state, {}"
    })
    void each_altered_field_is_found(String field, String value) throws Exception {
        List<String> problems = problemsAfter("update entry set " + field + " = '" + value + "' where serial = 4");

        assertThat(problems).contains("entry 4 was altered: its content does not give its hash");
        assertThat(problems).allSatisfy(problem -> assertThat(problem).doesNotContain("entry 3", "entry 5"));
    }

    @Test
    void an_altered_newest_entry_is_found() throws Exception {
        assertThat(problemsAfter("update entry set actor = 'bob' where serial = 9"))
                .containsExactly("entry 9 was altered: its content does not give its hash");
    }

    @Test
    void an_entry_that_was_hashed_anew_is_found_by_its_successor() throws Exception {
        String forged;
        try (Ledger ledger = ledger()) {
            var entry = ledger.entries(EntryFilter.all()).get(3);
            EntryDraft draft = LedgerContract.draft(EntryKind.DECISION, CHECKOUT, null, "{\"s\":99}");
            forged = new EntryHash().of(entry.previousHash(), 4, draft);
        }

        assertThat(problemsAfter("update entry set state = '{\"s\":99}', hash = '" + forged + "' where serial = 4"))
                .containsExactly("entry 4 was altered and hashed anew: entry 5 remembers another hash for it");
    }

    @Test
    void removed_entries_are_found_by_the_gap() throws Exception {
        assertThat(problemsAfter("delete from entry where serial in (3, 4)"))
                .containsExactly("entries 3 to 4 were removed");
        assertThat(problemsAfter("delete from entry where serial = 6"))
                .containsExactly("entries 3 to 4 were removed", "entry 6 was removed");
    }

    @Test
    void removed_and_numbered_anew_is_found() throws Exception {
        assertThat(problemsAfter(
                        "pragma foreign_keys = off",
                        "delete from entry where serial = 3",
                        "update entry set serial = serial - 1 where serial > 3"))
                .contains(
                        "entry 3 was written as entry 4: entries before it were removed and the rest was numbered anew");
    }

    @Test
    void an_inserted_entry_is_found() throws Exception {
        List<String> problems = problemsAfter(
                "pragma foreign_keys = off",
                "update entry set serial = -serial - 1 where serial > 3",
                "update entry set serial = -serial where serial < 0",
                "insert into entry select 4, time, run, 'mallory', kind, feature, environment, task, body, state, "
                        + "(select hash from entry where serial = 3), hash, null from entry where serial = 3");

        assertThat(problems)
                .contains(
                        "entry 4 was inserted: the chain passes it by",
                        "entry 5 was written as entry 4: entries before it were inserted and the rest was numbered anew");
    }

    @Test
    void a_cut_tail_is_found_by_what_was_folded_from_it() throws Exception {
        assertThat(problemsAfter("delete from entry where serial >= 8"))
                .containsExactly(
                        "the recorded state of checkout@production was altered: it is not that of entry 7",
                        "the open task t1 was inserted: the chain has no such open task");
    }

    @Test
    void altered_states_and_open_tasks_are_found() throws Exception {
        assertThat(problemsAfter("update state set json = '{\"s\":100}'"))
                .containsExactly("the recorded state of checkout@production was altered: it is not that of entry 8");
        assertThat(problemsAfter("delete from state", "delete from open_task"))
                .containsExactly(
                        "the recorded state of checkout@production was removed: entry 8 gives it",
                        "the open task t1 was removed: no entry ends it");
        assertThat(problemsAfter(
                        "insert into state values ('production', 'search', '{}', 1)",
                        "insert into state values ('production', 'checkout', '{\"s\":8}', 8)",
                        "insert into open_task values ('t1', 9)"))
                .containsExactly("the recorded state of search@production was inserted: no entry gives it");
    }

    @Test
    void a_long_list_of_problems_is_cut() throws Exception {
        try (Ledger ledger = ledger()) {
            Lease lease = ledger.acquire("staging", LedgerContract.holder("2"), LedgerContract.MINUTE);
            List<EntryDraft> drafts = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                drafts.add(LedgerContract.draft(EntryKind.APPROVED, null, null, null));
            }
            ledger.append(lease, drafts);
        }

        assertThat(problemsAfter("update entry set actor = 'bob'"))
                .hasSize(51)
                .last()
                .asString()
                .startsWith("and more");
    }

    @Test
    void the_table_itself_refuses_changes() throws Exception {
        try (Connection connection =
                        JDBC.createConnection("jdbc:sqlite:" + folder.resolve("ledger.db"), new Properties());
                Statement statement = connection.createStatement()) {
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> statement.executeUpdate("update entry set actor = ''"))
                    .hasMessageContaining("append-only");
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> statement.executeUpdate("delete from entry"))
                    .hasMessageContaining("append-only");
        }
    }

    @Test
    void altered_and_removed_and_inserted_evidence_is_found() throws Exception {
        decided();

        assertThat(problemsAfter(
                        "drop trigger evidence_stays",
                        "update evidence set json = '{\"n\":7}' where serial = 10",
                        "delete from evidence where serial = 11",
                        "insert into evidence (serial, json) values (3, '{}')"))
                .containsExactly(
                        "the evidence of entry 10 was altered: it does not give its digest",
                        "the evidence of entry 11 was removed: no pruning is recorded for it",
                        "evidence was inserted for entries that were decided on none");
    }

    @Test
    void evidence_cannot_be_passed_off_by_another_digest() throws Exception {
        decided();
        String other = EntryEvidence.of("{\"n\":7}").digest();

        assertThat(problemsAfter(
                        "drop trigger evidence_stays",
                        "update evidence set json = '{\"n\":7}' where serial = 11",
                        "update entry set evidence_digest = '" + other + "' where serial = 11"))
                .containsExactly("entry 11 was altered: its content does not give its hash");
    }

    @Test
    void a_pruning_excuses_no_later_evidence() throws Exception {
        decided();
        try (Ledger ledger = ledger()) {
            Lease lease = ledger.acquire("other", LedgerContract.holder("2"), LedgerContract.MINUTE);
            ledger.prune(lease, 10, entries -> LedgerContract.draft(EntryKind.PRUNED, null, "10", null));
            assertThat(ledger.verify().problems()).isEmpty();
        }

        assertThat(problemsAfter("delete from evidence where serial = 11"))
                .containsExactly("the evidence of entry 11 was removed: no pruning is recorded for it");
    }

    /** Adds the entries 10 and 11, which have evidence. */
    private void decided() {
        try (Ledger ledger = ledger()) {
            Lease lease = ledger.acquire("other", LedgerContract.holder("1"), LedgerContract.MINUTE);
            for (int n = 1; n <= 2; n++) {
                EntryDraft draft = LedgerContract.draft(EntryKind.DECISION, CHECKOUT, null, "{\"s\":9}");
                ledger.append(
                        lease,
                        List.of(new EntryDraft(
                                draft.time(),
                                draft.run(),
                                draft.actor(),
                                draft.kind(),
                                draft.key(),
                                draft.task(),
                                draft.body(),
                                draft.state(),
                                EntryEvidence.of("{\"n\":" + n + "}"))));
            }
            assertThat(ledger.verify().problems()).isEmpty();
            ledger.release(lease);
        }
    }
}
