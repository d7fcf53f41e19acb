// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.adapter.ledger.sqlite.SqliteProvider;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Lease;
import dev.flagctl.port.Ledger;
import dev.flagctl.port.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

/** Another run, of erin, that holds the lease of a shop for a minute. */
record Lock(Ledger ledger) implements AutoCloseable {
    static Lock on(Shop shop) {
        AdapterHost host =
                new AdapterHost(shop.clock, shop.path("."), Map.of(), line -> {}, shop.clock::advance, new Random(1));
        Settings settings = new Settings(
                new AdapterSpec(
                        "ledger", "sqlite", Map.of("path", ".flagctl/ledger.db"), new SourceRef("flagctl.yaml", 1)),
                Map.of());
        Ledger ledger = new SqliteProvider().open(settings, host);
        ledger.acquire("shop", new Lease.Holder("run-7", "erin", "", "", "", ""), Duration.ofMinutes(1));
        return new Lock(ledger);
    }

    @Override
    public void close() {
        ledger.close();
    }
}
