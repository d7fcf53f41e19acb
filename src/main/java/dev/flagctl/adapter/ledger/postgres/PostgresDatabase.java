// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.postgres;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.port.Settings;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database of a ledger, for those who keep something of their own beside it.
 *
 * @param source gives connections as the ledger has them; no pool
 * @param schema the schema of the ledger, as it is written in SQL
 * @param target what it is called in messages
 */
public record PostgresDatabase(DataSource source, String schema, String target) {

    /**
     * Reads the settings of a ledger of type {@code postgres}.
     *
     * @throws RefusedException when they name no database
     */
    public static PostgresDatabase of(Settings settings) {
        PostgresAddress address = PostgresAddress.of(settings);
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.url());
        Properties told = address.properties();
        for (String name : told.stringPropertyNames()) {
            try {
                source.setProperty(name, told.getProperty(name));
            } catch (SQLException e) {
                throw new IllegalStateException("the driver does not know " + name, e);
            }
        }
        PostgresDialect dialect = PostgresDialect.of(settings, address);
        return new PostgresDatabase(source, dialect.schema(), dialect.target());
    }

    /** Says what a failure means. */
    public AdapterException fault(String action, SQLException failure) {
        return PostgresFault.of(action, target, failure);
    }
}
