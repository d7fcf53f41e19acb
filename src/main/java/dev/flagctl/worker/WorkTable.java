// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import dev.flagctl.model.FeatureKey;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The table with one row for each feature in each environment: when it is looked at next, and who does.
 *
 * <p>Its columns are those of <a href="https://github.com/kagkarlsson/db-scheduler">db-scheduler</a> 16.
 */
final class WorkTable {

    /** Task that every row is of. */
    static final String TASK = "look";

    /** Keeps two workers from making the same table; another number than that of the ledger's tables. Given back with the transaction. */
    private static final String ALONE = "select pg_advisory_xact_lock(1718381412)";

    /** Rows that are added by one statement. */
    private static final int CHUNK = 10_000;

    private final WorkDatabase database;
    private final String table;

    WorkTable(WorkDatabase database) {
        this.database = database;
        this.table = database.schema() + ".work";
    }

    /** Returns its name as it is written in SQL. */
    String name() {
        return table;
    }

    /** Makes the table where there is none. */
    void make() {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(ALONE);
            statement.execute("create schema if not exists " + database.schema());
            statement.execute("create table if not exists " + table + " (task_name text not null,"
                    + " task_instance text not null, task_data bytea, execution_time timestamptz not null,"
                    + " picked boolean not null, picked_by text, last_success timestamptz, last_failure timestamptz,"
                    + " consecutive_failures integer, last_heartbeat timestamptz, version bigint not null,"
                    + " priority smallint, primary key (task_name, task_instance))");
            statement.execute("create index if not exists work_due on " + table + " (execution_time)");
            statement.execute("create index if not exists work_alive on " + table + " (last_heartbeat) where picked");
            connection.commit();
        } catch (SQLException e) {
            throw database.fault("make the table of the workers", e);
        }
    }

    /** Adds the keys that have no row yet, due at a time; returns how many these were. */
    int add(List<FeatureKey> keys, Instant due) {
        int added = 0;
        try (Connection connection = database.source().getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into " + table
                        + " (task_name, task_instance, execution_time, picked, version)"
                        + " select ?, instance, ?, false, 1 from unnest(?) as instance on conflict do nothing")) {
            for (int from = 0; from < keys.size(); from += CHUNK) {
                String[] instances = keys.subList(from, Math.min(keys.size(), from + CHUNK)).stream()
                        .map(WorkTable::instance)
                        .toArray(String[]::new);
                Array array = connection.createArrayOf("text", instances);
                insert.setString(1, TASK);
                insert.setObject(2, OffsetDateTime.ofInstant(due, ZoneOffset.UTC));
                insert.setArray(3, array);
                added += insert.executeUpdate();
            }
            return added;
        } catch (SQLException e) {
            throw database.fault("add features to the table of the workers", e);
        }
    }

    /** Returns how many keys are due and in nobody's hand. */
    long overdue(Instant now) {
        try (Connection connection = database.source().getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select count(*) from " + table + " where execution_time <= ? and not picked")) {
            select.setObject(1, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw database.fault("count what is due", e);
        }
    }

    /** Returns the name of a key's row; no name has a slash. */
    static String instance(FeatureKey key) {
        return key.environment() + "/" + key.feature();
    }

    static FeatureKey key(String instance) {
        int slash = instance.indexOf('/');
        return new FeatureKey(instance.substring(slash + 1), instance.substring(0, slash));
    }
}
