// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Prometheus or VictoriaMetrics on a free port of 127.0.0.1, from Debian's packages. A machine without them skips the test, or fails it where servers are required. */
public final class PrometheusServer implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final int port;

    private PrometheusServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a Prometheus whose history is what was scraped. */
    public static PrometheusServer prometheus(Path folder, Scrapes scrapes) {
        try {
            Path data = Files.createTempDirectory(folder, "prometheus");
            Path history = data.resolve("scrapes.txt");
            if (!scrapes.isEmpty()) {
                Files.writeString(history, scrapes.openMetrics());
            }
            return prometheus(data, history, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a Prometheus with a history.
     *
     * @param history OpenMetrics, one sample a line
     * @param log file into which the server writes each query
     */
    public static PrometheusServer prometheus(Path folder, Path history, Path log) {
        try {
            return prometheus(folder, history, ", query_log_file: " + log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PrometheusServer prometheus(Path data, Path history, String more) throws IOException {
        Tools.require("prometheus");
        Tools.require("promtool");
        Path config = Files.writeString(data.resolve("prometheus.yml"), "global: {scrape_interval: 15s" + more + "}\n");
        Path blocks = Files.createDirectory(data.resolve("blocks"));
        if (Files.exists(history)) {
            run(data, "promtool", "tsdb", "create-blocks-from", "openmetrics", history.toString(), blocks.toString());
        }
        int port = Servers.freePort();
        return started(
                data,
                port,
                "/-/ready",
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + blocks,
                "--storage.tsdb.retention.time=100y",
                "--web.listen-address=127.0.0.1:" + port);
    }

    /** Starts an empty VictoriaMetrics. */
    public static PrometheusServer victoriaMetrics(Path folder) {
        Tools.require("victoria-metrics");
        try {
            Path data = Files.createTempDirectory(folder, "victoria");
            int port = Servers.freePort();
            return started(
                    data,
                    port,
                    "/health",
                    "victoria-metrics",
                    "-storageDataPath=" + data.resolve("data"),
                    "-retentionPeriod=100y",
                    "-search.latencyOffset=0s",
                    "-httpListenAddr=127.0.0.1:" + port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts what was scraped into a VictoriaMetrics, and waits until queries see it. */
    public void load(Scrapes scrapes) {
        send("POST", "/api/v1/import/prometheus", scrapes.textFormat());
        send("GET", "/internal/force_flush", "");
        send("GET", "/internal/resetRollupResultCache", "");
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Returns the CPU time that it has used. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    public int port() {
        return port;
    }

    private void send(String method, String path, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                    .method(
                            method,
                            body.isEmpty()
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body))
                    .build();
            HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static PrometheusServer started(Path folder, int port, String ready, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log.txt").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        PrometheusServer server = new PrometheusServer(process, port);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                server.send("GET", ready, "");
                return server;
            } catch (UncheckedIOException | IllegalStateException notYet) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    process.destroyForcibly();
                    throw new IllegalStateException(Files.readString(folder.resolve("log.txt")), notYet);
                }
                pause();
            }
        }
    }

    private static void run(Path folder, String... command) throws IOException {
        Path log = folder.resolve("tool.txt");
        Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(300, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + ": " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
