// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.postgres;

import dev.flagctl.adapter.ledger.LeaseTable;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Ledger;
import dev.flagctl.port.LedgerProvider;
import dev.flagctl.port.Settings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Makes ledgers of type {@code postgres}: {@code url} names the database, {@code schema} the schema in it, {@code flagctl} by default. */
public final class PostgresProvider implements LedgerProvider {

    @Override
    public String type() {
        return "postgres";
    }

    @Override
    public Ledger open(Settings settings, AdapterHost host) {
        return open(settings, host, PostgresProvider::serverTime);
    }

    static Ledger open(Settings settings, AdapterHost host, LeaseTable.LeaseTime time) {
        PostgresAddress address = PostgresAddress.of(settings);
        PostgresDialect dialect = PostgresDialect.of(settings, address);
        return new PostgresLedger(
                new PostgresSession(address, dialect, host), dialect, new PostgresChecks(dialect, host.clock()), time);
    }

    /** Leases of many machines go by one clock: that of a machine which is an hour ahead would take over whatever is held. */
    private static Instant serverTime(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }
}
