// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.postgres;

import dev.flagctl.adapter.ledger.ChainVerifier;
import dev.flagctl.adapter.ledger.EntryScan;
import dev.flagctl.adapter.ledger.EntryTable;
import dev.flagctl.adapter.ledger.LeaseTable;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.port.Check;
import dev.flagctl.port.Checkable;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryHash;
import dev.flagctl.port.Lease;
import dev.flagctl.port.LeaseScope;
import dev.flagctl.port.Ledger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The ledger in a schema of PostgreSQL; many machines may use it at once. */
final class PostgresLedger implements Ledger, Checkable {

    /** Rows that are fetched at once where all of them are read. */
    private static final int BATCH = 1000;

    private final PostgresSession session;
    private final PostgresDialect dialect;
    private final PostgresChecks checks;
    private final EntryTable entries;
    private final LeaseTable leases;

    PostgresLedger(PostgresSession session, PostgresDialect dialect, PostgresChecks checks, LeaseTable.LeaseTime time) {
        this.session = session;
        this.dialect = dialect;
        this.checks = checks;
        this.entries = new EntryTable(dialect);
        this.leases = new LeaseTable(dialect, time);
    }

    @Override
    public synchronized long serial() {
        return session.read("read the serial", 0L, entries::serial);
    }

    @Override
    public synchronized List<Entry> append(Lease lease, List<EntryDraft> drafts) {
        return session.write("append", new Append(lease, drafts));
    }

    /** An append that knows its entries again when the answer to its commit was lost. */
    private final class Append implements PostgresSession.Transaction<List<Entry>> {

        private final Lease lease;
        private final List<EntryDraft> drafts;
        private List<Entry> sent = List.of();

        Append(Lease lease, List<EntryDraft> drafts) {
            this.lease = lease;
            this.drafts = drafts;
        }

        @Override
        public List<Entry> on(Connection connection) throws SQLException {
            leases.requireCurrent(connection, lease);
            sent = entries.append(connection, drafts);
            return sent;
        }

        @Override
        public @Nullable List<Entry> found(Connection connection) throws SQLException {
            return sent.isEmpty() || !entries.has(connection, sent.get(sent.size() - 1)) ? null : sent;
        }
    }

    @Override
    public synchronized Optional<Entry> prune(Lease lease, long through, LongFunction<EntryDraft> record) {
        List<Entry> recorded = session.write("prune", new PostgresSession.Transaction<>() {

            private List<Entry> sent = List.of();

            /** Years of evidence are taken away in one piece. */
            @Override
            public Duration longest() {
                return Duration.ofMinutes(10);
            }

            @Override
            public List<Entry> on(Connection connection) throws SQLException {
                leases.requireCurrent(connection, lease);
                sent = entries.prune(connection, through, record).stream().toList();
                return sent;
            }

            @Override
            public @Nullable List<Entry> found(Connection connection) throws SQLException {
                return sent.isEmpty() || !entries.has(connection, sent.get(0)) ? null : sent;
            }
        });
        return recorded.stream().findFirst();
    }

    @Override
    public synchronized long lastBefore(Instant time) {
        return session.read("read the serial", 0L, connection -> entries.lastBefore(connection, time));
    }

    @Override
    public synchronized Map<FeatureKey, String> states() {
        return session.read("read the states", Map.of(), entries::states);
    }

    @Override
    public synchronized List<Entry> statesBefore(Instant time) {
        return session.read(
                "read the states of " + time, List.of(), connection -> entries.statesBefore(connection, time));
    }

    @Override
    public synchronized Map<FeatureKey, String> states(Collection<String> environments, Collection<String> features) {
        return session.read(
                "read the states", Map.of(), connection -> entries.states(connection, environments, features));
    }

    @Override
    public synchronized List<Entry> openTasks() {
        return session.read("read the open tasks", List.of(), entries::openTasks);
    }

    @Override
    public synchronized void read(EntryFilter filter, Consumer<Entry> each) {
        // After a lost connection it is read on behind the last entry that was handed over.
        long[] last = {filter.after()};
        session.readRows("read entries", 0, connection -> {
            new EntryScan(dialect).read(connection, filter.behind(last[0]), BATCH, entry -> {
                last[0] = entry.serial();
                each.accept(entry);
            });
            return 0;
        });
    }

    @Override
    public synchronized Verification verify() {
        return session.readTogether(
                "verify",
                new Verification(0, EntryHash.GENESIS, List.of()),
                connection -> new ChainVerifier(connection, dialect).verify(BATCH));
    }

    @Override
    public synchronized Lease acquire(List<String> scopes, Lease.Holder holder, Duration length) {
        return session.write(
                "lock " + LeaseScope.shown(scopes),
                taking(connection -> leases.acquire(connection, scopes, holder, length)));
    }

    @Override
    public synchronized Lease takeOver(Lease ranOut, Lease.Holder holder, Duration length) {
        return session.write(
                "take over the lease of " + ranOut.scope(),
                taking(connection -> leases.takeOver(connection, ranOut, holder, length)));
    }

    /** A lease is known again by its token when the answer to its commit was lost. */
    private PostgresSession.Transaction<Lease> taking(PostgresSession.Work<Lease> work) {
        return new PostgresSession.Transaction<>() {

            private @Nullable Lease asked;

            @Override
            public Lease on(Connection connection) throws SQLException {
                Lease lease = work.on(connection);
                asked = lease;
                return lease;
            }

            @Override
            public @Nullable Lease found(Connection connection) throws SQLException {
                Lease mine = asked;
                return mine != null && leases.isCurrent(connection, mine) ? mine : null;
            }
        };
    }

    @Override
    public synchronized Lease renew(Lease lease, String progress, Duration length) {
        return session.write(
                "renew the lease of " + lease.scope(),
                again(connection -> leases.renew(connection, lease, progress, length)));
    }

    @Override
    public synchronized void release(Lease lease) {
        session.write("release " + lease.scope(), again(connection -> leases.release(connection, lease)));
    }

    /** What may be done twice needs no looking after a lost answer. */
    private static <T> PostgresSession.Transaction<T> again(PostgresSession.Work<T> work) {
        return new PostgresSession.Transaction<>() {
            @Override
            public T on(Connection connection) throws SQLException {
                return work.on(connection);
            }

            @Override
            public @Nullable T found(Connection connection) {
                return null;
            }
        };
    }

    @Override
    public synchronized Optional<Lease> holder(String scope) {
        return session.read(
                "read the lease of " + scope, Optional.empty(), connection -> leases.inForce(connection, scope));
    }

    @Override
    public synchronized List<Lease> leases() {
        return session.read("read the leases", List.of(), leases::all);
    }

    @Override
    public synchronized List<Check> check() {
        return checks.look(session);
    }

    @Override
    public synchronized void close() {
        session.close();
    }
}
