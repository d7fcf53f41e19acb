// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.postgres;

import dev.flagctl.adapter.ledger.Migrations;
import dev.flagctl.diag.AdapterException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;

/** Makes the tables of a ledger and brings them up to date; a schema without them is an empty ledger. */
final class PostgresTables {

    /** Keeps two processes from making the same tables; any number that no other program uses: "flgc". Given back with the transaction. */
    private static final String ALONE = "select pg_advisory_xact_lock(1718381411)";

    private final PostgresDialect dialect;
    private final Migrations migrations;

    PostgresTables(PostgresDialect dialect) {
        this.dialect = dialect;
        this.migrations = new Migrations(
                PostgresTables.class,
                List.of("1-ledger.sql", "2-lookups.sql", "3-evidence.sql", "4-leases.sql"),
                dialect.prefix());
    }

    /**
     * Returns the version of the tables, 0 when there are none.
     *
     * @throws AdapterException when a newer flagctl made them
     */
    int version(Connection connection) throws SQLException {
        // Not to_regclass: behind the lock it would still tell what this session remembers from before it waited.
        if (!exists(
                connection, "select 1 from pg_catalog.pg_tables where schemaname = ? and tablename = 'migration'")) {
            return 0;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select coalesce(max(version), 0) from " + dialect.prefix() + "migration")) {
            row.next();
            int version = row.getInt(1);
            if (version > migrations.current()) {
                throw refused("a newer flagctl wrote it (tables of version " + version + ", this one knows "
                        + migrations.current() + "); update flagctl");
            }
            return version;
        }
    }

    /**
     * Makes what is missing, in one transaction.
     *
     * @throws AdapterException when older tables are there and this user may not change them
     */
    void bringUpToDate(Connection connection, Instant now) throws SQLException {
        int version = version(connection);
        if (version == migrations.current()) {
            return;
        }
        try {
            makeMissing(connection, now);
        } catch (SQLException e) {
            if (version == 0 || !PostgresFault.isForbidden(e)) {
                throw e;
            }
            throw outdated(version, e);
        }
    }

    private void makeMissing(Connection connection, Instant now) throws SQLException {
        connection.setAutoCommit(false);
        boolean done = false;
        try (Statement statement = connection.createStatement()) {
            statement.execute(ALONE);
            int version = version(connection);
            if (version == 0) {
                makeSchema(connection, statement);
            } else {
                requireApplied(connection);
            }
            migrations.apply(connection, version, now, sql -> sql.replace("${schema}", dialect.schema()));
            connection.commit();
            done = true;
        } finally {
            if (!done) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    /** Refuses tables that were made by other SQL than ours under the same number. */
    void requireApplied(Connection connection) throws SQLException {
        String mismatch = migrations.mismatch(connection);
        if (!mismatch.isEmpty()) {
            throw refused(mismatch);
        }
    }

    /** Who may write in a schema that somebody made for it needs no right to make schemas. */
    private void makeSchema(Connection connection, Statement statement) throws SQLException {
        if (!exists(connection, "select 1 from pg_catalog.pg_namespace where nspname = ?")) {
            statement.executeUpdate("create schema " + dialect.schema());
        }
    }

    private boolean exists(Connection connection, String query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, dialect.schemaName());
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    /** What this flagctl asks for need not be in older tables, so they are not read as they are. */
    private AdapterException outdated(int version, SQLException cause) {
        return new AdapterException(
                AdapterException.Failure.FORBIDDEN,
                "open",
                dialect.target(),
                "its tables are of version " + version + ", this flagctl needs version " + migrations.current()
                        + (PostgresFault.isReadOnly(cause)
                                ? ", and it is read-only, such as a standby; let the user who owns them run any command"
                                        + " of this flagctl once on the primary, such as flagctl status"
                                : ", and this user may not change them; let the user who owns them run any command of"
                                        + " this flagctl once, such as flagctl status"),
                cause);
    }

    private AdapterException refused(String reason) {
        return new AdapterException(AdapterException.Failure.REFUSED, "open", dialect.target(), reason);
    }
}
