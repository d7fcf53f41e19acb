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
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Sends one query and takes its rows as they come, a bounded number of them, without keeping any. */
final class SqlFetch {

    private static final int MOST_WARNINGS = 5;

    private final SqlDatabase database;
    private final SqlStatement statement;

    SqlFetch(SqlDatabase database, SqlStatement statement) {
        this.database = database;
        this.statement = statement;
    }

    /** Takes the rows of an answer, one after the other. */
    interface Rows {
        /** Returns whether more rows are wanted. */
        boolean take(AnswerRow row) throws WrongAnswerException;
    }

    /**
     * Sends the query and returns what the database warned of.
     *
     * @param running hears which statement runs, for whoever wants to end it
     * @throws SqlFault when the answer has too many rows
     */
    List<String> from(Connection connection, Rows rows, Consumer<Statement> running)
            throws SQLException, SqlFault, WrongAnswerException {
        // Results are read forward only by default, and not every driver knows the form that says so.
        try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
            running.accept(prepared);
            prepared.setQueryTimeout((int) Math.max(1, database.timeout().toSeconds()));
            prepared.setFetchSize(Math.min(database.fetchSize(), database.maxRows()));
            prepared.setMaxRows(database.maxRows() + 1);
            int place = 1;
            for (Object value : statement.values()) {
                bind(prepared, place++, value);
            }
            try (ResultSet result = prepared.executeQuery()) {
                take(result, rows);
            }
            return warnings(prepared);
        }
    }

    private void take(ResultSet result, Rows rows) throws SQLException, SqlFault, WrongAnswerException {
        SqlRow row = new SqlRow(result);
        int read = 0;
        boolean more = true;
        while (more && result.next()) {
            if (++read > database.maxRows()) {
                throw new SqlFault(
                        SqlFault.Kind.QUERY,
                        String.format(
                                Locale.ROOT,
                                "it answers more than %,d rows; group by bucket and arm, or raise \"max-rows\"",
                                database.maxRows()));
            }
            more = rows.take(row);
        }
    }

    private void bind(PreparedStatement prepared, int place, Object value) throws SQLException, SqlFault {
        if (value instanceof OffsetDateTime && database.url().keepsTimesAsText()) {
            throw new SqlFault(
                    SqlFault.Kind.QUERY,
                    "this database has no timestamps and would compare :from, :to and :now letter by letter; use"
                            + " :from_seconds, :from_millis or :from_text");
        }
        try {
            prepared.setObject(place, value);
        } catch (SQLException e) {
            if (value instanceof OffsetDateTime) {
                throw new SqlFault(
                        SqlFault.Kind.QUERY,
                        "its driver takes no timestamp with a zone; use :from_seconds, :from_millis or :from_text ["
                                + SqlFault.said(e, database.url(), database.redaction()) + "]");
            }
            throw e;
        }
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
}
