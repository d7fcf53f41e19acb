// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.InstantText;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryEvidence;
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
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** Appends entries with what follows from them, and reads them; each call is a part of the caller's transaction. */
public final class EntryTable {

    private static final String COLUMNS =
            "serial, time, run, actor, kind, feature, environment, task, body, state, previous_hash, hash, evidence_digest";

    private final Dialect dialect;
    private final String entry;
    private final String state;
    private final String openTask;
    private final StateTable states;
    private final EvidenceTable evidence;

    public EntryTable(Dialect dialect) {
        this.dialect = dialect;
        this.entry = dialect.prefix() + "entry";
        this.state = dialect.prefix() + "state";
        this.openTask = dialect.prefix() + "open_task";
        this.states = new StateTable(dialect);
        this.evidence = new EvidenceTable(dialect);
    }

    /** Returns the query for all entries in rising order, to be read with {@link #read}. */
    String all() {
        return selection() + " order by serial";
    }

    /** Returns the beginning of a query for entries, to be read with {@link #read}. */
    String selection() {
        return selection(true);
    }

    /** @param withEvidence whether what is kept of their evidence is looked up for each */
    String selection(boolean withEvidence) {
        return "select " + COLUMNS + ", " + (withEvidence ? evidence.column() : "null as evidence") + " from " + entry;
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
        states.fold(connection, added);
        return Collections.unmodifiableList(added);
    }

    public Map<FeatureKey, String> states(Connection connection) throws SQLException {
        return states.states(connection);
    }

    /** Returns the states of some features in some environments. */
    public Map<FeatureKey, String> states(
            Connection connection, Collection<String> environments, Collection<String> features) throws SQLException {
        return states.states(connection, environments, features);
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
                ResultSet rows = statement.executeQuery(
                        selection() + " where serial in (select serial from " + openTask + ") order by serial")) {
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
        String digest = row.getString(13);
        EntryDraft draft = new EntryDraft(
                InstantText.parse(row.getString(2)),
                text(row, 3),
                text(row, 4),
                EntryKind.valueOf(row.getString(5)),
                feature == null ? null : new FeatureKey(feature, text(row, 7)),
                dialect.loaded(row.getString(8)),
                text(row, 9),
                dialect.loaded(row.getString(10)),
                digest == null ? null : new EntryEvidence(digest, dialect.loaded(row.getString(14))));
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
                "insert into " + entry + " (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
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
                EntryEvidence seen = draft.evidence();
                insert.setString(13, seen == null ? null : seen.digest());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        evidence.insert(connection, added);
    }

    /** Drops the evidence up to a serial and appends what says so, unless there is none. */
    public Optional<Entry> prune(Connection connection, long through, LongFunction<EntryDraft> record)
            throws SQLException {
        long dropped = evidence.dropThrough(connection, through);
        return dropped == 0
                ? Optional.empty()
                : Optional.of(append(connection, List.of(record.apply(dropped))).get(0));
    }

    /** Returns the last serial before the first entry of a time or later. */
    public long lastBefore(Connection connection, Instant time) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select coalesce((select serial - 1 from " + entry
                + " where " + dialect.bytewise("time") + " >= ? order by serial limit 1), (select max(serial) from "
                + entry + "), 0)")) {
            select.setString(1, comparable(time));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
