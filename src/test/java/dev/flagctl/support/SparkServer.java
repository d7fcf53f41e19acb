// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real Spark with its Thrift server, started once per JVM.
 *
 * <p>It comes with PySpark from PyPI, a download of 430 MiB: tests fetch it only where {@code FLAGCTL_REQUIRE_SERVERS=1} asks for all servers, and use it where it is.
 */
public final class SparkServer {

    private static final String VERSION = "4.3.0";
    private static final Path FOLDER =
            Path.of(System.getProperty("user.home"), ".cache", "flagctl-test", "spark-" + VERSION);

    /** What Spark's own start script opens of the JDK. */
    private static final List<String> OPENED = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.security.action",
            "sun.util.calendar");

    private static @Nullable Warehouse shared;

    private SparkServer() {}

    /** Returns the server of this JVM, started when it is first asked for; skips the test where it is not there. */
    public static synchronized Warehouse shared() {
        if (shared == null) {
            Path jars = FOLDER.resolve("pyspark-" + VERSION).resolve("deps").resolve("jars");
            if (!Files.isDirectory(jars) && !"1".equals(System.getenv("FLAGCTL_REQUIRE_SERVERS"))) {
                Servers.missing("Spark is a download of 430 MiB, which only FLAGCTL_REQUIRE_SERVERS=1 begins");
            }
            Path driver = MavenJar.of("org.apache.hive", "hive-jdbc", "4.0.1", "standalone");
            try {
                install(jars);
                shared = start(jars, driver);
            } catch (IOException e) {
                Servers.missing("Spark could not be started: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return Objects.requireNonNull(shared);
    }

    private static Warehouse start(Path jars, Path driver) throws IOException {
        Path work = Files.createTempDirectory("spark");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx768m"));
        OPENED.forEach(each -> command.add("--add-opens=java.base/" + each + "=ALL-UNNAMED"));
        command.addAll(List.of("-cp", jars + "/*", "org.apache.spark.deploy.SparkSubmit", "--master", "local[1]"));
        Map<String, String> settings = Map.of(
                "spark.ui.enabled", "false",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.driver.host", "127.0.0.1",
                "spark.sql.shuffle.partitions", "1");
        settings.forEach((name, value) -> command.addAll(List.of("--conf", name + "=" + value)));
        int port = Servers.freePort();
        command.addAll(List.of(
                "--class",
                "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2",
                "spark-internal",
                "--hiveconf",
                "hive.server2.thrift.bind.host=127.0.0.1",
                "--hiveconf",
                "hive.server2.thrift.port=" + port));
        return Warehouse.started(
                command,
                work,
                "HiveThriftServer2 started",
                "jdbc:hive2://127.0.0.1:" + port + "/default",
                driver,
                "org.apache.hive.jdbc.HiveDriver");
    }

    /** Fetches and unpacks it when it is first asked for; several JVMs at once wait for each other. */
    private static void install(Path jars) throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        try (FileChannel lock =
                        FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            if (held.isValid() && Files.isDirectory(jars)) {
                return;
            }
            Path fresh = Files.createTempDirectory(FOLDER, "fetch");
            String pip = fresh.resolve("venv/bin/pip").toString();
            run("python3", "-m", "venv", fresh.resolve("venv").toString());
            run(pip, "download", "-q", "--no-deps", "--no-binary=:all:", "-d", fresh.toString(), "pyspark==" + VERSION);
            String packed = fresh.resolve("pyspark-" + VERSION + ".tar.gz").toString();
            run("tar", "-xzf", packed, "-C", fresh.toString(), "pyspark-" + VERSION + "/deps/jars");
            Files.delete(Path.of(packed));
            Files.move(fresh.resolve("pyspark-" + VERSION), FOLDER.resolve("pyspark-" + VERSION));
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Path log = FOLDER.resolve("install.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command[0] + " did not do it; see " + log);
        }
    }
}
