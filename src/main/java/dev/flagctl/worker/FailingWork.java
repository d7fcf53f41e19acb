// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import dev.flagctl.model.FeatureKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A key at which workers failed when they looked at it last.
 *
 * @param times how often in a row, from 1 on
 * @param last when they did so last
 * @param why what was said of it; empty when nothing is known
 */
public record FailingWork(FeatureKey key, int times, Instant last, String why) {

    /** More are no list for people; {@code flagctl_work_failing} counts them. */
    private static final int MOST = 100;

    /**
     * Returns the keys that failed last, those that fail longest first, at most 100. There are none where no worker ever ran, and none for a user
     * who may not read the table of the workers: it is theirs, not the ledger's.
     *
     * @throws dev.flagctl.diag.AdapterException when the database cannot be asked
     */
    public static List<FailingWork> in(WorkDatabase database) {
        String table = database.schema() + ".work";
        try (Connection connection = database.source().getConnection()) {
            return isReadable(connection, database.schema()) ? read(connection, table) : List.of();
        } catch (SQLException e) {
            throw database.fault("read which work fails", e);
        }
    }

    private static boolean isReadable(Connection connection, String schema) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select to_regclass(?) is not null"
                + " and coalesce(has_table_privilege(to_regclass(?), 'select'), false)")) {
            select.setString(1, schema + "." + WorkSchema.FAILING);
            select.setString(2, schema + ".work");
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static List<FailingWork> read(Connection connection, String table) throws SQLException {
        List<FailingWork> failing = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("select task_instance, consecutive_failures, last_failure, note from "
                        + table + " where consecutive_failures > 0 and last_failure is not null"
                        + " order by consecutive_failures desc, task_instance limit " + MOST)) {
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String note = row.getString(4);
                    failing.add(new FailingWork(
                            WorkTable.key(row.getString(1)),
                            row.getInt(2),
                            row.getObject(3, OffsetDateTime.class).toInstant(),
                            note == null ? "" : note));
                }
            }
        }
        return failing;
    }
}
