// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Folds the chain once more and compares the outcome with the tables that are kept beside it. */
final class ChainFold {

    private record Recorded(long serial, String json) {}

    private final Dialect dialect;
    private final Map<FeatureKey, Recorded> states = new TreeMap<>();
    private final Map<String, Set<Long>> openTasks = new HashMap<>();

    ChainFold(Dialect dialect) {
        this.dialect = dialect;
    }

    void add(Entry entry) {
        FeatureKey key = entry.draft().key();
        String state = entry.draft().state();
        if (key != null && state != null) {
            states.put(key, new Recorded(entry.serial(), state));
        }
        String task = entry.draft().task();
        EntryKind kind = entry.draft().kind();
        if (task == null) {
            return;
        }
        if (kind == EntryKind.TASK_STARTED) {
            openTasks.computeIfAbsent(task, none -> new HashSet<>()).add(entry.serial());
        } else if (kind == EntryKind.TASK_DONE || kind == EntryKind.TASK_FAILED) {
            openTasks.remove(task);
        }
    }

    /** Returns what differs, in words; the fold is empty afterwards. */
    List<String> compare(Connection connection) throws SQLException {
        List<String> problems = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            compareStates(statement, problems);
            compareOpenTasks(statement, problems);
        }
        return problems;
    }

    private void compareStates(Statement statement, List<String> problems) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "select feature, environment, serial, json from " + dialect.prefix() + "state")) {
            while (rows.next()) {
                FeatureKey key = new FeatureKey(text(rows, 1), text(rows, 2));
                Recorded recorded = states.remove(key);
                if (recorded == null) {
                    problems.add("the recorded state of " + key + " was inserted: no entry gives it");
                } else if (!recorded.equals(new Recorded(rows.getLong(3), text(rows, 4)))) {
                    problems.add("the recorded state of " + key + " was altered: it is not that of entry "
                            + recorded.serial());
                }
            }
        }
        states.forEach((key, recorded) -> problems.add(
                "the recorded state of " + key + " was removed: entry " + recorded.serial() + " gives it"));
    }

    private void compareOpenTasks(Statement statement, List<String> problems) throws SQLException {
        try (ResultSet rows =
                statement.executeQuery("select task, serial from " + dialect.prefix() + "open_task order by serial")) {
            while (rows.next()) {
                Set<Long> serials = openTasks.getOrDefault(text(rows, 1), Set.of());
                Iterator<Long> each = serials.iterator();
                boolean known = false;
                while (each.hasNext()) {
                    if (each.next() == rows.getLong(2)) {
                        each.remove();
                        known = true;
                    }
                }
                if (!known) {
                    problems.add("the open task " + text(rows, 1) + " was inserted: the chain has no such open task");
                }
            }
        }
        openTasks.forEach((task, serials) -> {
            if (!serials.isEmpty()) {
                problems.add("the open task " + task + " was removed: no entry ends it");
            }
        });
    }

    private String text(ResultSet row, int column) throws SQLException {
        return String.valueOf(dialect.loaded(row.getString(column)));
    }
}
