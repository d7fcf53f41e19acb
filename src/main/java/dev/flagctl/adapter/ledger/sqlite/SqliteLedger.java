// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.sqlite;

import dev.flagctl.adapter.ledger.ChainVerifier;
import dev.flagctl.adapter.ledger.EntryScan;
import dev.flagctl.adapter.ledger.EntryTable;
import dev.flagctl.adapter.ledger.LeaseTable;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryHash;
import dev.flagctl.port.Lease;
import dev.flagctl.port.LeaseScope;
import dev.flagctl.port.Ledger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * The ledger in one SQLite file, for one machine; several processes and threads may use it at once.
 *
 * <p>Each write is one transaction that takes the write lock first, in write-ahead mode with full synchronisation: what was committed
 * survives a kill and a loss of power.
 */
final class SqliteLedger implements Ledger {

    /** A piece of work on an open connection. */
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final SqliteFile file;
    private final LeaseTable leases;
    private final EntryTable entries;
    private final SqliteDialect dialect;

    SqliteLedger(SqliteFile file, Clock clock) {
        this.file = file;
        this.dialect = new SqliteDialect(file.path());
        this.leases = new LeaseTable(dialect, connection -> clock.instant());
        this.entries = new EntryTable(dialect);
    }

    @Override
    public synchronized long serial() {
        return read("read the serial", 0L, entries::serial);
    }

    @Override
    public synchronized List<Entry> append(Lease lease, List<EntryDraft> drafts) {
        return write("append", connection -> {
            leases.requireCurrent(connection, lease);
            return entries.append(connection, drafts);
        });
    }

    @Override
    public synchronized Optional<Entry> prune(Lease lease, long through, LongFunction<EntryDraft> record) {
        return write("prune", connection -> {
            leases.requireCurrent(connection, lease);
            return entries.prune(connection, through, record);
        });
    }

    @Override
    public synchronized long lastBefore(Instant time) {
        return read("read the serial", 0L, connection -> entries.lastBefore(connection, time));
    }

    @Override
    public synchronized Map<FeatureKey, String> states() {
        return read("read the states", Map.of(), entries::states);
    }

    @Override
    public synchronized List<Entry> statesBefore(Instant time) {
        return read("read the states of " + time, List.of(), connection -> entries.statesBefore(connection, time));
    }

    @Override
    public synchronized Map<FeatureKey, String> states(Collection<String> environments, Collection<String> features) {
        return read("read the states", Map.of(), connection -> entries.states(connection, environments, features));
    }

    @Override
    public synchronized List<Entry> openTasks() {
        return read("read the open tasks", List.of(), entries::openTasks);
    }

    @Override
    public synchronized void read(EntryFilter filter, Consumer<Entry> each) {
        read("read entries", 0, connection -> {
            new EntryScan(dialect).read(connection, filter, 0, each);
            return 0;
        });
    }

    @Override
    public synchronized Verification verify() {
        return read("verify", new Verification(0, EntryHash.GENESIS, List.of()), connection -> {
            SqliteMigrator.checkApplied(connection, file.path());
            return verified(connection);
        });
    }

    private Verification verified(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // One snapshot for the chain and what was folded from it.
            statement.execute("begin");
            try {
                return new ChainVerifier(connection, dialect).verify(0);
            } finally {
                statement.execute("commit");
            }
        }
    }

    @Override
    public synchronized Lease acquire(List<String> scopes, Lease.Holder holder, Duration length) {
        return write(
                "lock " + LeaseScope.shown(scopes), connection -> leases.acquire(connection, scopes, holder, length));
    }

    @Override
    public synchronized Lease renew(Lease lease, String progress, Duration length) {
        return write(
                "renew the lease of " + lease.scope(), connection -> leases.renew(connection, lease, progress, length));
    }

    @Override
    public synchronized Lease takeOver(Lease ranOut, Lease.Holder holder, Duration length) {
        return write(
                "take over the lease of " + ranOut.scope(),
                connection -> leases.takeOver(connection, ranOut, holder, length));
    }

    @Override
    public synchronized void release(Lease lease) {
        write("release " + lease.scope(), connection -> leases.release(connection, lease));
    }

    @Override
    public synchronized Optional<Lease> holder(String scope) {
        return read("read the lease of " + scope, Optional.empty(), connection -> leases.inForce(connection, scope));
    }

    @Override
    public synchronized List<Lease> leases() {
        return read("read the leases", List.of(), leases::all);
    }

    @Override
    public synchronized void close() {
        file.close();
    }

    private <T> T read(String action, T ofNoLedger, Work<T> work) {
        try {
            Connection connection = file.forReading();
            return connection == null ? ofNoLedger : work.on(connection);
        } catch (SQLException e) {
            file.abandon();
            throw SqliteFault.of(action, file.path(), e);
        }
    }

    private <T> T write(String action, Work<T> work) {
        boolean committed = false;
        boolean begun = false;
        try {
            Connection connection = file.forWriting();
            begun = true;
            // The driver begins the (immediate) transaction here, and commits where this is set back.
            connection.setAutoCommit(false);
            T result = work.on(connection);
            connection.setAutoCommit(true);
            committed = true;
            return result;
        } catch (SQLException e) {
            throw SqliteFault.of(action, file.path(), e);
        } finally {
            if (begun && !committed) {
                // Closing without a commit undoes the transaction, whatever state it is in.
                file.abandon();
            }
        }
    }
}
