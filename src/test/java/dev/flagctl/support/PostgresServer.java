// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL, started once per JVM on a free port of 127.0.0.1 and ended with it; each test gets a database of its own. */
public final class PostgresServer implements AutoCloseable {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static @Nullable PostgresServer shared;

    private final EmbeddedPostgres postgres;
    private final int port;
    private List<String> command = List.of();

    private PostgresServer(EmbeddedPostgres postgres, int port) {
        this.postgres = postgres;
        this.port = port;
    }

    /** Returns the server of this JVM, started when it is first asked for; skips the test where there is none for this machine. */
    public static synchronized PostgresServer shared() {
        if (shared == null) {
            PostgresServer server = own();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            shared = server;
        }
        return java.util.Objects.requireNonNull(shared);
    }

    /** Starts one for a test that ends it and starts it again; skips the test where there is none for this machine. */
    public static PostgresServer own() {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("os.arch").equals("amd64")) {
            Servers.missing("the PostgreSQL of the tests runs on Linux on x86-64 only");
        }
        try {
            return started();
        } catch (IOException e) {
            Servers.missing("PostgreSQL could not be started: " + e.getMessage());
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static PostgresServer started() throws IOException {
        int port = Servers.freePort();
        return new PostgresServer(embedded(port), port);
    }

    /** Starts the server alone; a machine that is busy with other tests may take its time. */
    static EmbeddedPostgres embedded(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setPGStartupWait(Duration.ofMinutes(1))
                .start();
    }

    /** Ends it as {@code pg_ctl stop -m immediate} does: connections break, and what it had not written to its log is gone. */
    public void crash() {
        try {
            Path pidFile = Path.of(text("show data_directory"), "postmaster.pid");
            String pid = Files.readAllLines(pidFile).get(0).strip();
            String words = Files.readString(Path.of("/proc", pid, "cmdline"));
            command = List.of(words.substring(0, words.length() - 1).split("\0", -1));
            ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
            run(List.of("kill", "-QUIT", pid)).waitFor();
            server.onExit().join();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts it again after a {@link #crash}, on the same port with the same data, and waits until it answers. */
    public void restart() {
        try {
            List<String> again = new ArrayList<>();
            if (System.getProperty("user.name").equals("root")) {
                // PostgreSQL refuses to run as root.
                again.addAll(List.of("unshare", "-U"));
            }
            again.addAll(command);
            Process server = run(again);
            while (!answers()) {
                if (!server.isAlive()) {
                    throw new IllegalStateException("it does not start again: exit code " + server.exitValue());
                }
                Thread.sleep(50);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Process run(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private String text(String query) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    private boolean answers() {
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    /** Returns the address of its first database as libpq has it, with a user who may do everything. */
    public String url() {
        return "postgresql://postgres:any@127.0.0.1:" + port + "/postgres";
    }

    /** Returns a name for a schema that nobody else in this JVM uses. */
    public static String freshSchema() {
        return "test " + DATABASES.incrementAndGet();
    }

    /** Makes an empty database and returns its address, without a user. */
    public String database() {
        String name = "test" + DATABASES.incrementAndGet();
        execute("create database " + name);
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
    }

    /** Does something as its superuser. */
    public void execute(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Counts rows as its superuser. */
    public long count(String from) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from " + from)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(from, e);
        }
    }

    /** Counts rows of a schema that may not have the table yet. */
    public long count(String schema, String from) {
        String table = from.split(" ", 2)[0];
        return count("pg_tables where schemaname = '" + schema + "' and tablename = '" + table + "'") == 0
                ? 0
                : count("\"" + schema + "\"." + from);
    }

    /** Waits until it has so many rows: what it was told a moment ago it may do a moment later. */
    public void await(long rows, String from) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        for (long found = count(from); found != rows; found = count(from)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(found + " instead of " + rows + " after a minute: " + from);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Lets the leases of a ledger run out, if it has any: its clock decides, and a lease lasts a minute. */
    public void endLeases(String schema) {
        if (count(schema, "lease") > 0) {
            execute("update \"" + schema + "\".lease set expires = '2020-01-01T00:00:00Z'");
        }
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
