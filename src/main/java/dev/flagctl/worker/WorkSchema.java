// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes the two tables that the workers of a project share beside its ledger. Both can be dropped at any time: they say when and who, and nothing that happened.
 *
 * <p>The columns of {@code work} are those of <a href="https://github.com/kagkarlsson/db-scheduler">db-scheduler</a> 16, and {@code note}.
 */
final class WorkSchema {

    /**
     * Keeps two workers from making the same tables, and a worker and a run from making the same schema: the number is that of the ledger's tables.
     * Given back with the transaction.
     */
    private static final String ALONE = "select pg_advisory_xact_lock(1718381411)";

    /** An index that is there as soon as a row says why its key failed. */
    static final String FAILING = "work_failing";

    /** What is made last. */
    private static final String NEWEST = "work_due_in";

    private final WorkDatabase database;

    WorkSchema(WorkDatabase database) {
        this.database = database;
    }

    /** Makes what is missing. Where nothing is, no right to make anything is needed. */
    void make() {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            if (isUpToDate(connection)) {
                return;
            }
            connection.setAutoCommit(false);
            statement.execute(ALONE);
            // "if not exists" would ask for the right to make schemas also where there is one.
            if (!hasSchema(connection)) {
                statement.execute("create schema " + database.schema());
            }
            make(statement);
            connection.commit();
        } catch (SQLException e) {
            throw database.fault("make the tables of the workers", e);
        }
    }

    private boolean isUpToDate(Connection connection) throws SQLException {
        return isThere(connection, "select to_regclass(?) is not null", database.schema() + "." + NEWEST);
    }

    /** Not by to_regnamespace: behind the lock it would still tell what this session remembers from before it waited. */
    private boolean hasSchema(Connection connection) throws SQLException {
        return isThere(
                connection,
                "select exists (select from pg_catalog.pg_namespace"
                        + " where '\"' || replace(nspname::text, '\"', '\"\"') || '\"' = ?)",
                database.schema());
    }

    private static boolean isThere(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private void make(Statement statement) throws SQLException {
        String schema = database.schema();
        statement.execute("create table if not exists " + schema + ".work (task_name text not null,"
                + " task_instance text not null, task_data bytea, execution_time timestamptz not null,"
                + " picked boolean not null, picked_by text, last_success timestamptz, last_failure timestamptz,"
                + " consecutive_failures integer, last_heartbeat timestamptz, version bigint not null,"
                + " priority smallint, primary key (task_name, task_instance))");
        statement.execute("create index if not exists work_due on " + schema + ".work (execution_time)");
        statement.execute("create index if not exists work_alive on " + schema + ".work (last_heartbeat) where picked");
        statement.execute("create table if not exists " + schema + ".worker (name text primary key,"
                + " since timestamptz not null, alive_until timestamptz not null)");
        statement.execute("alter table " + schema + ".work add column if not exists note text");
        statement.execute("create index if not exists " + FAILING + " on " + schema
                + ".work (task_instance) where consecutive_failures > 0");
        statement.execute("create index if not exists " + NEWEST + " on " + schema + ".work ((" + WorkTable.ENVIRONMENT
                + "), execution_time)");
    }
}
