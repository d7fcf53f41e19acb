// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger;

import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryEvidence;
import dev.flagctl.port.EntryHash;
import dev.flagctl.port.Ledger.Verification;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the whole chain in one pass and says which entries were altered, removed or inserted.
 *
 * <p>An entry is sound when its content gives its hash; it is in place when it names the hash of the entry before it and has the next
 * serial. The caller's transaction gives the chain and what was folded from it in one snapshot. Whether the newest entries were cut off cannot be seen in the chain itself: compare the head hash with one that was published.
 */
public final class ChainVerifier {

    /** More would not help anybody. */
    private static final int MOST_PROBLEMS = 50;

    /** How far an entry that was numbered anew is looked for. */
    private static final int FARTHEST_MOVE = 16;

    private final Connection connection;
    private final EntryHash hash = new EntryHash();
    private final EntryTable entries;
    private final EvidenceTable evidence;
    private final ChainFold fold;
    private final List<String> problems = new ArrayList<>();

    /** The newest entry that belongs to the chain. */
    private long lastSerial;

    private String lastHash = EntryHash.GENESIS;

    /** An unsound entry, judged when its successor tells whether the chain runs through it. */
    private @Nullable Unsound unsound;

    /** Up to which entry evidence may be missing. */
    private long prunedThrough;

    /** By how much the serials of the newest entries differ from those they were written under. */
    private long moved;

    private record Unsound(long serial, String storedHash) {}

    public ChainVerifier(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.entries = new EntryTable(dialect);
        this.evidence = new EvidenceTable(dialect);
        this.fold = new ChainFold(dialect);
    }

    /**
     * Checks all entries, and what was folded from them.
     *
     * @param batch how many rows to fetch at once where the driver would fetch all
     */
    public Verification verify(int batch) throws SQLException {
        prunedThrough = evidence.prunedThrough(connection);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(batch);
            long count = 0;
            try (ResultSet rows = statement.executeQuery(entries.all())) {
                while (rows.next()) {
                    count++;
                    check(rows);
                }
            }
            judgeUnsound(null);
            if (evidence.strayEvidence(connection) > 0) {
                problem("evidence was inserted for entries that were decided on none");
            }
            fold.compare(connection).forEach(this::problem);
            return new Verification(count, lastHash, problems);
        }
    }

    private void check(ResultSet row) throws SQLException {
        long serial = row.getLong(1);
        Entry entry;
        try {
            entry = entries.read(row);
        } catch (DateTimeException | IllegalArgumentException e) {
            judgeUnsound(row.getString(11));
            unsound = new Unsound(serial, row.getString(12));
            return;
        }
        fold.add(entry);
        judgeUnsound(entry.previousHash());
        long written = writtenAs(entry);
        if (written == 0) {
            unsound = new Unsound(serial, entry.hash());
        } else {
            place(entry, written);
            checkEvidence(entry);
        }
    }

    private void checkEvidence(Entry entry) {
        EntryEvidence evidence = entry.draft().evidence();
        if (evidence == null || evidence.isWhole()) {
            return;
        }
        if (evidence.json() != null) {
            problem("the evidence of entry " + entry.serial() + " was altered: it does not give its digest");
        } else if (entry.serial() > prunedThrough) {
            problem("the evidence of entry " + entry.serial() + " was removed: no pruning is recorded for it");
        }
    }

    /** Returns the serial under which the content of an entry gives its hash, 0 when there is none nearby. */
    private long writtenAs(Entry entry) {
        if (sound(entry, entry.serial())) {
            return entry.serial();
        }
        if (sound(entry, entry.serial() - moved)) {
            return entry.serial() - moved;
        }
        for (long step = 1; step <= FARTHEST_MOVE; step++) {
            if (sound(entry, entry.serial() - step)) {
                return entry.serial() - step;
            }
            if (sound(entry, entry.serial() + step)) {
                return entry.serial() + step;
            }
        }
        return 0;
    }

    private boolean sound(Entry entry, long serial) {
        return hash.of(entry.previousHash(), serial, entry.draft()).equals(entry.hash());
    }

    private void place(Entry entry, long written) {
        long serial = entry.serial();
        if (serial - written != moved) {
            problem("entry " + serial + " was written as entry " + written + ": entries before it were "
                    + (serial - written > moved ? "inserted" : "removed") + " and the rest was numbered anew");
            moved = serial - written;
        } else if (serial > lastSerial + 1) {
            problem(removed(lastSerial + 1, serial - 1));
        } else if (!entry.previousHash().equals(lastHash)) {
            problem("entry " + (serial - 1) + " was altered and hashed anew: entry " + serial
                    + " remembers another hash for it");
        }
        lastSerial = serial;
        lastHash = entry.hash();
    }

    /** Decides what an unsound entry is, from the hash that its successor names as the one before; null when there is no successor. */
    private void judgeUnsound(@Nullable String previousHashOfNext) {
        Unsound judged = unsound;
        if (judged == null) {
            return;
        }
        unsound = null;
        if (judged.serial() > lastSerial + 1) {
            problem(removed(lastSerial + 1, judged.serial() - 1));
        }
        if (previousHashOfNext != null && previousHashOfNext.equals(lastHash)) {
            problem("entry " + judged.serial() + " was inserted: the chain passes it by");
        } else {
            problem("entry " + judged.serial() + " was altered: its content does not give its hash");
            lastHash = judged.storedHash();
        }
        lastSerial = judged.serial();
    }

    private static String removed(long first, long last) {
        return first == last ? "entry " + first + " was removed" : "entries " + first + " to " + last + " were removed";
    }

    private void problem(String text) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(text);
        } else if (problems.size() == MOST_PROBLEMS) {
            problems.add("and more; only the first " + MOST_PROBLEMS + " problems are listed");
        }
    }
}
