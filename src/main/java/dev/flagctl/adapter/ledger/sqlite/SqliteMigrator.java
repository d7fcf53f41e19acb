// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * Brings the tables of a ledger to the version this flagctl knows, by numbered SQL files that never change once released.
 *
 * <p>The version is SQLite's {@code user_version}, so that an up-to-date ledger costs one look into the header of the file.
 */
final class SqliteMigrator {

    /** Marks a database as a ledger of flagctl: "flgc", see https://sqlite.org/pragma.html#pragma_application_id. */
    static final int APPLICATION_ID = 0x666c6763;

    private static final List<String> FILES = List.of("1-ledger.sql");

    /** The version that this flagctl writes. */
    static final int CURRENT = FILES.size();

    private SqliteMigrator() {}

    /**
     * Applies what is missing. The caller holds the write lock, so only one process migrates; it has looked at the version under
     * that lock.
     */
    static void migrate(Connection connection, Path file, int version, Instant now) throws SQLException {
        if (version > 0) {
            checkApplied(connection, file);
        }
        try (Statement statement = connection.createStatement()) {
            for (int next = version + 1; next <= CURRENT; next++) {
                String name = FILES.get(next - 1);
                String sql = text(name);
                statement.executeUpdate(sql);
                remember(connection, next, name, sql, now);
            }
            statement.executeUpdate("pragma application_id = " + APPLICATION_ID);
            statement.executeUpdate("pragma user_version = " + CURRENT);
        }
    }

    /** Refuses a ledger whose tables were made by other SQL than ours under the same number. */
    static void checkApplied(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select version, name, sha256 from migration order by version")) {
            while (rows.next()) {
                int version = rows.getInt(1);
                if (version > CURRENT || !rows.getString(3).equals(sha256(text(FILES.get(version - 1))))) {
                    throw SqliteFault.refused(
                            "open",
                            file,
                            "its migration " + version + " (" + rows.getString(2)
                                    + ") is not the one this flagctl knows; use the flagctl that made it");
                }
            }
        }
    }

    private static void remember(Connection connection, int version, String name, String sql, Instant now)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into migration (version, name, sha256, applied) values (?, ?, ?, ?)")) {
            insert.setInt(1, version);
            insert.setString(2, name);
            insert.setString(3, sha256(sql));
            insert.setString(4, now.toString());
            insert.executeUpdate();
        }
    }

    private static String text(String name) {
        try (InputStream in = SqliteMigrator.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("flagctl was built without " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
