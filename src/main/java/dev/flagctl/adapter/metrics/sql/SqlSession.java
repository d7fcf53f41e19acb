// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import dev.flagctl.adapter.metrics.WrongAnswerException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks one database; each query has a deadline and a most of rows. Not for several threads. */
final class SqlSession implements AutoCloseable {

    /** What a driver gets beyond the statement's own timeout, to end it by itself. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final SqlDatabase database;
    private final SqlLink link;
    private final Deadline deadline;
    private volatile @Nullable Statement running;

    /** @param plugins class loader in which drivers look for their parts */
    SqlSession(SqlDatabase database, Drivers drivers, ClassLoader plugins) {
        this.database = database;
        this.link = new SqlLink(database, drivers);
        this.deadline = new Deadline(plugins);
    }

    /** Looks at a connection. */
    interface Look<T> {
        T at(Connection connection) throws SQLException;
    }

    /**
     * Asks, and returns what the database warned of.
     *
     * @throws SqlFault when there is no answer, or one of too many rows
     * @throws WrongAnswerException when {@code rows} refuses a row
     */
    List<String> ask(SqlStatement statement, SqlFetch.Rows rows) throws SqlFault, WrongAnswerException {
        return within(() -> {
            Connection connection = link.connection();
            try {
                return new SqlFetch(database, statement).from(connection, rows, each -> running = each);
            } catch (SQLException e) {
                throw fault(e);
            } finally {
                running = null;
                link.rollback(connection);
            }
        });
    }

    /** Returns what {@code look} finds out about the connection. */
    <T> T look(Look<T> look) throws SqlFault, WrongAnswerException {
        return within(() -> {
            try {
                return look.at(link.connection());
            } catch (SQLException e) {
                throw fault(e);
            }
        });
    }

    private SqlFault fault(SQLException thrown) {
        return SqlFault.of(thrown, false, database.url(), database.redaction());
    }

    private <T> T within(Callable<T> work) throws SqlFault, WrongAnswerException {
        try {
            return deadline.within(database.timeout().plus(GRACE), work);
        } catch (TimeoutException e) {
            throw abandoned(
                    SqlFault.Kind.TIMEOUT,
                    "it did not answer within " + database.timeout().toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw abandoned(SqlFault.Kind.CONNECTION, "the run was interrupted");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof SqlFault fault) {
                throw fault;
            }
            if (cause instanceof WrongAnswerException wrong) {
                throw wrong;
            }
            // A driver of others may throw anything, and what it says is all that is known.
            String said = SqlFault.said(cause, database.url(), database.redaction());
            throw new SqlFault(SqlFault.Kind.QUERY, "its driver failed [" + said + "]");
        }
    }

    private SqlFault abandoned(SqlFault.Kind kind, String reason) {
        SqlFault fault = new SqlFault(kind, reason);
        link.abandon(running, fault);
        return fault;
    }

    @Override
    public void close() {
        if (link.isOpen()) {
            try {
                deadline.within(GRACE, () -> {
                    link.close();
                    return true;
                });
            } catch (TimeoutException | ExecutionException e) {
                abandoned(SqlFault.Kind.CONNECTION, "it does not end");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                abandoned(SqlFault.Kind.CONNECTION, "the run was interrupted");
            }
        }
        deadline.close();
    }
}
