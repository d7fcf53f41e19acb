// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import dev.flagctl.diag.Redaction;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.jspecify.annotations.Nullable;

/** A database that did not answer. The message is a reason for people and holds no secret. */
final class SqlFault extends Exception {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 300;

    /** What it means for what is asked next. */
    enum Kind {
        /** There is no driver: nothing can be asked. */
        DRIVER,
        /** The database was not reached, or went away. */
        CONNECTION,
        /** It took longer than it may. */
        TIMEOUT,
        /** The query failed; another one may not. */
        QUERY
    }

    private final Kind kind;
    private final String reason;

    SqlFault(Kind kind, String reason) {
        super(reason);
        this.kind = kind;
        this.reason = reason;
    }

    Kind kind() {
        return kind;
    }

    String reason() {
        return reason;
    }

    /**
     * Reads what a driver threw; the classes of SQL states are those of ISO 9075.
     *
     * @param connecting whether it was thrown before any query was asked
     */
    static SqlFault of(SQLException thrown, boolean connecting, JdbcUrl url, Redaction redaction) {
        String state = stateOf(thrown);
        String said = " [" + said(thrown, url, redaction) + "]";
        // 57014: PostgreSQL's query_canceled, which is how a statement timeout ends.
        if (thrown instanceof SQLTimeoutException || state.equals("57014")) {
            return new SqlFault(Kind.TIMEOUT, "the query took longer than its timeout" + said);
        }
        if (state.startsWith("28")) {
            return new SqlFault(
                    Kind.CONNECTION, "it does not accept user and password; correct \"user\" or \"password\"" + said);
        }
        if (connecting || state.startsWith("08") || state.startsWith("57P")) {
            return new SqlFault(
                    Kind.CONNECTION,
                    (connecting
                                    ? "it could not be reached; check the address, and whether it runs"
                                    : "the connection broke")
                            + said);
        }
        if (state.equals("42501")) {
            return new SqlFault(Kind.QUERY, "its user may not read that; grant it, or ask for something else" + said);
        }
        return new SqlFault(Kind.QUERY, "it refuses the query; correct it" + said);
    }

    private static String stateOf(SQLException thrown) {
        @Nullable String state = thrown.getSQLState();
        return state == null ? "" : state;
    }

    /** Returns what a driver says, on one line, without secrets: drivers like to quote the whole address. */
    static String said(Throwable thrown, JdbcUrl url, Redaction redaction) {
        String message = thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
        // Redacted before it is cut: half a secret would not be found.
        String safe = redaction
                .of(message.replace(url.url(), url.shown()))
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        return safe.length() <= LONGEST ? safe : safe.substring(0, LONGEST) + "…";
    }
}
