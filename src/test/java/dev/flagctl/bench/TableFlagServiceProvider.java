// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.bench;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.Bucketing;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Percent;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Check;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagServiceProvider;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.FoundFlag;
import dev.flagctl.port.Settings;
import dev.flagctl.port.WriteOutcome;
import dev.flagctl.support.FakeBucketing;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A flag service that counts how often each flag was written: a table of a PostgreSQL, as fast as the network of one machine. It keeps flags of one kind only,
 * those of {@link WorkerBench}.
 */
public final class TableFlagServiceProvider implements FlagServiceProvider {

    static final String TABLE =
            "create table flag (environment text, key text, writes integer not null, primary key (environment, key))";

    private static final Map<String, Object> VARIANTS = Map.of("on", true, "off", false);
    private static final Exposure EXPOSURE = Exposure.of(Percent.of(10.0));

    @Override
    public String type() {
        return "table";
    }

    @Override
    public FlagService open(Settings settings, AdapterHost host) {
        try {
            Connection connection =
                    DriverManager.getConnection(settings.require("url") + "&reWriteBatchedInserts=true");
            try (Statement statement = connection.createStatement()) {
                // Until a minute is over PostgreSQL knows nothing of a new table, and reads all of it each time.
                statement.execute("set enable_seqscan = off");
            }
            return new Table(connection);
        } catch (SQLException e) {
            throw failed("open", e);
        }
    }

    private static AdapterException failed(String action, SQLException e) {
        return new AdapterException(AdapterException.Failure.UNREACHABLE, action, "table", e.getMessage(), e);
    }

    private record Table(Connection connection) implements FlagService {

        @Override
        public Capabilities capabilities() {
            return new Capabilities(
                    new Percent(1),
                    Capabilities.Audiences.ALL,
                    true,
                    true,
                    true,
                    true,
                    false,
                    Duration.ZERO,
                    bucketing(),
                    List.of());
        }

        private static Bucketing bucketing() {
            return new FakeBucketing();
        }

        @Override
        public synchronized Map<String, ObservedFlag> read(FlagScope scope, Collection<FlagSpec> flags) {
            Map<String, ObservedFlag> read = new HashMap<>();
            flags.forEach(flag -> read.put(flag.key(), ObservedFlag.absent(flag.key())));
            try (PreparedStatement select =
                    connection.prepareStatement("select key from flag where environment = ? and key = any(?)")) {
                select.setString(1, scope.environment().name());
                select.setArray(
                        2, connection.createArrayOf("text", read.keySet().toArray()));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        String key = rows.getString(1);
                        FlagState state = new FlagState(VARIANTS, "on", "off", EXPOSURE, "userId", key);
                        read.put(key, ObservedFlag.present(key, state));
                    }
                }
            } catch (SQLException e) {
                throw failed("read", e);
            }
            return read;
        }

        @Override
        public List<FoundFlag> list(FlagScope scope) {
            return List.of();
        }

        @Override
        public synchronized List<WriteOutcome> write(FlagScope scope, List<FlagWrite> writes) {
            List<WriteOutcome> outcomes = new ArrayList<>();
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into flag values (?, ?, 1) on conflict (environment, key) do update set writes = flag.writes + 1")) {
                connection.setAutoCommit(false);
                for (FlagWrite write : writes) {
                    FlagState after = write.after();
                    String key = write.spec().key();
                    if (!new FlagState(VARIANTS, "on", "off", EXPOSURE, "userId", key).equals(after)) {
                        throw new IllegalArgumentException("this table cannot keep " + after);
                    }
                    insert.setString(1, scope.environment().name());
                    insert.setString(2, key);
                    insert.addBatch();
                    outcomes.add(WriteOutcome.done(key, ""));
                }
                insert.executeBatch();
                connection.commit();
                connection.setAutoCommit(true);
            } catch (SQLException e) {
                throw failed("write", e);
            }
            return outcomes;
        }

        @Override
        public List<Check> check(FlagScope scope) {
            return List.of();
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                throw failed("close", e);
            }
        }
    }
}
