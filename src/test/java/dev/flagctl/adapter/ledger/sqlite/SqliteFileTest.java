// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.flagctl.contract.LedgerContract;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Lease;
import dev.flagctl.port.Ledger;
import dev.flagctl.support.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

final class SqliteFileTest {

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();

    private Ledger ledger(Path path) {
        return new SqliteLedger(new SqliteFile(path, clock), clock);
    }

    private void write(Path path) {
        try (Ledger ledger = ledger(path)) {
            Lease lease = ledger.acquire("production", LedgerContract.holder("1"), LedgerContract.MINUTE);
            ledger.append(
                    lease,
                    List.of(LedgerContract.draft(EntryKind.DECISION, LedgerContract.CHECKOUT, null, "{\"s\":1}")));
            ledger.release(lease);
        }
    }

    private AdapterException readingFails(Path path) {
        AdapterException failed =
                catchThrowableOfType(AdapterException.class, () -> ledger(path).states());
        assertThat(failed).as("reading fails").isNotNull();
        assertThat(failed).hasMessageContaining(path.toString());
        return failed;
    }

    private void change(Path path, String sql) throws SQLException {
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + path, new Properties());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void reading_never_makes_a_file() {
        Path path = folder.resolve("deep/ledger.db");
        try (Ledger ledger = ledger(path)) {
            ledger.states();
            ledger.entries(EntryFilter.all());
            ledger.verify();
            ledger.holder("production");
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_reader_that_came_first_sees_what_is_written_later() {
        Path path = folder.resolve("ledger.db");
        try (Ledger early = ledger(path)) {
            assertThat(early.serial()).isZero();

            write(path);

            assertThat(early.serial()).isEqualTo(1);
        }
    }

    @Test
    void an_empty_file_is_an_empty_ledger_that_can_be_written() throws Exception {
        Path path = Files.createFile(folder.resolve("ledger.db"));

        assertThat(ledger(path).serial()).isZero();
        write(path);
        assertThat(ledger(path).serial()).isEqualTo(1);
    }

    @Test
    void any_character_may_be_in_the_path() {
        Path path = folder.resolve("a b%20ä#?mode=ro&x;'/ledger.db");

        write(path);

        assertThat(path).exists();
        assertThat(ledger(path).serial()).isEqualTo(1);
    }

    @Test
    void a_folder_in_place_is_refused() throws Exception {
        Path path = Files.createDirectory(folder.resolve("ledger.db"));

        assertThat(readingFails(path)).hasMessageContaining("there is a folder of that name");
    }

    @Test
    void a_file_in_place_of_the_folder_is_no_empty_ledger() throws Exception {
        Files.createFile(folder.resolve("file"));

        assertThat(readingFails(folder.resolve("file/ledger.db")).failure()).isEqualTo(Failure.UNREACHABLE);
    }

    @Test
    void text_is_no_ledger() throws Exception {
        Path path = Files.writeString(folder.resolve("ledger.db"), "kind: Project\n".repeat(500));

        AdapterException failed = readingFails(path);

        assertThat(failed.failure()).isEqualTo(Failure.GARBLED);
        assertThat(failed).hasMessageContaining("not a SQLite database");
        assertThat(Files.readString(path)).as("it is left as it was").startsWith("kind: Project");
    }

    @Test
    void the_database_of_another_program_is_left_alone() throws Exception {
        Path path = folder.resolve("ledger.db");
        change(path, "create table customers (id integer)");

        assertThat(readingFails(path)).hasMessageContaining("database of another program");
        AdapterException failed = catchThrowableOfType(AdapterException.class, () -> write(path));
        assertThat(failed).hasMessageContaining("database of another program");
    }

    @Test
    void a_ledger_of_a_newer_flagctl_is_refused() throws Exception {
        Path path = folder.resolve("ledger.db");
        write(path);
        change(path, "pragma user_version = 7");

        AdapterException failed = readingFails(path);

        assertThat(failed.failure()).isEqualTo(Failure.REFUSED);
        assertThat(failed).hasMessageContaining("a newer flagctl wrote it (tables of version 7, this one knows 4)");
    }

    @Test
    void tables_made_by_other_sql_are_refused() throws Exception {
        Path path = folder.resolve("ledger.db");
        write(path);
        change(path, "update migration set sha256 = 'other'");

        AdapterException failed =
                catchThrowableOfType(AdapterException.class, () -> ledger(path).verify());

        assertThat(failed).hasMessageContaining("migration 1 (1-ledger.sql) is not the one this flagctl knows");
    }

    @Test
    void a_damaged_file_is_told_apart_from_an_empty_one() throws Exception {
        Path path = folder.resolve("ledger.db");
        write(path);
        byte[] bytes = Files.readAllBytes(path);
        Arrays.fill(bytes, 100, bytes.length, (byte) 0x5a);
        Files.write(path, bytes);

        AdapterException failed = readingFails(path);

        assertThat(failed.failure()).isEqualTo(Failure.GARBLED);
        assertThat(failed).hasMessageContaining("damaged").hasMessageContaining("backup");
    }

    @Test
    void a_full_disk_says_what_to_do() throws Exception {
        Path path = folder.resolve("small.db");
        Properties settings = new Properties();
        settings.setProperty("max_page_count", "2");
        SQLException full = null;
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + path, settings);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("create table t (x)");
            full = catchThrowableOfType(
                    SQLException.class, () -> statement.executeUpdate("insert into t values (zeroblob(100000))"));
        }

        AdapterException failed = SqliteFault.of("append", path, full);

        assertThat(failed)
                .hasMessage("tried to append on ledger " + path
                        + ", but the disk is full, nothing was written; make room and run again");
    }

    @Test
    void a_busy_ledger_may_be_tried_again() throws Exception {
        Path path = folder.resolve("ledger.db");
        write(path);
        SQLException busy;
        Properties impatient = new Properties();
        impatient.setProperty("busy_timeout", "1");
        try (Connection holder = JDBC.createConnection("jdbc:sqlite:" + path, new Properties());
                Statement lock = holder.createStatement();
                Connection late = JDBC.createConnection("jdbc:sqlite:" + path, impatient);
                Statement statement = late.createStatement()) {
            lock.executeUpdate("begin immediate");
            busy = catchThrowableOfType(SQLException.class, () -> statement.executeUpdate("begin immediate"));
            lock.executeUpdate("rollback");
        }

        assertThat(SqliteFault.of("append", path, busy).retryable()).isTrue();
    }

    @Test
    void a_ledger_in_a_folder_without_write_access_can_be_read_and_refuses_writes() throws Exception {
        Path path = folder.resolve("ledger.db");
        write(path);
        assertThat(folder.toFile().setWritable(false)).isTrue();
        try {
            assumeFalse(Files.isWritable(folder), "this user (root?) may write everywhere, so nothing can be shown");

            assertThat(ledger(path).states()).hasSize(1);
            AdapterException failed = catchThrowableOfType(AdapterException.class, () -> write(path));
            assertThat(failed.failure()).isEqualTo(Failure.FORBIDDEN);
            assertThat(failed).hasMessageContaining("not writable");
        } finally {
            assertThat(folder.toFile().setWritable(true)).isTrue();
        }
    }
}
