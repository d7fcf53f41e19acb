// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The one connection of a session: opened when it is first needed, read-only, and left to itself when it is stuck. */
final class SqlLink {

    private final SqlDatabase database;
    private final Drivers drivers;
    private volatile @Nullable Connection open;
    private volatile @Nullable SqlFault unreachable;

    SqlLink(SqlDatabase database, Drivers drivers) {
        this.database = database;
        this.drivers = drivers;
    }

    /** Returns the connection; what could not be reached once is not tried again. */
    Connection connection() throws SqlFault {
        Connection known = open;
        if (known != null) {
            return known;
        }
        SqlFault before = unreachable;
        if (before != null) {
            throw before;
        }
        try {
            Driver driver = drivers.of(database.url());
            Connection made = driver.connect(database.url().url(), database.forDriver());
            if (made == null) {
                throw new SqlFault(
                        SqlFault.Kind.DRIVER,
                        "its driver refuses the address " + database.url().shown());
            }
            open = made;
            readOnly(made);
            inTransactions(made);
            return made;
        } catch (SQLException e) {
            throw gaveUp(SqlFault.of(e, true, database.url(), database.redaction()));
        } catch (SqlFault e) {
            throw gaveUp(e);
        }
    }

    /** Hive and Spark have no read-only connections, and do not say so by the exception that JDBC has for it; doctor does. */
    private void readOnly(Connection made) {
        try {
            if (database.url().readOnly().isEmpty()) {
                made.setReadOnly(true);
            }
        } catch (SQLException e) {
            // A connection that is broken fails at its first query.
            return;
        }
    }

    /** Without a transaction PostgreSQL's driver would fetch all rows at once, however small the fetch size. */
    private static void inTransactions(Connection made) {
        try {
            made.setAutoCommit(false);
        } catch (SQLException e) {
            // Some engines have none.
            return;
        }
    }

    /** Ends the transaction of a query: PostgreSQL answers nothing more within one that failed. */
    void rollback(Connection connection) {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            // It is of no use any more: whoever asks next gets another.
            open = null;
            close(connection);
        }
    }

    /** Remembers why there is no connection; who is still waiting for one must not say otherwise later. */
    private synchronized SqlFault gaveUp(SqlFault fault) {
        if (unreachable == null) {
            unreachable = fault;
        }
        return fault;
    }

    /** Leaves what takes too long: the connection, or the try to get one, which is not made again. */
    void abandon(@Nullable Statement running, SqlFault fault) {
        if (open == null) {
            gaveUp(fault);
        } else {
            abandon(running);
        }
    }

    /** Leaves a connection that its thread is stuck with: to close it might wait for the same answer. */
    private void abandon(@Nullable Statement running) {
        Connection stuck = open;
        open = null;
        if (stuck == null) {
            return;
        }
        Thread ending = new Thread(
                () -> {
                    try {
                        if (running != null) {
                            running.cancel();
                        }
                        stuck.abort(Runnable::run);
                    } catch (SQLException | AbstractMethodError e) {
                        close(stuck);
                    }
                },
                "flagctl-sql-end");
        ending.setDaemon(true);
        ending.start();
    }

    /** Closes it; another one is opened when it is needed. */
    void close() {
        Connection closing = open;
        open = null;
        if (closing != null) {
            close(closing);
        }
    }

    boolean isOpen() {
        return open != null;
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // Everything was read before; nothing is lost.
            return;
        }
    }
}
