// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.sqlite;

import dev.flagctl.adapter.ledger.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Brings the tables of a ledger to the version this flagctl knows.
 *
 * <p>The version is SQLite's {@code user_version}, so that an up-to-date ledger costs one look into the header of the file.
 */
final class SqliteMigrator {

    /** Marks a database as a ledger of flagctl: "flgc", see https://sqlite.org/pragma.html#pragma_application_id. */
    static final int APPLICATION_ID = 0x666c6763;

    private static final Migrations MIGRATIONS = new Migrations(
            SqliteMigrator.class, List.of("1-ledger.sql", "2-lookups.sql", "3-evidence.sql", "4-leases.sql"), "");

    /** The version that this flagctl writes. */
    static final int CURRENT = MIGRATIONS.current();

    private SqliteMigrator() {}

    /**
     * Applies what is missing. The caller holds the write lock, so only one process migrates; it has looked at the version under
     * that lock.
     */
    static void migrate(Connection connection, Path file, int version, Instant now) throws SQLException {
        if (version > 0) {
            checkApplied(connection, file);
        }
        MIGRATIONS.apply(connection, version, now, UnaryOperator.identity());
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("pragma application_id = " + APPLICATION_ID);
            statement.executeUpdate("pragma user_version = " + CURRENT);
        }
    }

    /** Refuses a ledger whose tables were made by other SQL than ours under the same number. */
    static void checkApplied(Connection connection, Path file) throws SQLException {
        String mismatch = MIGRATIONS.mismatch(connection);
        if (!mismatch.isEmpty()) {
            throw SqliteFault.refused("open", file, mismatch);
        }
    }
}
