// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.sqlite;

import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Ledger;
import dev.flagctl.port.LedgerProvider;
import dev.flagctl.port.Settings;

/** Makes ledgers of type {@code sqlite}: {@code path} names the file, {@code .flagctl/ledger.db} by default. */
public final class SqliteProvider implements LedgerProvider {

    @Override
    public String type() {
        return "sqlite";
    }

    @Override
    public Ledger open(Settings settings, AdapterHost host) {
        String path = settings.text("path").orElse(".flagctl/ledger.db");
        return new SqliteLedger(new SqliteFile(host.root().resolve(path).normalize(), host.clock()), host.clock());
    }
}
