// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.sqlite;

import dev.flagctl.adapter.ledger.Dialect;
import dev.flagctl.diag.AdapterException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** SQLite keeps every text as it is. */
record SqliteDialect(Path file) implements Dialect {

    @Override
    public String prefix() {
        return "";
    }

    @Override
    public @Nullable String stored(@Nullable String text) {
        return text;
    }

    @Override
    public @Nullable String loaded(@Nullable String stored) {
        return stored;
    }

    /** Without statistics SQLite takes the index of a kind, with the rows of all features. */
    @Override
    public String by(String index) {
        return " indexed by " + index;
    }

    @Override
    public AdapterException garbled(String action, String reason) {
        return SqliteFault.garbled(action, file, reason);
    }
}
