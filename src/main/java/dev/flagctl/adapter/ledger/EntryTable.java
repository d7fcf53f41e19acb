// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryHash;
import dev.flagctl.port.EntryKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Appends entries with what follows from them, and reads them; each call is a part of the caller's transaction. */
public final class EntryTable {

    private static final String COLUMNS =
            "serial, time, run, actor, kind, feature, environment, task, body, state, previous_hash, hash";

    private final Dialect dialect;
    private final String entry;
    private final String state;
    private final String openTask;

    public EntryTable(Dialect dialect) {
        this.dialect = dialect;
        this.entry = dialect.prefix() + "entry";
        this.state = dialect.prefix() + "state";
        this.openTask = dialect.prefix() + "open_task";
    }

    /** Returns the query for all entries in rising order, to be read with {@link #read}. */
    String all() {
        return selection() + " order by serial";
    }

    /** Returns the beginning of a query for entries, to be read with {@link #read}. */
    String selection() {
        return "select " + COLUMNS + " from " + entry;
    }

    public long serial(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select coalesce(max(serial), 0) from " + entry)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Tells whether an entry is in the chain, as one may ask whose connection was lost while it was committed. */
    public boolean has(Connection connection, Entry sent) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select hash from " + entry + " where serial = ?")) {
            select.setLong(1, sent.serial());
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getString(1).equals(sent.hash());
            }
        }
    }

    /** Appends entries behind the newest one; the caller's transaction keeps every other writer out. */
    public List<Entry> append(Connection connection, List<EntryDraft> drafts) throws SQLException {
        long serial = 0;
        String previous = EntryHash.GENESIS;
        try (Statement statement = connection.createStatement();
                ResultSet head =
                        statement.executeQuery("select serial, hash from " + entry + " order by serial desc limit 1")) {
            if (head.next()) {
                serial = head.getLong(1);
                previous = head.getString(2);
            }
        }
        EntryHash hash = new EntryHash();
        List<Entry> added = new ArrayList<>(drafts.size());
        for (EntryDraft draft : drafts) {
            serial++;
            String own = hash.of(previous, serial, draft);
            added.add(new Entry(serial, draft, previous, own));
            previous = own;
        }
        insert(connection, added);
        fold(connection, added);
        return Collections.unmodifiableList(added);
    }

    public Map<FeatureKey, String> states(Connection connection) throws SQLException {
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

    /** Returns the entries that gave each key its newest state before a time. */
    public List<Entry> statesBefore(Connection connection, Instant time) throws SQLException {
        String newest = "select max(serial) from " + entry + " as earlier where earlier.feature = known.feature"
                + " and earlier.environment = known.environment and earlier.state is not null and "
                + dialect.bytewise("earlier.time") + " < ?";
        try (PreparedStatement select = connection.prepareStatement(selection() + " where serial in (select (" + newest
                + ") from " + state + " as known) order by serial")) {
            select.setString(1, comparable(time));
            try (ResultSet rows = select.executeQuery()) {
                return list(rows);
            }
        }
    }

    /** Returns whole seconds without their Z: so texts stand in the order of time, with fractions of seconds and without. */
    static String comparable(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "");
    }

    public List<Entry> openTasks(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select " + COLUMNS + " from " + entry
                        + " where serial in (select serial from " + openTask + ") order by serial")) {
            return list(rows);
        }
    }

    /**
     * Returns the entry of the current row.
     *
     * @throws DateTimeException when its time is no time
     * @throws IllegalArgumentException when its kind is unknown
     */
    Entry read(ResultSet row) throws SQLException {
        String feature = dialect.loaded(row.getString(6));
        EntryDraft draft = new EntryDraft(
                Instant.parse(row.getString(2)),
                text(row, 3),
                text(row, 4),
                EntryKind.valueOf(row.getString(5)),
                feature == null ? null : new FeatureKey(feature, text(row, 7)),
                dialect.loaded(row.getString(8)),
                text(row, 9),
                dialect.loaded(row.getString(10)));
        return new Entry(row.getLong(1), draft, row.getString(11), row.getString(12));
    }

    /** Returns a text that is there: the column takes no null. */
    private String text(ResultSet row, int column) throws SQLException {
        return String.valueOf(dialect.loaded(row.getString(column)));
    }

    private List<Entry> list(ResultSet rows) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        while (rows.next()) {
            entries.add(understood(rows));
        }
        return entries;
    }

    /** Returns the entry of the current row; one that makes no sense is a failure of the ledger. */
    Entry understood(ResultSet row) throws SQLException {
        try {
            return read(row);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw dialect.garbled(
                    "read",
                    "entry " + row.getLong(1)
                            + " cannot be understood; run \"flagctl history verify\", and put the ledger"
                            + " back from a backup if it was altered");
        }
    }

    private void insert(Connection connection, List<Entry> added) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into " + entry + " (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Entry entry : added) {
                EntryDraft draft = entry.draft();
                FeatureKey key = draft.key();
                insert.setLong(1, entry.serial());
                insert.setString(2, draft.time().toString());
                insert.setString(3, dialect.stored(draft.run()));
                insert.setString(4, dialect.stored(draft.actor()));
                insert.setString(5, draft.kind().name());
                insert.setString(6, dialect.stored(key == null ? null : key.feature()));
                insert.setString(7, dialect.stored(key == null ? null : key.environment()));
                insert.setString(8, dialect.stored(draft.task()));
                insert.setString(9, dialect.stored(draft.body()));
                insert.setString(10, dialect.stored(draft.state()));
                insert.setString(11, entry.previousHash());
                insert.setString(12, entry.hash());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Carries the newest states and the open tasks forward. */
    private void fold(Connection connection, List<Entry> added) throws SQLException {
        try (PreparedStatement state = connection.prepareStatement(
                        "insert into " + this.state + " (environment, feature, json, serial) values (?, ?, ?, ?)"
                                + " on conflict (environment, feature) do update set json = excluded.json, serial = excluded.serial");
                PreparedStatement start =
                        connection.prepareStatement("insert into " + openTask + " (task, serial) values (?, ?)");
                PreparedStatement end =
                        connection.prepareStatement("delete from " + openTask + " where task = ? and serial < ?")) {
            for (Entry entry : added) {
                EntryDraft draft = entry.draft();
                FeatureKey key = draft.key();
                if (key != null && draft.state() != null) {
                    state.setString(1, dialect.stored(key.environment()));
                    state.setString(2, dialect.stored(key.feature()));
                    state.setString(3, dialect.stored(draft.state()));
                    state.setLong(4, entry.serial());
                    state.addBatch();
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
            state.executeBatch();
            // In this order a task that ends in the same append is not left open: "serial < ?" keeps later starts.
            start.executeBatch();
            end.executeBatch();
        }
    }
}
