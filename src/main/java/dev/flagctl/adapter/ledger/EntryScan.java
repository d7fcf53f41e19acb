// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger;

import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads entries one after the other, however many there are; the database chooses them. A part of the caller's transaction. */
public final class EntryScan {

    /** Kinds of which a feature has few entries, however long its history: they are looked up. */
    private static final Set<EntryKind> RARE =
            EnumSet.of(EntryKind.SPEC, EntryKind.DATA, EntryKind.APPROVED, EntryKind.REJECTED);

    private static final Set<EntryKind> WORDS = EnumSet.of(EntryKind.APPROVED, EntryKind.REJECTED);

    private final Dialect dialect;
    private final EntryTable entries;

    public EntryScan(Dialect dialect) {
        this.dialect = dialect;
        this.entries = new EntryTable(dialect);
    }

    /**
     * Hands over the chosen entries in rising order.
     *
     * @param batch how many rows to fetch at once where the driver would fetch all
     */
    public void read(Connection connection, EntryFilter filter, int batch, Consumer<Entry> each) throws SQLException {
        List<Object> values = new ArrayList<>(List.of(filter.after(), filter.upTo()));
        String sql = entries.selection(filter.evidence()) + index(filter) + " where serial > ? and serial <= ?"
                + conditions(filter, values);
        if (filter.newest() == Long.MAX_VALUE) {
            sql += " order by serial";
        } else {
            sql = "select * from (" + sql + " order by serial desc limit ?) as newest order by serial";
            values.add(filter.newest());
        }
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setFetchSize(batch);
            for (int i = 0; i < values.size(); i++) {
                select.setObject(i + 1, values.get(i));
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    each.accept(entries.understood(rows));
                }
            }
        }
    }

    private String conditions(EntryFilter filter, List<Object> values) {
        boolean few = isLookedUp(filter);
        return among("feature", filter.features(), values, few)
                + among("environment", filter.environments(), values, false)
                + among("actor", filter.actors(), values, false)
                + kinds(filter, few)
                + among("coalesce(task, '')", filter.tasks(), values, few)
                + time(">=", filter.since(), values)
                + time("<", filter.until(), values);
    }

    /** Of kinds that are not rare only what is newer than a time is few; the index has the times, so that no older row is read for it. */
    private static boolean isLookedUp(EntryFilter filter) {
        return !filter.features().isEmpty()
                && !filter.kinds().isEmpty()
                && (filter.since() != null || RARE.containsAll(filter.kinds()));
    }

    private String index(EntryFilter filter) {
        if (!isLookedUp(filter)) {
            return "";
        }
        boolean words = !filter.tasks().isEmpty() && filter.kinds().equals(WORDS);
        return dialect.by(words ? "entry_said" : "entry_word");
    }

    /** Kinds are no values of the statement, so that the database sees which index has them. */
    private static String kinds(EntryFilter filter, boolean few) {
        Set<String> names = new TreeSet<>();
        for (EntryKind kind : filter.kinds()) {
            names.add("'" + kind.name() + "'");
        }
        return switch (names.size()) {
            case 0 -> "";
            case 1 -> " and kind = " + names.iterator().next();
            default -> " and kind" + (few ? "" : " || ''") + " in (" + String.join(", ", names) + ")";
        };
    }

    /**
     * One value may be looked up in an index. Of several ones an index would give each alone, and all of them had to be sorted: only where they are
     * {@code few}.
     */
    private String among(String column, Collection<String> wanted, List<Object> values, boolean few) {
        if (wanted.isEmpty()) {
            return "";
        }
        for (String value : wanted) {
            values.add(String.valueOf(dialect.stored(value)));
        }
        return wanted.size() == 1
                ? " and " + column + " = ?"
                : " and " + column + (few ? "" : " || ''") + " in (?" + ", ?".repeat(wanted.size() - 1) + ")";
    }

    private String time(String comparison, @Nullable Instant bound, List<Object> values) {
        if (bound == null) {
            return "";
        }
        values.add(EntryTable.comparable(bound));
        return " and " + dialect.bytewise("time") + " " + comparison + " ?";
    }
}
