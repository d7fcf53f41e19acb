// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.postgres;

import dev.flagctl.port.AdapterHost;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * One connection to a PostgreSQL, opened when it is first needed and again after it was lost. A server that restarts, or a network that is cut for half a
 * minute, is waited for, once it was reached; a transaction is tried again only when it surely did nothing, or after looking. Not for several threads at
 * once.
 */
final class PostgresSession implements AutoCloseable {

    /** Less than the length of a lease, so that it is not lost meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    /** Less than others wait for their turn. */
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);

    /** Many times what thousands of entries need; a server before 17 has no such limit. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(30);

    private static final int HAS_LIMIT_OF_TRANSACTIONS = 17;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** A piece of work on an open connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** A transaction that can tell whether an earlier try of it, whose answer was lost, took place. */
    interface Transaction<T> extends Work<T> {

        /** Returns what the lost try has done, or null when it did nothing. */
        @Nullable
        T found(Connection connection) throws SQLException;

        /** Returns how long it may keep every other writer out. */
        default Duration longest() {
            return LONGEST_TURN;
        }
    }

    private final PostgresAddress address;
    private final PostgresDialect dialect;
    private final PostgresTables tables;
    private final AdapterHost host;
    private @Nullable Connection open;
    private boolean hasTables;
    private boolean isUpToDate;
    private boolean wasReached;

    PostgresSession(PostgresAddress address, PostgresDialect dialect, AdapterHost host) {
        this.address = address;
        this.dialect = dialect;
        this.tables = new PostgresTables(dialect);
        this.host = host;
    }

    /** Reads; a schema without tables gives {@code ofNoLedger}. */
    <T> T read(String action, T ofNoLedger, Work<T> work) {
        return patiently(action, connection -> {
            if (!hasTables && tables.version(connection) > 0) {
                // What a newer flagctl reads need not be in the tables of an older one.
                tables.bringUpToDate(connection, host.clock().instant());
                isUpToDate = true;
                hasTables = true;
            }
            return hasTables ? work.on(connection) : ofNoLedger;
        });
    }

    /** Reads rows as they come in, by a cursor, which the server keeps as long as a transaction only. */
    <T> T readRows(String action, T ofNoLedger, Work<T> work) {
        return read(action, ofNoLedger, connection -> {
            connection.setAutoCommit(false);
            try {
                return work.on(connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
    }

    /** Reads in one snapshot. */
    <T> T readTogether(String action, T ofNoLedger, Work<T> work) {
        return read(action, ofNoLedger, connection -> {
            tables.requireApplied(connection);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                return work.on(connection);
            } finally {
                connection.rollback();
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                connection.setAutoCommit(true);
            }
        });
    }

    /** Carries out one transaction that keeps every other writer out, all or nothing. */
    <T> T write(String action, Transaction<T> transaction) {
        Commit commit = new Commit();
        try {
            return patiently(action, connection -> {
                if (!isUpToDate) {
                    tables.bringUpToDate(connection, host.clock().instant());
                    isUpToDate = true;
                    hasTables = true;
                }
                connection.setAutoCommit(false);
                try {
                    T result = once(connection, transaction, commit);
                    connection.setAutoCommit(true);
                    return result;
                } catch (RuntimeException refused) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                    throw refused;
                }
            });
        } catch (dev.flagctl.diag.AdapterException failed) {
            throw commit.isOpen && failed.getCause() instanceof SQLException lost
                    ? PostgresFault.unknownOutcome(action, dialect.target(), lost)
                    : failed;
        }
    }

    /** Whether a commit was sent whose answer has not come. */
    private static final class Commit {
        private boolean isOpen;
    }

    private <T> T once(Connection connection, Transaction<T> transaction, Commit commit) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // One way there and back: others wait for the row meanwhile.
            //
            // A process that sleeps in the middle must not keep them waiting for ever: the server undoes what it began,
            // also where half a message is there, which is no idleness to the server.
            //
            // What a server is told to lose with its power is kept all the same.
            statement.execute("set local lock_timeout = '20s'; set local idle_in_transaction_session_timeout = '"
                    + LONGEST_SLEEP.toMillis() + "ms'; select set_config('synchronous_commit', 'on', true) where"
                    + " current_setting('synchronous_commit') = 'off'; select token from " + dialect.prefix()
                    + "fencing where id = 1 for update" + turn(connection, transaction));
        }
        T found = commit.isOpen ? transaction.found(connection) : null;
        if (found == null) {
            commit.isOpen = false;
            found = transaction.on(connection);
            commit.isOpen = true;
        }
        connection.commit();
        commit.isOpen = false;
        return found;
    }

    /** Begins to count once it is this one's turn. */
    private static String turn(Connection connection, Transaction<?> transaction) throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion() < HAS_LIMIT_OF_TRANSACTIONS
                ? ""
                : "; set local transaction_timeout = '" + transaction.longest().toMillis() + "ms'";
    }

    private <T> T patiently(String action, Work<T> work) {
        Duration waited = Duration.ZERO;
        Duration pause = FIRST_PAUSE;
        while (true) {
            Instant before = host.clock().instant();
            try {
                return work.on(connection());
            } catch (SQLException e) {
                waited = waited.plus(connecting(before));
                abandon();
                boolean mayPass = wasReached && (PostgresFault.isConnectionLost(e) || PostgresFault.isUndone(e));
                if (!mayPass || waited.compareTo(PATIENCE) >= 0 || !sleep(pause)) {
                    throw PostgresFault.of(action, dialect.target(), e);
                }
                waited = waited.plus(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    /** A server that does not answer takes as long as one that is waited for: returns how long it was tried in vain to connect. */
    private Duration connecting(Instant before) {
        Duration tried = Duration.between(before, host.clock().instant());
        return open == null && !tried.isNegative() ? tried : Duration.ZERO;
    }

    private boolean sleep(Duration pause) {
        try {
            host.sleeper().sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Connection connection() throws SQLException {
        Connection connection = open;
        if (connection == null) {
            // Not through DriverManager, which would load every driver.
            connection = new Driver().connect(address.url(), address.properties());
            if (connection == null) {
                throw new SQLException("the driver does not know such addresses", "08001");
            }
            open = connection;
            wasReached = true;
        }
        return connection;
    }

    /** Drops a connection in an unknown state; the server undoes what was not committed. */
    private void abandon() {
        Connection failed = open;
        open = null;
        if (failed != null) {
            try {
                failed.close();
            } catch (SQLException e) {
                // The failure that led here is the one to tell.
                return;
            }
        }
    }

    @Override
    public void close() {
        abandon();
    }
}
