// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.sqlite;

import dev.flagctl.contract.LedgerContract;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Ledger;
import dev.flagctl.port.Settings;
import dev.flagctl.support.TestClock;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

final class SqliteLedgerTest implements LedgerContract {

    private final TestClock clock = new TestClock();

    @TempDir
    Path folder;

    @Override
    public Ledger open() {
        AdapterSpec spec = new AdapterSpec("ledger", "sqlite", Map.of(), SourceRef.NONE);
        return new SqliteProvider()
                .open(new Settings(spec, Map.of()), new AdapterHost(clock, folder, Map.of(), line -> {}));
    }

    @Override
    public TestClock clock() {
        return clock;
    }
}
