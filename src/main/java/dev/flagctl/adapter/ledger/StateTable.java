// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The newest state of each key and the tasks that are open: what follows from the entries and would be slow to look for among them. */
final class StateTable {

    /** Names in one query; databases limit how many parameters it has. */
    private static final int CHUNK = 500;

    private final Dialect dialect;
    private final String state;
    private final String openTask;

    StateTable(Dialect dialect) {
        this.dialect = dialect;
        this.state = dialect.prefix() + "state";
        this.openTask = dialect.prefix() + "open_task";
    }

    Map<FeatureKey, String> states(Connection connection) throws SQLException {
        Map<FeatureKey, String> states = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select feature, environment, json from " + state + " order by environment, feature")) {
            while (rows.next()) {
                states.put(new FeatureKey(text(rows, 1), text(rows, 2)), text(rows, 3));
            }
        }
        return Collections.unmodifiableMap(states);
    }

    /** Returns the states of some features in some environments. */
    Map<FeatureKey, String> states(Connection connection, Collection<String> environments, Collection<String> features)
            throws SQLException {
        Map<FeatureKey, String> states = new LinkedHashMap<>();
        List<String> names = List.copyOf(features);
        for (int from = 0; from < names.size() && !environments.isEmpty(); from += CHUNK) {
            List<String> some = names.subList(from, Math.min(names.size(), from + CHUNK));
            try (PreparedStatement select = connection.prepareStatement(
                    "select feature, environment, json from " + state + " where environment in (" + marks(environments)
                            + ") and feature in (" + marks(some) + ") order by environment, feature")) {
                int column = 0;
                for (String environment : environments) {
                    select.setString(++column, dialect.stored(environment));
                }
                for (String feature : some) {
                    select.setString(++column, dialect.stored(feature));
                }
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        states.put(new FeatureKey(text(rows, 1), text(rows, 2)), text(rows, 3));
                    }
                }
            }
        }
        return Collections.unmodifiableMap(states);
    }

    private static String marks(Collection<String> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }

    /** Carries the newest states and the open tasks forward. */
    void fold(Connection connection, List<Entry> added) throws SQLException {
        try (PreparedStatement newState = connection.prepareStatement(
                        "insert into " + state + " (environment, feature, json, serial) values (?, ?, ?, ?)"
                                + " on conflict (environment, feature) do update set json = excluded.json, serial = excluded.serial");
                PreparedStatement start =
                        connection.prepareStatement("insert into " + openTask + " (task, serial) values (?, ?)");
                PreparedStatement end =
                        connection.prepareStatement("delete from " + openTask + " where task = ? and serial < ?")) {
            // A driver may make one statement of a batch, and that must not meet a key twice.
            Map<FeatureKey, Entry> newest = new LinkedHashMap<>();
            for (Entry entry : added) {
                EntryDraft draft = entry.draft();
                FeatureKey key = draft.key();
                if (key != null && draft.state() != null) {
                    newest.put(key, entry);
                }
                if (draft.task() != null && draft.kind() == EntryKind.TASK_STARTED) {
                    start.setString(1, dialect.stored(draft.task()));
                    start.setLong(2, entry.serial());
                    start.addBatch();
                } else if (draft.task() != null
                        && (draft.kind() == EntryKind.TASK_DONE || draft.kind() == EntryKind.TASK_FAILED)) {
                    end.setString(1, dialect.stored(draft.task()));
                    end.setLong(2, entry.serial());
                    end.addBatch();
                }
            }
            for (Entry entry : newest.values()) {
                FeatureKey key = Objects.requireNonNull(entry.draft().key());
                newState.setString(1, dialect.stored(key.environment()));
                newState.setString(2, dialect.stored(key.feature()));
                newState.setString(3, dialect.stored(entry.draft().state()));
                newState.setLong(4, entry.serial());
                newState.addBatch();
            }
            newState.executeBatch();
            // In this order a task that ends in the same append is not left open: "serial < ?" keeps later starts.
            start.executeBatch();
            end.executeBatch();
        }
    }

    /** Returns a text that is there: the column takes no null. */
    private String text(ResultSet row, int column) throws SQLException {
        return String.valueOf(dialect.loaded(row.getString(column)));
    }
}
