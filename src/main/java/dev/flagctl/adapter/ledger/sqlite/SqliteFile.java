// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.sqlite;

import dev.flagctl.diag.AdapterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/**
 * Opens the file of a ledger: never makes one to read from, checks that it is a ledger, and brings its tables up to date.
 *
 * <p>A file that does not exist reads as an empty ledger; it is made when something is written. Not for several threads at once.
 */
final class SqliteFile implements AutoCloseable {

    /** How long SQLite waits for the lock of another process before it gives up. */
    private static final int BUSY_TIMEOUT_MILLIS = 10_000;

    private final Path path;
    private final Clock clock;
    private @Nullable Connection open;
    private boolean writable;

    SqliteFile(Path path, Clock clock) {
        this.path = path;
        this.clock = clock;
    }

    /** Opens and closes a database in memory, so that whatever a connection needs is loaded. */
    static void loadDriver() {
        try (Connection connection = JDBC.createConnection("jdbc:sqlite::memory:", settings());
                Statement statement = connection.createStatement();
                ResultSet one = statement.executeQuery("select 1")) {
            one.next();
        } catch (SQLException laterAgain) {
            // Whoever opens a ledger meets the same and says so.
            return;
        }
    }

    Path path() {
        return path;
    }

    /** Returns a connection to read with, or null when there is no ledger yet. */
    @Nullable
    Connection forReading() throws SQLException {
        if (open != null) {
            return open;
        }
        long size = size();
        if (size <= 0) {
            return null;
        }
        boolean mayWrite = mayWrite();
        Connection opened = connect(mayWrite ? "mode=rw" : readOnlyMode());
        return checked(opened, mayWrite, false) ? opened : null;
    }

    /** Returns a connection to write with; makes the file and its folder when they are missing. */
    Connection forWriting() throws SQLException {
        if (open != null) {
            if (!writable) {
                throw SqliteFault.notWritable("write", path, new SQLException("opened to read only"));
            }
            return open;
        }
        if (size() < 0) {
            makeFolder();
        } else if (!mayWrite()) {
            throw SqliteFault.notWritable("write", path, new SQLException("no right to write"));
        }
        Connection opened = connect("mode=rwc");
        checked(opened, true, true);
        return opened;
    }

    /** Closes the connection; the next use opens another. */
    @Override
    public void close() {
        Connection closing = open;
        open = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (SQLException e) {
                throw SqliteFault.of("close", path, e);
            }
        }
    }

    /** Drops a connection in an unknown state after a failure. */
    void abandon() {
        Connection failed = open;
        open = null;
        if (failed != null) {
            try {
                failed.close();
            } catch (SQLException e) {
                // The failure that led here is the one to tell; SQLite undoes what was not committed at the next
                // opening.
            }
        }
    }

    /** Keeps the connection when it is one of a ledger; returns false when there is no ledger in it yet and none was to be made. */
    private boolean checked(Connection opened, boolean mayWrite, boolean make) throws SQLException {
        boolean kept = false;
        try {
            int version = version(opened);
            if (version < SqliteMigrator.CURRENT && (make || (version > 0 && mayWrite))) {
                upgrade(opened);
            } else if (version == 0) {
                return false;
            } else if (version < SqliteMigrator.CURRENT) {
                throw SqliteFault.refused(
                        "open", path, "its tables are older than this flagctl needs, and it is not writable");
            }
            open = opened;
            writable = mayWrite;
            kept = true;
            return true;
        } finally {
            if (!kept) {
                opened.close();
            }
        }
    }

    private void upgrade(Connection connection) throws SQLException {
        // Before the transaction, because the mode cannot change within one. Another process that is just making the
        // same ledger may
        // be in the way; then this one works in the mode it finds, which is as safe.
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
        } catch (SQLException e) {
            if ((e.getErrorCode() & 0xff) != org.sqlite.SQLiteErrorCode.SQLITE_BUSY.code) {
                throw e;
            }
        }
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            int version = version(connection);
            if (version < SqliteMigrator.CURRENT) {
                SqliteMigrator.migrate(connection, path, version, clock.instant());
            }
            done = true;
        } finally {
            if (!done) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    private int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet header = statement.executeQuery("select user_version, application_id, "
                        + "(select count(*) from sqlite_schema) from pragma_user_version, pragma_application_id")) {
            header.next();
            int version = header.getInt(1);
            int application = header.getInt(2);
            if (application != SqliteMigrator.APPLICATION_ID && (application != 0 || header.getInt(3) > 0)) {
                throw SqliteFault.refused(
                        "open",
                        path,
                        "it is the database of another program; name another path in the project's ledger");
            }
            if (version > SqliteMigrator.CURRENT) {
                throw SqliteFault.refused(
                        "open",
                        path,
                        "a newer flagctl wrote it (tables of version " + version + ", this one knows "
                                + SqliteMigrator.CURRENT + "); update flagctl");
            }
            return version;
        }
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.setProperty("busy_timeout", Integer.toString(BUSY_TIMEOUT_MILLIS));
        settings.setProperty("foreign_keys", "true");
        settings.setProperty("synchronous", "FULL");
        settings.setProperty("transaction_mode", "IMMEDIATE");
        return settings;
    }

    private Connection connect(String mode) throws SQLException {
        // A URI, so that no character of the path is taken for an option. Not through DriverManager, which would load
        // every driver.
        String url = "jdbc:sqlite:" + path.toUri().toString().replace("?", "%3F") + "?" + mode;
        return JDBC.createConnection(url, settings());
    }

    /** A ledger that cannot be written cannot change either, so SQLite needs no lock file beside it; unless a journal waits to be read. */
    private String readOnlyMode() {
        return Files.exists(path.resolveSibling(path.getFileName() + "-wal")) ? "mode=ro" : "mode=ro&immutable=1";
    }

    private boolean mayWrite() {
        Path folder = path.toAbsolutePath().getParent();
        return Files.isWritable(path) && (folder == null || Files.isWritable(folder));
    }

    /** Returns the size of the file, -1 when there is none. */
    private long size() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw SqliteFault.refused(
                        "open", path, "there is a folder of that name; name a file in the project's ledger");
            }
            return attributes.size();
        } catch (NoSuchFileException e) {
            requireFolder(e);
            return -1;
        } catch (IOException e) {
            throw SqliteFault.of("open", path, e);
        }
    }

    /** From JDK 25 on, a file where a folder should be is told as "no such file" as well; that is not an empty ledger. */
    private void requireFolder(IOException cause) {
        Path above = path.toAbsolutePath().getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        if (above != null && !Files.isDirectory(above)) {
            throw SqliteFault.of("open", path, cause);
        }
    }

    private void makeFolder() throws AdapterException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw SqliteFault.of("make the folder", path, e);
            }
        }
    }
}
