// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger;

import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryEvidence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What decisions were made on, beside the chain that has only its digests: it can be dropped, and the chain still verifies. */
final class EvidenceTable {

    private final Dialect dialect;
    private final String entry;
    private final String evidence;

    EvidenceTable(Dialect dialect) {
        this.dialect = dialect;
        this.entry = dialect.prefix() + "entry";
        this.evidence = dialect.prefix() + "evidence";
    }

    /** Returns a column of a query for entries: what is kept for each, or null. */
    String column() {
        return "(select json from " + evidence + " as kept where kept.serial = " + entry + ".serial) as evidence";
    }

    void insert(Connection connection, List<Entry> added) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into " + evidence + " (serial, json) values (?, ?)")) {
            for (Entry entry : added) {
                EntryEvidence seen = entry.draft().evidence();
                if (seen != null && seen.json() != null) {
                    insert.setLong(1, entry.serial());
                    insert.setString(2, dialect.stored(seen.json()));
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    /** Drops what is kept for the entries up to a serial, and returns for how many. */
    long dropThrough(Connection connection, long serial) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from " + evidence + " where serial <= ?")) {
            delete.setLong(1, serial);
            return delete.executeUpdate();
        }
    }

    /** Returns up to which serial evidence may be missing, by what was recorded; a record that was altered into no number allows none. */
    long prunedThrough(Connection connection) throws SQLException {
        long through = 0;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select task from " + entry + " where kind = 'PRUNED'")) {
            while (row.next()) {
                through = Math.max(through, number(row.getString(1)));
            }
        }
        return through;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException altered) {
            return 0;
        }
    }

    /** Returns how many rows of evidence belong to entries that were decided on none. */
    long strayEvidence(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + evidence + " as kept left join "
                        + entry + " as its on its.serial = kept.serial where its.evidence_digest is null")) {
            row.next();
            return row.getLong(1);
        }
    }
}
