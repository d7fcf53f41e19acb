// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger;

import dev.flagctl.diag.AdapterException;
import org.jspecify.annotations.Nullable;

/** What differs between the databases that keep a ledger. */
public interface Dialect {

    /** Returns what stands in front of the name of each table, such as a schema with its dot; empty for none. */
    String prefix();

    /** Returns a text as the database can keep it. */
    @Nullable
    String stored(@Nullable String text);

    /** Returns the text that {@link #stored} was given. */
    @Nullable
    String loaded(@Nullable String stored);

    /** Returns a column with text so that it is compared byte by byte, whatever the database's language. */
    default String bytewise(String column) {
        return column;
    }

    /** Returns what stands behind the name of a table so that one of its indexes is used; empty where the database finds it out by itself. */
    default String by(String index) {
        return "";
    }

    /** Makes the failure of a ledger that cannot be understood. */
    AdapterException garbled(String action, String reason);
}
