// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.sqlite;

import dev.flagctl.diag.LockedException;
import dev.flagctl.port.Lease;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Gives, prolongs and takes back leases; each call is a part of the caller's transaction. */
final class SqliteLeases {

    private final Clock clock;

    SqliteLeases(Clock clock) {
        this.clock = clock;
    }

    Lease acquire(Connection connection, String scope, Lease.Holder holder, Duration length) throws SQLException {
        Instant now = clock.instant();
        Optional<Lease> held = find(connection, scope);
        if (held.isPresent() && held.get().inForce(now)) {
            throw new LockedException(scope + " is locked: " + held.get().describe(now));
        }
        Lease lease = new Lease(scope, nextToken(connection), holder, now, now, now.plus(length));
        put(connection, lease);
        return lease;
    }

    Lease renew(Connection connection, Lease lease, String progress, Duration length) throws SQLException {
        Lease held = requireCurrent(connection, lease);
        Lease.Holder told = held.holder();
        Instant now = clock.instant();
        Lease renewed = new Lease(
                held.scope(),
                held.token(),
                new Lease.Holder(told.run(), told.actor(), told.url(), told.commit(), told.plan(), progress),
                held.acquired(),
                now,
                now.plus(length));
        put(connection, renewed);
        return renewed;
    }

    boolean release(Connection connection, Lease lease) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from lease where scope = ? and token = ?")) {
            delete.setString(1, lease.scope());
            delete.setLong(2, lease.token());
            return delete.executeUpdate() > 0;
        }
    }

    Optional<Lease> inForce(Connection connection, String scope) throws SQLException {
        Instant now = clock.instant();
        return find(connection, scope).filter(lease -> lease.inForce(now));
    }

    /** Returns the lease as it is recorded; one that ran out still counts until somebody else takes it. */
    Lease requireCurrent(Connection connection, Lease lease) throws SQLException {
        Lease held = find(connection, lease.scope())
                .orElseThrow(() -> new LockedException(
                        "the lease of " + lease.scope() + " (token " + lease.token() + ") was given back"));
        if (held.token() != lease.token()) {
            throw new LockedException("the lease of " + lease.scope() + " (token " + lease.token() + ") was lost: now "
                    + held.describe(clock.instant()));
        }
        return held;
    }

    private static long nextToken(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("update fencing set token = token + 1 where id = 1 returning token")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Optional<Lease> find(Connection connection, String scope) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select token, run, actor, url, revision, plan, "
                + "progress, acquired, renewed, expires from lease where scope = ?")) {
            select.setString(1, scope);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                return Optional.of(new Lease(
                        scope,
                        row.getLong(1),
                        new Lease.Holder(
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                row.getString(7)),
                        Instant.parse(row.getString(8)),
                        Instant.parse(row.getString(9)),
                        Instant.parse(row.getString(10))));
            }
        }
    }

    private static void put(Connection connection, Lease lease) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert or replace into lease (scope, token, run, actor, url, revision, plan, "
                        + "progress, acquired, renewed, expires) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            Lease.Holder holder = lease.holder();
            insert.setString(1, lease.scope());
            insert.setLong(2, lease.token());
            insert.setString(3, holder.run());
            insert.setString(4, holder.actor());
            insert.setString(5, holder.url());
            insert.setString(6, holder.commit());
            insert.setString(7, holder.plan());
            insert.setString(8, holder.progress());
            insert.setString(9, lease.acquired().toString());
            insert.setString(10, lease.renewed().toString());
            insert.setString(11, lease.expires().toString());
            insert.executeUpdate();
        }
    }
}
