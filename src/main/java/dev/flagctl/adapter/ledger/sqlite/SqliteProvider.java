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

    /**
     * Loads the driver and SQLite's own library, which takes longer than to open a ledger.
     *
     * <p>Meant for a thread of its own while the caller reads manifests. What fails here fails again, and is told, when a ledger is opened.
     */
    public static void loadAhead() {
        SqliteFile.loadDriver();
    }

    @Override
    public Ledger open(Settings settings, AdapterHost host) {
        String path = settings.text("path").orElse(".flagctl/ledger.db");
        return new SqliteLedger(new SqliteFile(host.root().resolve(path).normalize(), host.clock()), host.clock());
    }
}
