// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.postgres;

import dev.flagctl.adapter.ledger.Dialect;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.port.Settings;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL keeps every character but NUL, see <a href="https://www.postgresql.org/docs/current/datatype-character.html">its manual</a>. An entry's hash
 * is made of what was given, so a NUL is kept as the character U+0001 with a digit behind it, and so is that character.
 *
 * @param schemaName name of the schema
 * @param target what is named when something fails
 */
record PostgresDialect(String schemaName, String target) implements Dialect {

    private static final char ESCAPE = '\u0001';

    static PostgresDialect of(Settings settings, PostgresAddress address) {
        String schema = settings.text("schema").orElse("flagctl");
        return new PostgresDialect(schema, "ledger " + address.shown() + " (schema " + schema + ")");
    }

    /** Returns the name of the schema as it is written in SQL. */
    String schema() {
        return '"' + schemaName.replace("\"", "\"\"") + '"';
    }

    @Override
    public String prefix() {
        return schema() + ".";
    }

    @Override
    public @Nullable String stored(@Nullable String text) {
        if (text == null || (text.indexOf('\0') < 0 && text.indexOf(ESCAPE) < 0)) {
            return text;
        }
        return text.replace("" + ESCAPE, ESCAPE + "1").replace("\0", ESCAPE + "0");
    }

    @Override
    public @Nullable String loaded(@Nullable String stored) {
        if (stored == null || stored.indexOf(ESCAPE) < 0) {
            return stored;
        }
        return stored.replace(ESCAPE + "0", "\0").replace(ESCAPE + "1", "" + ESCAPE);
    }

    @Override
    public String bytewise(String column) {
        return column + " collate \"C\"";
    }

    @Override
    public AdapterException garbled(String action, String reason) {
        return new AdapterException(AdapterException.Failure.GARBLED, action, target, reason);
    }
}
