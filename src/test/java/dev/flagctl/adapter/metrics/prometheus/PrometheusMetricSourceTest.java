// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.support.PrometheusServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Prometheus with its history loaded. */
final class PrometheusMetricSourceTest extends PrometheusContract {

    @TempDir
    private Path folder;

    private final List<PrometheusServer> servers = new ArrayList<>();

    @Override
    String url() {
        PrometheusServer server = PrometheusServer.prometheus(folder, scrapes);
        servers.add(server);
        return server.url();
    }

    @AfterEach
    void stop() {
        servers.forEach(PrometheusServer::close);
    }
}
