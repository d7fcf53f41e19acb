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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        // A driver may make one statement of a batch, and that must not meet a key twice.
        Map<FeatureKey, Entry> newest = new LinkedHashMap<>();
        Map<String, List<Long>> started = new LinkedHashMap<>();
        List<String> ended = new ArrayList<>();
        for (Entry entry : added) {
            EntryDraft draft = entry.draft();
            if (draft.key() != null && draft.state() != null) {
                newest.put(draft.key(), entry);
            }
            if (draft.task() != null && draft.kind() == EntryKind.TASK_STARTED) {
                started.computeIfAbsent(draft.task(), task -> new ArrayList<>()).add(entry.serial());
            } else if (draft.task() != null
                    && (draft.kind() == EntryKind.TASK_DONE || draft.kind() == EntryKind.TASK_FAILED)) {
                // What began in this append is not open yet, and needs no row; a later start of it is another one.
                started.remove(draft.task());
                ended.add(draft.task());
            }
        }
        keep(connection, newest);
        if (!ended.isEmpty()) {
            close(connection, ended);
        }
        open(connection, started);
    }

    private void keep(Connection connection, Map<FeatureKey, Entry> newest) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into " + state
                + " (environment, feature, json, serial) values (?, ?, ?, ?) on conflict (environment, feature)"
                + " do update set json = excluded.json, serial = excluded.serial")) {
            for (Map.Entry<FeatureKey, Entry> each : newest.entrySet()) {
                insert.setString(1, dialect.stored(each.getKey().environment()));
                insert.setString(2, dialect.stored(each.getKey().feature()));
                insert.setString(3, dialect.stored(each.getValue().draft().state()));
                insert.setLong(4, each.getValue().serial());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Before this append's own are opened: all that are there are older than what ends now. */
    private void close(Connection connection, List<String> ended) throws SQLException {
        for (int from = 0; from < ended.size(); from += CHUNK) {
            List<String> some = ended.subList(from, Math.min(ended.size(), from + CHUNK));
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from " + openTask + " where task in (" + marks(some) + ")")) {
                for (int i = 0; i < some.size(); i++) {
                    delete.setString(i + 1, dialect.stored(some.get(i)));
                }
                delete.executeUpdate();
            }
        }
    }

    private void open(Connection connection, Map<String, List<Long>> started) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into " + openTask + " (task, serial) values (?, ?)")) {
            for (Map.Entry<String, List<Long>> each : started.entrySet()) {
                for (long serial : each.getValue()) {
                    insert.setString(1, dialect.stored(each.getKey()));
                    insert.setLong(2, serial);
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    /** Returns a text that is there: the column takes no null. */
    private String text(ResultSet row, int column) throws SQLException {
        return String.valueOf(dialect.loaded(row.getString(column)));
    }
}
