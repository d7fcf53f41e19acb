// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL, started once per JVM on a free port of 127.0.0.1 and ended with it; each test gets a database of its own. */
public final class PostgresServer {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static @Nullable PostgresServer shared;

    private final EmbeddedPostgres postgres;
    private final int port;

    private PostgresServer(EmbeddedPostgres postgres, int port) {
        this.postgres = postgres;
        this.port = port;
    }

    /** Returns the server of this JVM, started when it is first asked for; skips the test where there is none for this machine. */
    public static synchronized PostgresServer shared() {
        if (shared == null) {
            if (!System.getProperty("os.name").equals("Linux")
                    || !System.getProperty("os.arch").equals("amd64")) {
                Servers.missing("the PostgreSQL of the tests runs on Linux on x86-64 only");
            }
            try {
                int port = Servers.freePort();
                EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setPort(port)
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .start();
                shared = new PostgresServer(postgres, port);
                Runtime.getRuntime().addShutdownHook(new Thread(shared::end));
            } catch (IOException e) {
                Servers.missing("PostgreSQL could not be started: " + e.getMessage());
            }
        }
        return java.util.Objects.requireNonNull(shared);
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

    private void end() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
