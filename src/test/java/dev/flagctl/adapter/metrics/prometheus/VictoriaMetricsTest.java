// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.support.PrometheusServer;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** Against a real VictoriaMetrics; one for all tests, each with series of its own. */
final class VictoriaMetricsTest extends PrometheusContract {

    @TempDir
    private static Path folder;

    private static @Nullable PrometheusServer server;

    private final String job = UUID.randomUUID().toString();

    @Override
    String matcher() {
        return "job=\"" + job + "\"";
    }

    @Override
    String url() {
        PrometheusServer running = server();
        if (!scrapes.isEmpty()) {
            running.load(scrapes);
        }
        return running.url();
    }

    private static synchronized PrometheusServer server() {
        PrometheusServer running = server;
        if (running == null) {
            running = PrometheusServer.victoriaMetrics(folder);
            server = running;
        }
        return running;
    }

    @AfterAll
    static synchronized void stop() {
        if (server != null) {
            server.close();
        }
    }
}
