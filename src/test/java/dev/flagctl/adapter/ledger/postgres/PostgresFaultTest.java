// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.contract.LedgerContract;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.diag.LockedException;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Check;
import dev.flagctl.port.Checkable;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryEvidence;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Lease;
import dev.flagctl.port.Ledger;
import dev.flagctl.port.Settings;
import dev.flagctl.support.CutLine;
import dev.flagctl.support.PostgresServer;
import dev.flagctl.support.Servers;
import dev.flagctl.support.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What happens to a ledger in PostgreSQL when the line breaks, the server stops, or somebody else was at the tables. */
final class PostgresFaultTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestClock clock = new TestClock();
    private final String schema = PostgresServer.freshSchema();
    private final AtomicInteger pauses = new AtomicInteger();

    private Ledger open(String url, Runnable atEachPause) {
        return open(Map.of("url", url, "schema", schema), atEachPause);
    }

    private Ledger open(Map<String, Object> settings, Runnable atEachPause) {
        return open(settings, clock, atEachPause);
    }

    private Ledger open(Map<String, Object> settings, Clock clock, Runnable atEachPause) {
        AdapterSpec spec = new AdapterSpec("ledger", "postgres", settings, SourceRef.NONE);
        AdapterHost host = new AdapterHost(
                clock,
                Path.of(""),
                Map.of(),
                line -> {},
                length -> {
                    pauses.incrementAndGet();
                    atEachPause.run();
                },
                new Random(1));
        return new PostgresProvider().open(new Settings(spec, Map.of()), host);
    }

    private Ledger direct() {
        return open(PostgresServer.shared().url(), () -> {});
    }

    private static String through(CutLine line) {
        return "postgresql://postgres@127.0.0.1:" + line.port() + "/postgres";
    }

    private static Lease.Holder holder(String run) {
        return LedgerContract.holder(run);
    }

    private static List<EntryDraft> one() {
        return List.of(LedgerContract.draft(EntryKind.DECISION, LedgerContract.CHECKOUT, null, "{\"s\":1}"));
    }

    @Test
    void an_append_whose_answer_was_lost_is_looked_up_and_not_done_twice() {
        try (CutLine line = new CutLine(PostgresServer.shared().port());
                Ledger ledger = open(through(line), () -> {})) {
            Lease lease = ledger.acquire("shop", holder("1"), MINUTE);
            line.loseAnswerTo("COMMIT");

            List<Entry> appended = ledger.append(lease, one());

            assertThat(line.connections()).as("it was really cut").isEqualTo(2);
            assertThat(appended).hasSize(1);
            assertThat(ledger.entries(EntryFilter.all())).isEqualTo(appended);
            assertThat(ledger.verify().problems()).isEmpty();
        }
    }

    /** PostgreSQL before 17 waits for ever for the rest of the message. */
    @Test
    void a_writer_that_was_stopped_while_it_sent_keeps_others_out_for_half_a_minute_at_most() throws Exception {
        try (CutLine line = new CutLine(PostgresServer.shared().port());
                Ledger sleeper = open(through(line), () -> {});
                Ledger other = direct()) {
            Lease asleep = sleeper.acquire("asleep", holder("1"), MINUTE);
            Lease awake = other.acquire("awake", holder("2"), MINUTE);
            line.stopWithin("insert into");
            CompletableFuture<List<Entry>> append = CompletableFuture.supplyAsync(() -> sleeper.append(asleep, one()));
            while (PostgresServer.shared()
                            .count("pg_stat_activity where state = 'active' and wait_event = 'ClientRead'")
                    == 0) {
                Thread.sleep(20);
            }

            assertThatThrownBy(() -> other.append(awake, one()))
                    .hasMessageContaining("too busy")
                    .hasMessageContaining("try again");
            List<Entry> appended = other.append(awake, one());

            assertThat(appended).hasSize(1);
            assertThat(append.get(1, TimeUnit.MINUTES))
                    .as("it goes on where it was")
                    .hasSize(1);
            assertThat(other.serial()).isEqualTo(2);
            assertThat(other.verify().problems()).isEmpty();
        }
    }

    @Test
    void a_lease_whose_answer_was_lost_is_ours_all_the_same() {
        try (CutLine line = new CutLine(PostgresServer.shared().port());
                Ledger ledger = open(through(line), () -> {})) {
            ledger.release(ledger.acquire("shop", holder("0"), MINUTE));
            line.loseAnswerTo("COMMIT");

            Lease lease = ledger.acquire("shop", holder("1"), MINUTE);

            assertThat(ledger.holder("shop")).get().extracting(Lease::token).isEqualTo(lease.token());
            ledger.append(lease, one());
            assertThat(ledger.serial()).isEqualTo(1);
        }
    }

    @Test
    void a_line_that_is_cut_for_half_a_minute_is_waited_for() {
        try (CutLine line = new CutLine(PostgresServer.shared().port());
                Ledger ledger = open(through(line), () -> {
                    if (pauses.get() == 15) {
                        line.mend();
                    }
                })) {
            Lease lease = ledger.acquire("shop", holder("1"), MINUTE);
            line.cut();

            ledger.append(lease, one());

            assertThat(pauses.get()).isGreaterThanOrEqualTo(15);
            assertThat(ledger.serial()).isEqualTo(1);
        }
    }

    @Test
    void entries_are_read_on_where_the_line_was_cut() {
        try (CutLine line = new CutLine(PostgresServer.shared().port());
                Ledger ledger = open(through(line), line::mend)) {
            Lease lease = ledger.acquire("shop", holder("1"), MINUTE);
            List<EntryDraft> many = Collections.nCopies(5000, one().get(0));
            ledger.append(lease, many);
            List<Long> serials = new ArrayList<>();

            ledger.read(EntryFilter.all(), entry -> {
                serials.add(entry.serial());
                if (entry.serial() == 1500) {
                    line.cut();
                }
            });

            assertThat(line.connections()).as("it was really cut").isEqualTo(2);
            assertThat(serials)
                    .isEqualTo(LongStream.rangeClosed(1, 5000).boxed().toList());
        }
    }

    @Test
    void a_line_that_stays_cut_is_told_and_nothing_is_appended() {
        try (CutLine line = new CutLine(PostgresServer.shared().port());
                Ledger ledger = open(through(line), () -> {})) {
            Lease lease = ledger.acquire("shop", holder("1"), MINUTE);
            line.cut();

            assertThatThrownBy(() -> ledger.append(lease, one()))
                    .isInstanceOfSatisfying(AdapterException.class, failed -> {
                        assertThat(failed.failure()).isEqualTo(Failure.UNREACHABLE);
                        assertThat(failed.sentence())
                                .startsWith("tried to append on ledger 127.0.0.1:")
                                .contains("cannot be reached");
                    });

            try (Ledger other = direct()) {
                assertThat(other.serial()).isZero();
            }
        }
    }

    @Test
    void the_time_in_which_nobody_answers_counts_as_time_that_was_waited() {
        Clock tenSecondsForEachLook = new Clock() {

            @Override
            public Instant instant() {
                clock.advance(Duration.ofSeconds(10));
                return clock.instant();
            }

            @Override
            public ZoneId getZone() {
                return clock.getZone();
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        try (CutLine line = new CutLine(PostgresServer.shared().port());
                Ledger ledger = open(Map.of("url", through(line), "schema", schema), tenSecondsForEachLook, () -> {})) {
            Lease lease = ledger.acquire("shop", holder("1"), MINUTE);
            line.cut();

            assertThatThrownBy(() -> ledger.append(lease, one())).isInstanceOf(AdapterException.class);

            assertThat(pauses).as("45 seconds, ten at a time").hasValueBetween(1, 6);
        }
    }

    @Test
    void what_was_appended_outlives_a_server_that_writes_its_log_when_it_likes() {
        try (PostgresServer careless = PostgresServer.own();
                Ledger ledger = open(careless.url(), () -> {})) {
            assertThat(careless.count("pg_settings where name = 'synchronous_commit' and setting = 'off'"))
                    .isEqualTo(1);
            Lease lease = ledger.acquire("shop", holder("1"), MINUTE);
            for (int i = 1; i <= 3; i++) {
                ledger.append(lease, one());

                careless.crash();
                careless.restart();

                assertThat(ledger.serial()).isEqualTo(i);
            }
            assertThat(ledger.verify().problems()).isEmpty();
        }
    }

    @Test
    void a_commit_whose_answer_never_comes_is_of_unknown_outcome() {
        try (CutLine line = new CutLine(PostgresServer.shared().port());
                Ledger ledger = open(through(line), () -> {})) {
            Lease lease = ledger.acquire("shop", holder("1"), MINUTE);
            try (Ledger cutting = open(through(line), line::cut)) {
                assertThat(cutting.serial()).isZero();
                line.loseAnswerTo("COMMIT");

                assertThatThrownBy(() -> cutting.append(lease, one()))
                        .isInstanceOfSatisfying(
                                AdapterException.class,
                                failed -> assertThat(failed.failure()).isEqualTo(Failure.UNKNOWN_OUTCOME));
            }
        }
    }

    @Test
    void the_server_ends_a_connection_and_the_next_one_is_used() {
        try (Ledger ledger = direct()) {
            Lease lease = ledger.acquire("shop", holder("1"), MINUTE);
            PostgresServer.shared()
                    .execute(
                            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'flagctl'");

            ledger.append(lease, one());

            assertThat(ledger.serial()).isEqualTo(1);
        }
    }

    @Test
    void nobody_listens_and_that_is_told_at_once() throws IOException {
        int nobody = Servers.freePort();

        try (Ledger ledger = open("postgresql://alice:s3cr3t@127.0.0.1:" + nobody + "/flags", () -> {})) {
            assertThatThrownBy(ledger::serial)
                    .isInstanceOf(AdapterException.class)
                    .hasMessageContaining("ledger 127.0.0.1:" + nobody + "/flags (schema " + schema + ")")
                    .hasMessageContaining("cannot be reached")
                    .hasMessageNotContaining("s3cr3t");
            assertThat(pauses).hasValue(0);
        }
    }

    @Test
    void there_is_no_such_database() {
        try (Ledger ledger = open(
                "postgresql://postgres@127.0.0.1:" + PostgresServer.shared().port() + "/elsewhere", () -> {})) {
            assertThatThrownBy(ledger::serial)
                    .isInstanceOfSatisfying(
                            AdapterException.class,
                            failed -> assertThat(failed.failure()).isEqualTo(Failure.REFUSED))
                    .hasMessageContaining("there is no such database; create it");
        }
    }

    @Test
    void leases_go_by_the_clock_of_the_server_whatever_this_machine_thinks() {
        try (Ledger ahead = direct();
                Ledger other = direct()) {
            Lease lease = ahead.acquire("shop", holder("1"), MINUTE);
            clock.advance(Duration.ofHours(1));

            assertThatThrownBy(() -> other.acquire("shop", holder("2"), MINUTE)).isInstanceOf(LockedException.class);
            assertThat(Duration.between(lease.acquired(), lease.expires())).isEqualTo(MINUTE);
        }
    }

    @Test
    void an_entry_cannot_be_changed_and_who_gets_around_that_is_found() {
        try (Ledger ledger = direct()) {
            Lease lease = ledger.acquire("shop", holder("1"), MINUTE);
            ledger.append(lease, one());
            ledger.append(lease, one());
            String entry = "\"" + schema + "\".entry";

            assertThatThrownBy(() -> PostgresServer.shared().execute("update " + entry + " set actor = 'eve'"))
                    .hasStackTraceContaining("append-only");
            PostgresServer.shared()
                    .execute("set session_replication_role = replica; update " + entry
                            + " set actor = 'eve' where serial = 1");

            assertThat(ledger.verify().problems())
                    .containsExactly("entry 1 was altered: its content does not give its hash");
        }
    }

    @Test
    void a_record_of_pruning_that_was_altered_is_named_and_allows_nothing_to_be_missing() {
        try (Ledger ledger = direct()) {
            Lease lease = ledger.acquire("shop", holder("1"), MINUTE);
            EntryDraft plain = LedgerContract.draft(EntryKind.DECISION, LedgerContract.CHECKOUT, null, "{}");
            ledger.append(
                    lease,
                    List.of(new EntryDraft(
                            plain.time(),
                            plain.run(),
                            plain.actor(),
                            plain.kind(),
                            plain.key(),
                            null,
                            plain.body(),
                            null,
                            EntryEvidence.of("{}"))));
            ledger.prune(lease, 1, entries -> LedgerContract.draft(EntryKind.PRUNED, null, "1", null));
            PostgresServer.shared()
                    .execute("set session_replication_role = replica; update \"" + schema
                            + "\".entry set task = 'many' where serial = 2");

            assertThat(ledger.verify().problems())
                    .containsExactly(
                            "the evidence of entry 1 was removed: no pruning is recorded for it",
                            "entry 2 was altered: its content does not give its hash");
        }
    }

    @Test
    void tables_of_a_newer_flagctl_are_refused() {
        try (Ledger ledger = direct()) {
            ledger.acquire("shop", holder("1"), MINUTE);
        }
        PostgresServer.shared()
                .execute("insert into \"" + schema + "\".migration values (99, '99-later.sql', 'x', 'today')");

        try (Ledger later = direct()) {
            assertThatThrownBy(later::serial)
                    .hasMessageContaining("a newer flagctl wrote it")
                    .hasMessageContaining("update flagctl");
        }
    }

    @Test
    void who_may_only_read_reads_and_is_told_that_he_may_not_write() {
        try (Ledger ledger = direct()) {
            ledger.append(ledger.acquire("shop", holder("1"), MINUTE), one());
        }
        String quoted = "\"" + schema + "\"";
        String reader = "reader_" + schema.replace(' ', '_');
        PostgresServer.shared()
                .execute("create role " + reader + " login; grant usage on schema " + quoted + " to " + reader
                        + "; grant select on all tables in schema " + quoted + " to " + reader);

        try (Ledger ledger = open(
                "postgresql://" + reader + "@127.0.0.1:"
                        + PostgresServer.shared().port() + "/postgres",
                () -> {})) {
            assertThat(ledger.serial()).isEqualTo(1);
            assertThatThrownBy(() -> ledger.acquire("shop", holder("2"), MINUTE))
                    .isInstanceOfSatisfying(
                            AdapterException.class,
                            failed -> assertThat(failed.failure()).isEqualTo(Failure.FORBIDDEN));
            assertThat(((Checkable) ledger).check())
                    .extracting(Check::what, Check::state)
                    .contains(org.assertj.core.api.Assertions.tuple("rights", Check.State.FAILED));
        }
    }

    @Test
    void doctor_is_told_version_clock_and_rights() {
        try (Ledger ledger = direct()) {
            ledger.acquire("shop", holder("1"), MINUTE);

            List<Check> checks = ((Checkable) ledger).check();

            assertThat(checks).extracting(Check::what).containsExactly("reachable", "version", "clock", "rights");
            assertThat(checks.get(1).found()).startsWith("PostgreSQL 18.");
            assertThat(checks.get(2).state())
                    .as("the clock of the test is days away from the server's")
                    .isEqualTo(Check.State.WARNING);
            assertThat(checks.get(3).found()).isEqualTo("may append");
        }
    }
}
