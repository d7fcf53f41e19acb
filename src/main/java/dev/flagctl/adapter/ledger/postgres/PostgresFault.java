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
        Failure failure = failure(fault);
        String reason = switch (failure) {
            case FORBIDDEN -> forbidden(fault);
            case TRANSIENT -> "it is too busy (" + words(fault) + "); try again";
            case UNREACHABLE ->
                "it cannot be reached (" + words(fault) + "); check that it runs, its address, and the network";
            default -> refused(fault);
        };
        return fault(failure, action, target, reason, fault);
    }

    private static Failure failure(SQLException fault) {
        if (isLockedOut(fault) || isForbidden(fault)) {
            return Failure.FORBIDDEN;
        }
        if (isWithoutDatabase(fault) || isDiskFull(fault)) {
            return Failure.REFUSED;
        }
        if (isBusy(fault)) {
            return Failure.TRANSIENT;
        }
        return isConnectionLost(fault) ? Failure.UNREACHABLE : Failure.REFUSED;
    }

    private static String forbidden(SQLException fault) {
        if (isLockedOut(fault)) {
            return "PostgreSQL does not let this user in (" + words(fault) + "); check user and password";
        }
        return isReadOnly(fault)
                ? "it is read-only, such as a standby; name the primary"
                : "this user lacks a right (" + words(fault)
                        + "); grant what docs/adapters/postgres.md says for readers, for apply or for workers";
    }

    private static String refused(SQLException fault) {
        if (isWithoutDatabase(fault)) {
            return "there is no such database; create it, or name another one";
        }
        return isDiskFull(fault)
                ? "its disk is full, nothing was written; make room and run again"
                : "PostgreSQL refused: " + words(fault);
    }

    private static boolean isLockedOut(SQLException fault) {
        return state(fault).startsWith("28");
    }

    private static boolean isWithoutDatabase(SQLException fault) {
        return state(fault).equals("3D000");
    }

    private static boolean isDiskFull(SQLException fault) {
        return state(fault).equals("53100");
    }

    /** Too many connections or locks, a lock that was not to be had, or a statement that took too long. */
    private static boolean isBusy(SQLException fault) {
        String state = state(fault);
        return state.startsWith("53") || state.equals("55P03") || state.equals("57014") || isUndone(fault);
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
