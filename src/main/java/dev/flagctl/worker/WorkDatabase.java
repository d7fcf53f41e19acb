// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import dev.flagctl.diag.AdapterException;
import java.sql.SQLException;
import java.util.function.BiFunction;
import javax.sql.DataSource;

/**
 * The database that the workers of a project share: that of its ledger.
 *
 * @param source gives connections
 * @param schema the schema of the ledger, as it is written in SQL
 * @param faults says what a failure means, from what was tried
 */
public record WorkDatabase(
        DataSource source, String schema, BiFunction<String, SQLException, AdapterException> faults) {

    /** Returns the same database by other connections. */
    WorkDatabase over(DataSource other) {
        return new WorkDatabase(other, schema, faults);
    }

    AdapterException fault(String action, SQLException failure) {
        return faults.apply(action, failure);
    }
}
