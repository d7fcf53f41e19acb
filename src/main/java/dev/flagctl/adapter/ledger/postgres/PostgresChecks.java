// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.postgres;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.port.Check;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Looks whether a PostgreSQL would do as a ledger, for {@code flagctl doctor}. */
final class PostgresChecks {

    /** Older versions get no mends any more, see <a href="https://www.postgresql.org/support/versioning/">its policy</a>. */
    private static final int OLDEST = 14;

    private static final Duration SKEW = Duration.ofSeconds(30);

    private final PostgresDialect dialect;
    private final Clock clock;

    PostgresChecks(PostgresDialect dialect, Clock clock) {
        this.dialect = dialect;
        this.clock = clock;
    }

    List<Check> look(PostgresSession session) {
        List<Check> checks = new ArrayList<>();
        try {
            session.read("look whether it would work", false, connection -> {
                look(connection, checks);
                return true;
            });
            if (checks.isEmpty()) {
                checks.add(Check.ok("reachable", dialect.target() + " has no tables yet; the first apply makes them"));
            }
        } catch (AdapterException failed) {
            checks.add(
                    Check.failed("reachable", failed.sentence(), "mend what it says, then run flagctl doctor again"));
        }
        return checks;
    }

    private void look(Connection connection, List<Check> checks) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select current_setting('server_version'), current_setting('server_version_num')::int / 10000,"
                                + " extract(epoch from clock_timestamp()), pg_is_in_recovery(),"
                                + " has_table_privilege('" + dialect.prefix().replace("'", "''")
                                + "entry', 'insert')")) {
            row.next();
            checks.add(Check.ok("reachable", dialect.target()));
            String version = "PostgreSQL " + row.getString(1);
            checks.add(
                    row.getInt(2) >= OLDEST
                            ? Check.ok("version", version)
                            : Check.warning("version", version, "update it: it gets no mends any more"));
            checks.add(clock(Instant.ofEpochMilli(Math.round(row.getDouble(3) * 1000))));
            checks.add(writes(row.getBoolean(4), row.getBoolean(5)));
        }
    }

    private static Check writes(boolean isStandby, boolean mayInsert) {
        if (isStandby) {
            return Check.failed("rights", "it is a standby, which cannot be written", "name the primary");
        }
        return mayInsert
                ? Check.ok("rights", "may append")
                : Check.failed("rights", "this user may not append", "grant it insert on all tables of the schema");
    }

    /** Leases go by the server's clock, so a difference is harmless to them; what is due goes by this machine's. */
    private Check clock(Instant server) {
        Duration skew = Duration.between(clock.instant(), server);
        return skew.abs().compareTo(SKEW) <= 0
                ? Check.ok("clock", "agrees with this machine's")
                : Check.warning(
                        "clock",
                        "the server's clock is " + skew.abs().toSeconds() + " s "
                                + (skew.isNegative() ? "behind" : "ahead of") + " this machine's",
                        "set the one that is wrong");
    }
}
