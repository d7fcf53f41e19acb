// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import dev.flagctl.support.PostgresServer;
import dev.flagctl.support.TestClock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The adapter on a real PostgreSQL. */
final class PostgresMetricSourceTest implements SqlContract {

    private final TestClock clock = new TestClock();
    private Telemetry telemetry;

    @BeforeEach
    void make() {
        telemetry = new Telemetry(
                Telemetry.Dialect.POSTGRES,
                PostgresServer.shared().database(),
                Map.of("user", "postgres", "password", "anything"));
    }

    @AfterEach
    void close() {
        telemetry.close();
    }

    @Override
    public Telemetry telemetry() {
        return telemetry;
    }

    @Override
    public TestClock clock() {
        return clock;
    }
}
