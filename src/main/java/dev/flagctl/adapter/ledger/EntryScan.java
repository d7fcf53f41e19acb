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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads entries one after the other, however many there are; the database chooses them. A part of the caller's transaction. */
public final class EntryScan {

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
        String sql = entries.selection() + " where serial > ? and serial <= ?" + conditions(filter, values);
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
        Set<String> kinds = new TreeSet<>();
        for (EntryKind kind : filter.kinds()) {
            kinds.add(kind.name());
        }
        return among("feature", filter.features(), values)
                + among("environment", filter.environments(), values)
                + among("actor", filter.actors(), values)
                + among("kind", kinds, values)
                + time(">=", filter.since(), values)
                + time("<", filter.until(), values);
    }

    /** One value may be looked up in an index. Of several ones an index would give each alone, and all of them had to be sorted. */
    private String among(String column, Collection<String> wanted, List<Object> values) {
        if (wanted.isEmpty()) {
            return "";
        }
        for (String value : wanted) {
            values.add(String.valueOf(dialect.stored(value)));
        }
        return wanted.size() == 1
                ? " and " + column + " = ?"
                : " and " + column + " || '' in (?" + ", ?".repeat(wanted.size() - 1) + ")";
    }

    /** Compares with whole seconds and without their Z: so texts stand in the order of time, with fractions of seconds and without. */
    private String time(String comparison, @Nullable Instant bound, List<Object> values) {
        if (bound == null) {
            return "";
        }
        values.add(bound.toString().replace("Z", ""));
        return " and " + dialect.bytewise("time") + " " + comparison + " ?";
    }
}
