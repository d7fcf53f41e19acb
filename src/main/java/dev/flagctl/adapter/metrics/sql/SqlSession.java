// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import dev.flagctl.adapter.metrics.AnswerRow;
import dev.flagctl.adapter.metrics.WrongAnswerException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks one database; each query has a deadline and a most of rows. Not for several threads. */
final class SqlSession implements AutoCloseable {

    /** What a driver gets beyond the statement's own timeout, to end it by itself. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private static final int MOST_WARNINGS = 5;

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

    /** Takes the rows of an answer, one after the other. */
    interface Rows {
        /** Returns whether more rows are wanted. */
        boolean take(AnswerRow row) throws WrongAnswerException;
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
    List<String> ask(SqlStatement statement, Rows rows) throws SqlFault, WrongAnswerException {
        return within(() -> {
            Connection connection = link.connection();
            try {
                return answer(connection, statement, rows);
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

    private List<String> answer(Connection connection, SqlStatement statement, Rows rows)
            throws SQLException, SqlFault, WrongAnswerException {
        int most = database.maxRows();
        try (PreparedStatement prepared =
                connection.prepareStatement(statement.sql(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            running = prepared;
            prepared.setQueryTimeout((int) Math.max(1, database.timeout().toSeconds()));
            prepared.setFetchSize(Math.min(database.fetchSize(), most));
            prepared.setMaxRows(most + 1);
            int place = 1;
            for (Object value : statement.values()) {
                bind(prepared, place++, value);
            }
            try (ResultSet result = prepared.executeQuery()) {
                SqlRow row = new SqlRow(result);
                int read = 0;
                boolean more = true;
                while (more && result.next()) {
                    if (++read > most) {
                        throw new SqlFault(
                                SqlFault.Kind.QUERY,
                                String.format(
                                        Locale.ROOT,
                                        "it answers more than %,d rows; group by bucket and arm, or raise \"max-rows\"",
                                        most));
                    }
                    more = rows.take(row);
                }
            }
            return warnings(prepared);
        }
    }

    private void bind(PreparedStatement prepared, int place, Object value) throws SQLException, SqlFault {
        if (value instanceof OffsetDateTime && database.url().keepsTimesAsText()) {
            throw new SqlFault(
                    SqlFault.Kind.QUERY,
                    "this database has no timestamps and would compare :from, :to and :now letter by letter; use"
                            + " :from_seconds, :from_millis or :from_text");
        }
        prepared.setObject(place, value);
    }

    private List<String> warnings(PreparedStatement prepared) throws SQLException {
        List<String> warnings = new ArrayList<>();
        for (SQLWarning each = prepared.getWarnings();
                each != null && warnings.size() < MOST_WARNINGS;
                each = each.getNextWarning()) {
            warnings.add("the database says: " + SqlFault.said(each, database.url(), database.redaction()));
        }
        return warnings;
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
