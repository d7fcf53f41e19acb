// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.sqlite;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** Says in our words what SQLite or the file system reports. */
final class SqliteFault {

    private SqliteFault() {}

    /** Translates what SQLite reported while it did {@code action} on the ledger in {@code file}. */
    static AdapterException of(String action, Path file, SQLException fault) {
        // The low byte is the primary code; the others refine it, see https://sqlite.org/rescode.html.
        int code = fault.getErrorCode() & 0xff;
        if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return fault(
                    Failure.TRANSIENT,
                    action,
                    file,
                    "another process kept writing to it; try again, or end that process",
                    fault);
        }
        if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            return fault(
                    Failure.REFUSED,
                    action,
                    file,
                    "the disk is full, nothing was written; make room and run again",
                    fault);
        }
        if (code == SQLiteErrorCode.SQLITE_READONLY.code || code == SQLiteErrorCode.SQLITE_PERM.code) {
            return notWritable(action, file, fault);
        }
        if (code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return fault(
                    Failure.GARBLED,
                    action,
                    file,
                    "the file is not a SQLite database; name another path in the project's ledger, or put the ledger back from a backup",
                    fault);
        }
        if (code == SQLiteErrorCode.SQLITE_CORRUPT.code) {
            return fault(
                    Failure.GARBLED,
                    action,
                    file,
                    "the file is damaged (" + shortReason(fault) + "); put it back from a backup",
                    fault);
        }
        if (code == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
            return fault(
                    Failure.UNREACHABLE,
                    action,
                    file,
                    "it cannot be opened; check that its folder exists and that you may read and write there",
                    fault);
        }
        if (code == SQLiteErrorCode.SQLITE_IOERR.code) {
            return fault(
                    Failure.UNKNOWN_OUTCOME,
                    action,
                    file,
                    "the disk failed or is full (" + shortReason(fault)
                            + "); check it, then run again: what was written is read back first",
                    fault);
        }
        return fault(Failure.REFUSED, action, file, "SQLite refused: " + shortReason(fault), fault);
    }

    /** Translates what the file system reported. */
    static AdapterException of(String action, Path file, IOException fault) {
        if (fault instanceof AccessDeniedException) {
            return fault(
                    Failure.FORBIDDEN,
                    action,
                    file,
                    "access is denied; ask for the right to read and write there, or name another path in the project's ledger",
                    fault);
        }
        String reason = fault instanceof FileSystemException named && named.getReason() != null
                ? named.getReason()
                : String.valueOf(fault.getMessage());
        return fault(
                Failure.UNREACHABLE,
                action,
                file,
                "the file system says: " + reason + "; name another path in the project's ledger, or mend this one",
                fault);
    }

    static AdapterException notWritable(String action, Path file, SQLException fault) {
        return fault(
                Failure.FORBIDDEN,
                action,
                file,
                "it is not writable; ask for the right to write the file and its folder, or name another path in the project's ledger",
                fault);
    }

    static AdapterException garbled(String action, Path file, String reason) {
        return new AdapterException(Failure.GARBLED, action, target(file), reason);
    }

    static AdapterException refused(String action, Path file, String reason) {
        return new AdapterException(Failure.REFUSED, action, target(file), reason);
    }

    private static AdapterException fault(Failure failure, String action, Path file, String reason, Exception cause) {
        return new AdapterException(failure, action, target(file), reason, cause);
    }

    private static String target(Path file) {
        return "ledger " + file;
    }

    private static String shortReason(SQLException fault) {
        return String.valueOf(fault.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
