// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import dev.flagctl.support.TestClock;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The adapter on SQLite, which has no timestamps. */
final class SqliteMetricSourceTest implements SqlContract {

    private final TestClock clock = new TestClock();
    private Telemetry telemetry;

    @TempDir
    Path folder;

    @BeforeEach
    void make() {
        telemetry = new Telemetry(Telemetry.Dialect.SQLITE, "jdbc:sqlite:" + folder.resolve("telemetry.db"), Map.of());
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
