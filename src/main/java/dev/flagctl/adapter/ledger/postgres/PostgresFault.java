// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.postgres;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import java.sql.SQLException;
import java.util.Set;

/** Says in our words what PostgreSQL reports; the codes are those of <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">its manual</a>. */
final class PostgresFault {

    /** The server ended a session that slept in the middle of a transaction, idle or not, and undid it. */
    private static final Set<String> SLEPT = Set.of("25P03", "25P04");

    private PostgresFault() {}

    /** Tells whether the connection is gone, or the server is going down or coming up: another one may work in a moment. */
    static boolean isConnectionLost(SQLException fault) {
        String state = state(fault);
        return state.startsWith("08") || state.startsWith("57P") || SLEPT.contains(state) || state.isEmpty();
    }

    /** Tells whether the server undid the transaction for the sake of another one, so that it may be tried again. */
    static boolean isUndone(SQLException fault) {
        return state(fault).startsWith("40");
    }

    /** Tells whether the user lacks a right, or nobody may write there. */
    static boolean isForbidden(SQLException fault) {
        return state(fault).equals("42501") || isReadOnly(fault);
    }

    /** Tells whether nobody may write there, whatever the rights: on a standby, or in a session that only reads. */
    static boolean isReadOnly(SQLException fault) {
        return state(fault).equals("25006");
    }

    static AdapterException of(String action, String target, SQLException fault) {
        String state = state(fault);
        if (state.startsWith("28")) {
            return fault(
                    Failure.FORBIDDEN,
                    action,
                    target,
                    "PostgreSQL does not let this user in (" + words(fault) + "); check user and password",
                    fault);
        }
        if (state.equals("42501")) {
            return fault(
                    Failure.FORBIDDEN,
                    action,
                    target,
                    "this user lacks a right (" + words(fault)
                            + "); grant what docs/adapters/postgres.md says for readers, for apply or for workers",
                    fault);
        }
        if (isReadOnly(fault)) {
            return fault(
                    Failure.FORBIDDEN, action, target, "it is read-only, such as a standby; name the primary", fault);
        }
        if (state.equals("3D000")) {
            return fault(
                    Failure.REFUSED,
                    action,
                    target,
                    "there is no such database; create it, or name another one",
                    fault);
        }
        if (state.equals("53100")) {
            return fault(
                    Failure.REFUSED,
                    action,
                    target,
                    "its disk is full, nothing was written; make room and run again",
                    fault);
        }
        if (state.startsWith("53") || state.equals("55P03") || state.equals("57014") || isUndone(fault)) {
            return fault(Failure.TRANSIENT, action, target, "it is too busy (" + words(fault) + "); try again", fault);
        }
        if (isConnectionLost(fault)) {
            return fault(
                    Failure.UNREACHABLE,
                    action,
                    target,
                    "it cannot be reached (" + words(fault) + "); check that it runs, its address, and the network",
                    fault);
        }
        return fault(Failure.REFUSED, action, target, "PostgreSQL refused: " + words(fault), fault);
    }

    /** Makes the failure of a commit whose answer never came. */
    static AdapterException unknownOutcome(String action, String target, SQLException fault) {
        return fault(
                Failure.UNKNOWN_OUTCOME,
                action,
                target,
                "the connection was lost while it was committed, and did not come back (" + words(fault)
                        + "); run again: what was written is read back first",
                fault);
    }

    private static AdapterException fault(
            Failure failure, String action, String target, String reason, SQLException cause) {
        return new AdapterException(failure, action, target, reason, cause);
    }

    private static String state(SQLException fault) {
        return fault.getSQLState() == null ? "" : fault.getSQLState();
    }

    /** The first line: what follows are details that may hold values. */
    private static String words(SQLException fault) {
        return String.valueOf(fault.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
