// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.contract.FlagServiceFaultContract;
import dev.flagctl.port.FlagService;
import dev.flagctl.support.FaultProxy;
import dev.flagctl.support.FaultProxy.Seen;
import dev.flagctl.support.UnleashServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A real Unleash behind a proxy that breaks calls, and killed half-way. */
final class UnleashFaultTest implements FlagServiceFaultContract {

    private final UnleashServer server = UnleashServer.shared();
    private final FaultProxy proxy = new FaultProxy(server.url());
    private final List<Duration> waits = new ArrayList<>();

    @BeforeEach
    @Override
    public void empty() {
        server.clear();
    }

    @AfterEach
    void close() {
        proxy.close();
        server.restart();
    }

    @Override
    public FaultProxy proxy() {
        return proxy;
    }

    @Override
    public FlagService open() {
        return UnleashAdapter.with(Map.of("url", proxy.url(), "timeout", "2s"), waits::add);
    }

    @Override
    public List<Duration> waits() {
        return waits;
    }

    @Override
    public boolean reads(Seen seen) {
        // A tag changes nobody's flag, and no write fails for it: its faults are in UnleashFlagsTest.
        return seen.method().equals("GET")
                || seen.path().endsWith("/features-batch/export")
                || seen.path().endsWith("/tags");
    }

    @Override
    public int rules(String key) {
        return server.count("feature_strategies", "feature_name = '" + key + "'");
    }

    @Override
    public String secret() {
        return UnleashServer.ADMIN_TOKEN;
    }

    @Override
    public void kill() {
        server.kill();
    }

    @Override
    public void restart() {
        server.restart();
    }
}
