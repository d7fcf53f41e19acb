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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The table with one row for each feature in each environment: when it is looked at next, and who does. */
final class WorkTable {

    /** Task that every row is of. */
    static final String TASK = "look";

    /** The environment of a row, as an index has it. */
    static final String ENVIRONMENT = "split_part(task_instance, '/', 1)";

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

    /** Adds the keys that have no row yet, due at a time; returns how many these were. */
    int add(List<FeatureKey> keys, Instant due) {
        String sql = "insert into " + table + " (task_name, task_instance, execution_time, picked, version)"
                + " select ?, instance, ?, false, 1 from unnest(?) as instance on conflict do nothing";
        return chunked("add features to the table of the workers", sql, keys, (insert, some) -> {
            insert.setString(1, TASK);
            insert.setObject(2, OffsetDateTime.ofInstant(due, ZoneOffset.UTC));
            insert.setArray(3, some);
        });
    }

    /**
     * A row that is given back.
     *
     * @param version of the row as it was picked
     */
    record GivenBack(FeatureKey key, long version, Outcome outcome) {

        private boolean hasFailed() {
            return outcome.result() == Outcome.Result.FAILED;
        }
    }

    /**
     * Gives rows back in one statement, where the scheduler needs one for each. What somebody else took over meanwhile has another version, and stays theirs.
     */
    void giveBack(List<GivenBack> rows, Instant now) {
        try (Connection connection = database.source().getConnection();
                PreparedStatement update =
                        connection.prepareStatement("update " + table + " as known set picked = false,"
                                + " picked_by = null, last_heartbeat = null, version = known.version + 1,"
                                + " execution_time = given.next, note = given.note,"
                                + " last_success = case when given.failed then known.last_success else ? end,"
                                + " last_failure = case when given.failed then ? else known.last_failure end,"
                                + " consecutive_failures = case when given.failed"
                                + " then coalesce(known.consecutive_failures, 0) + 1 else 0 end"
                                + " from unnest(?, ?, ?::timestamptz[], ?, ?)"
                                + " as given (instance, version, next, failed, note) where known.task_name = ?"
                                + " and known.task_instance = given.instance and known.version = given.version")) {
            update.setObject(1, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
            update.setObject(2, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
            update.setArray(3, array(connection, "text", rows, row -> instance(row.key())));
            update.setArray(4, array(connection, "bigint", rows, GivenBack::version));
            update.setArray(
                    5,
                    array(connection, "text", rows, row -> row.outcome().next().toString()));
            update.setArray(6, array(connection, "boolean", rows, GivenBack::hasFailed));
            update.setArray(
                    7, array(connection, "text", rows, row -> row.outcome().why()));
            update.setString(8, TASK);
            update.executeUpdate();
        } catch (SQLException e) {
            throw database.fault("give back what was looked at", e);
        }
    }

    private static Array array(
            Connection connection, String type, List<GivenBack> rows, Function<GivenBack, Object> column)
            throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(column).toArray());
    }

    /** Makes keys due at once that are due later and in nobody's hand. */
    void bringForward(List<FeatureKey> keys, Instant now) {
        String sql = "update " + table + " set execution_time = ? where task_name = ? and task_instance = any(?)"
                + " and not picked and execution_time > ?";
        chunked("bring work forward", sql, keys, (update, some) -> {
            update.setObject(1, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
            update.setString(2, TASK);
            update.setArray(3, some);
            update.setObject(4, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
        });
    }

    /** Ends the rows of keys. */
    void remove(List<FeatureKey> keys) {
        String sql = "delete from " + table + " where task_name = ? and task_instance = any(?)";
        chunked("end the work on features without a manifest", sql, keys, (delete, some) -> {
            delete.setString(1, TASK);
            delete.setArray(2, some);
        });
    }

    /** Sets the parameters of a statement for some keys. */
    private interface Parameters {
        void set(PreparedStatement statement, Array instances) throws SQLException;
    }

    private int chunked(String action, String sql, List<FeatureKey> keys, Parameters parameters) {
        int changed = 0;
        try (Connection connection = database.source().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int from = 0; from < keys.size(); from += CHUNK) {
                List<FeatureKey> some = keys.subList(from, Math.min(keys.size(), from + CHUNK));
                parameters.set(
                        statement,
                        connection.createArrayOf(
                                "text", some.stream().map(WorkTable::instance).toArray()));
                changed += statement.executeUpdate();
            }
            return changed;
        } catch (SQLException e) {
            throw database.fault(action, e);
        }
    }

    /** Returns the environments that have rows, those of manifests that are gone among them. */
    Set<String> environments() {
        Set<String> environments = new TreeSet<>();
        try (Connection connection = database.source().getConnection();
                Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("select distinct " + ENVIRONMENT + " from " + table)) {
            while (rows.next()) {
                environments.add(rows.getString(1));
            }
            return environments;
        } catch (SQLException e) {
            throw database.fault("read the environments of the work", e);
        }
    }

    /** Returns how many keys are due and in nobody's hand. */
    long overdue(Instant now) {
        return count("execution_time <= ? and not picked", OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
    }

    /** Returns how many keys failed when they were looked at last. */
    long failing() {
        return count("consecutive_failures > ?", 0);
    }

    private long count(String which, Object value) {
        try (Connection connection = database.source().getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select count(*) from " + table + " where " + which)) {
            select.setObject(1, value);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw database.fault("count the work", e);
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
