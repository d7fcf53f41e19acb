// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
import java.util.function.UnaryOperator;

/** The numbered SQL files that make the tables of a ledger; a file never changes once it was released. */
public final class Migrations {

    private final Class<?> home;
    private final List<String> files;
    private final String table;

    /**
     * Names the files.
     *
     * @param home class in whose folder they are
     * @param files in their order, from version 1
     * @param prefix what stands in front of the names of tables
     */
    public Migrations(Class<?> home, List<String> files, String prefix) {
        this.home = home;
        this.files = List.copyOf(files);
        this.table = prefix + "migration";
    }

    /** Returns the version that this flagctl writes. */
    public int current() {
        return files.size();
    }

    /**
     * Applies what is missing, in the caller's transaction, which keeps every other process out.
     *
     * @param place puts what a file leaves open in its place, such as the name of a schema
     */
    public void apply(Connection connection, int version, Instant now, UnaryOperator<String> place)
            throws SQLException {
        for (int next = version + 1; next <= current(); next++) {
            String name = files.get(next - 1);
            String sql = text(name);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(place.apply(sql));
            }
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into " + table + " (version, name, sha256, applied) values (?, ?, ?, ?)")) {
                insert.setInt(1, next);
                insert.setString(2, name);
                insert.setString(3, sha256(sql));
                insert.setString(4, now.toString());
                insert.executeUpdate();
            }
        }
    }

    /** Returns what is wrong with tables that were made by other SQL than ours under the same number; empty when nothing is. */
    public String mismatch(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select version, name, sha256 from " + table + " order by version")) {
            while (rows.next()) {
                int version = rows.getInt(1);
                if (version > current() || !rows.getString(3).equals(sha256(text(files.get(version - 1))))) {
                    return "its migration " + version + " (" + rows.getString(2)
                            + ") is not the one this flagctl knows; use the flagctl that made it";
                }
            }
            return "";
        }
    }

    private String text(String name) {
        try (InputStream in = home.getResourceAsStream(name)) {
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
