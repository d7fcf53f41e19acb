// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real Trino with tables in memory, started once per JVM; its jars come from Maven. */
public final class TrinoServer {

    private static final String VERSION = "368";
    private static final Path FOLDER =
            Path.of(System.getProperty("user.home"), ".cache", "flagctl-test", "trino-" + VERSION);

    private static @Nullable Warehouse shared;

    private TrinoServer() {}

    /** Returns the server of this JVM, started when it is first asked for; skips the test where its jars cannot be had. */
    public static synchronized Warehouse shared() {
        if (shared == null) {
            Path driver = MavenJar.of("io.trino", "trino-jdbc", VERSION);
            try {
                shared = Warehouse.started(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx768m",
                                "-cp",
                                classpath(),
                                "Trino.java"),
                        FOLDER,
                        "READY ",
                        "jdbc:trino://127.0.0.1:PORT/memory/default",
                        driver,
                        "io.trino.jdbc.TrinoDriver");
            } catch (IOException e) {
                Servers.missing("Trino could not be started: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return Objects.requireNonNull(shared);
    }

    /** Returns the jars, fetched when they are first asked for; several JVMs at once wait for each other. */
    private static String classpath() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        for (String file : List.of("pom.xml", "Trino.java")) {
            try (var source = TrinoServer.class.getResourceAsStream("/servers/trino/" + file)) {
                Files.copy(Objects.requireNonNull(source), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path classpath = FOLDER.resolve("classpath");
        try (FileChannel lock =
                        FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            if (!held.isValid() || !Files.exists(classpath)) {
                Path log = FOLDER.resolve("maven.log");
                Process maven = new ProcessBuilder(
                                "mvn",
                                "-q",
                                "-B",
                                "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath",
                                "-Dmdep.outputFile=" + classpath)
                        .directory(FOLDER.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
                if (!maven.waitFor(8, TimeUnit.MINUTES) || maven.exitValue() != 0) {
                    maven.destroyForcibly();
                    throw new IOException("Maven did not fetch it; see " + log);
                }
            }
        }
        return Files.readString(classpath).strip();
    }
}
