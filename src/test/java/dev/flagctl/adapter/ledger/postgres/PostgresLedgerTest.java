// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.postgres;

import dev.flagctl.contract.LedgerContract;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Ledger;
import dev.flagctl.port.Settings;
import dev.flagctl.support.PostgresServer;
import dev.flagctl.support.TestClock;
import java.nio.file.Path;
import java.util.Map;

final class PostgresLedgerTest implements LedgerContract {

    private final TestClock clock = new TestClock();
    private final String schema = PostgresServer.freshSchema();

    @Override
    public Ledger open() {
        AdapterSpec spec = new AdapterSpec(
                "ledger", "postgres", Map.of("url", PostgresServer.shared().url(), "schema", schema), SourceRef.NONE);
        AdapterHost host = new AdapterHost(clock, Path.of(""), Map.of(), line -> {});
        return PostgresProvider.open(new Settings(spec, Map.of()), host, connection -> clock.instant());
    }

    @Override
    public TestClock clock() {
        return clock;
    }
}
