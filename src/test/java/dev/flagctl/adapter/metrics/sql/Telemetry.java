// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** A database with a table of outcomes and one of users, and the queries that people would write for it. */
final class Telemetry implements AutoCloseable {

    private final Dialect dialect;
    private final Map<String, Object> settings = new HashMap<>();
    private final Connection writing;

    /** What differs between databases: the type of a time, and how a query cuts it down to a bucket and compares it. */
    enum Dialect {
        POSTGRES(
                "timestamptz",
                "date_bin(make_interval(secs => :bucket_seconds), at, timestamptz 'epoch') as bucket",
                "at >= :from and at < :to",
                "max(at) as newest"),
        SQLITE(
                "integer",
                "at - at % :bucket_millis as bucket_millis",
                "at >= :from_millis and at < :to_millis",
                "max(at) as newest_millis");

        private final String type;
        private final String bucket;
        private final String window;
        private final String newest;

        Dialect(String type, String bucket, String window, String newest) {
            this.type = type;
            this.bucket = bucket;
            this.window = window;
            this.newest = newest;
        }

        String bucket() {
            return bucket;
        }

        String window() {
            return window;
        }
    }

    Telemetry(Dialect dialect, String url, Map<String, Object> login) {
        this.dialect = dialect;
        settings.put("url", url);
        settings.putAll(login);
        settings.put("lag", "10s");
        settings.put(
                "newest",
                "select " + dialect.newest + " from (select at from outcomes union all select at from users) as rows");
        settings.put("exposures", buckets("count(*) as units", "users"));
        try {
            writing = DriverManager.getConnection(url, (String) login.get("user"), (String) login.get("password"));
            execute("create table outcomes (at " + dialect.type
                    + ", flag text, variant text, units int, bad int, seconds double precision)");
            execute("create table users (at " + dialect.type + ", flag text, variant text, id text)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a query of this sum over a table, by bucket and arm. */
    String buckets(String sums, String table) {
        return "select " + dialect.bucket() + ", variant as arm, " + sums + "\nfrom " + table
                + "\nwhere flag = :feature and variant in (:arms) and " + dialect.window() + "\ngroup by 1, 2";
    }

    Telemetry with(String key, Object value) {
        settings.put(key, value);
        return this;
    }

    Telemetry without(String key) {
        settings.remove(key);
        return this;
    }

    MetricSource open(Clock clock) {
        return open(clock, Map.of(), Telemetry.class.getClassLoader());
    }

    MetricSource open(Clock clock, Map<String, String> environment, ClassLoader plugins) {
        AdapterSpec spec = new AdapterSpec("warehouse", "sql", settings, SourceRef.NONE);
        AdapterHost host = new AdapterHost(
                clock, Path.of("."), environment, line -> {}, length -> {}, new java.util.Random(1), plugins);
        return new SqlProvider().open(new Settings(spec, environment), host);
    }

    /** Returns a metric of this query, in buckets of a minute. */
    static Metric metric(Measure measure, String query) {
        return new Metric(
                "errors",
                measure,
                null,
                Duration.ofMinutes(1),
                Map.of("sql", Map.of("query", query)),
                "",
                SourceRef.NONE);
    }

    Metric errors() {
        return metric(Measure.RATIO, buckets("sum(units) as units, sum(bad) as bad", "outcomes"));
    }

    void outcomes(Instant time, String flag, String variant, int units, int bad) {
        insert("insert into outcomes values (?, ?, ?, ?, ?, null)", time, flag, variant, units, bad);
    }

    void latency(Instant time, String flag, String variant, double seconds) {
        insert("insert into outcomes values (?, ?, ?, 1, 0, ?)", time, flag, variant, seconds);
    }

    void users(Instant time, String flag, String variant, int number) {
        for (int i = 0; i < number; i++) {
            insert("insert into users values (?, ?, ?, ?)", time, flag, variant, "user-" + i);
        }
    }

    private void insert(String sql, Instant time, Object... values) {
        try (PreparedStatement insert = writing.prepareStatement(sql)) {
            if (dialect == Dialect.SQLITE) {
                insert.setLong(1, time.toEpochMilli());
            } else {
                insert.setObject(1, OffsetDateTime.ofInstant(time, ZoneOffset.ofHours(5)));
            }
            for (int i = 0; i < values.length; i++) {
                insert.setObject(i + 2, values[i]);
            }
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long count(String table) {
        try (Statement statement = writing.createStatement();
                java.sql.ResultSet result = statement.executeQuery("select count(*) from " + table)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) {
        try (Statement statement = writing.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        try {
            writing.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
