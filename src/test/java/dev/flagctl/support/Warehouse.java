// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A query engine of others in a process of its own, which ends with this JVM, and its driver, which is never on flagctl's class path. */
public final class Warehouse {

    private static final long STARTS_WITHIN = TimeUnit.MINUTES.toNanos(4);

    private final String url;
    private final Path driver;
    private final String driverClass;

    private Warehouse(String url, Path driver, String driverClass) {
        this.url = url;
        this.driver = driver;
        this.driverClass = driverClass;
    }

    /**
     * Starts an engine and waits until it has said that it is there.
     *
     * @param ready what its output has once it serves; the first number behind it replaces {@code PORT} in the address
     */
    static Warehouse started(List<String> command, Path folder, String ready, String url, Path driver, String type)
            throws IOException {
        Path log = Files.createTempFile("warehouse", ".log");
        log.toFile().deleteOnExit();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        long deadline = System.nanoTime() + STARTS_WITHIN;
        while (true) {
            String said = Files.readString(log);
            int at = said.indexOf(ready);
            if (at >= 0) {
                String port = said.substring(at + ready.length()).strip().split("\\D", 2)[0];
                return new Warehouse(url.replace("PORT", port), driver, type);
            }
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IOException(command.get(0) + " did not start: " + said);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns its JDBC address. */
    public String url() {
        return url;
    }

    /** Returns the jar of its driver. */
    public Path driver() {
        return driver;
    }

    /** Runs statements, by the driver in a class loader of its own. */
    public void execute(String... statements) {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {driver.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Driver loaded = (Driver)
                    loader.loadClass(driverClass).getDeclaredConstructor().newInstance();
            Properties login = new Properties();
            login.setProperty("user", "tests");
            try (Connection connection = loaded.connect(url, login);
                    Statement statement = connection.createStatement()) {
                for (String each : statements) {
                    statement.execute(each);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException | ReflectiveOperationException e) {
            throw new IllegalStateException(url, e);
        }
    }
}
