// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger;

import dev.flagctl.diag.LockedException;
import dev.flagctl.port.Lease;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives, prolongs and takes back leases; each call is a part of the caller's transaction. */
public final class LeaseTable {

    /** Whose clock decides whether a lease has run out. */
    public interface LeaseTime {
        Instant now(Connection connection) throws SQLException;
    }

    private static final String SELECTION =
            "select scope, token, run, actor, url, revision, plan, progress, acquired, renewed, expires from ";

    private final Dialect dialect;
    private final LeaseTime time;
    private final String lease;

    public LeaseTable(Dialect dialect, LeaseTime time) {
        this.dialect = dialect;
        this.time = time;
        this.lease = dialect.prefix() + "lease";
    }

    public Lease acquire(Connection connection, String scope, Lease.Holder holder, Duration length)
            throws SQLException {
        Instant now = time.now(connection);
        Optional<Lease> held = find(connection, scope);
        if (held.isPresent() && held.get().inForce(now)) {
            throw new LockedException(scope + " is locked: " + held.get().describe(now));
        }
        Lease lease = new Lease(scope, nextToken(connection), holder, now, now, now.plus(length));
        put(connection, lease);
        return lease;
    }

    public Lease takeOver(Connection connection, Lease ranOut, Lease.Holder holder, Duration length)
            throws SQLException {
        requireCurrent(connection, ranOut);
        return acquire(connection, ranOut.scope(), holder, length);
    }

    public Lease renew(Connection connection, Lease lease, String progress, Duration length) throws SQLException {
        Lease held = requireCurrent(connection, lease);
        Lease.Holder told = held.holder();
        Instant now = time.now(connection);
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

    public boolean release(Connection connection, Lease lease) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from " + this.lease + " where scope = ? and token = ?")) {
            delete.setString(1, dialect.stored(lease.scope()));
            delete.setLong(2, lease.token());
            return delete.executeUpdate() > 0;
        }
    }

    public Optional<Lease> inForce(Connection connection, String scope) throws SQLException {
        Instant now = time.now(connection);
        return find(connection, scope).filter(lease -> lease.inForce(now));
    }

    /** Returns the lease as it is recorded; one that ran out still counts until somebody else takes it. */
    public Lease requireCurrent(Connection connection, Lease lease) throws SQLException {
        Lease held = find(connection, lease.scope())
                .orElseThrow(() -> new LockedException(
                        "the lease of " + lease.scope() + " (token " + lease.token() + ") was given back"));
        if (held.token() != lease.token()) {
            throw new LockedException("the lease of " + lease.scope() + " (token " + lease.token() + ") was lost: now "
                    + held.describe(time.now(connection)));
        }
        return held;
    }

    private long nextToken(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "update " + dialect.prefix() + "fencing set token = token + 1 where id = 1 returning token")) {
            row.next();
            return row.getLong(1);
        }
    }

    public List<Lease> all(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECTION + lease + " order by token")) {
            return read(select);
        }
    }

    private Optional<Lease> find(Connection connection, String scope) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECTION + lease + " where scope = ?")) {
            select.setString(1, dialect.stored(scope));
            return read(select).stream().findFirst();
        }
    }

    private List<Lease> read(PreparedStatement select) throws SQLException {
        List<Lease> leases = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                leases.add(new Lease(
                        text(row, 1),
                        row.getLong(2),
                        new Lease.Holder(
                                text(row, 3), text(row, 4), text(row, 5), text(row, 6), text(row, 7), text(row, 8)),
                        Instant.parse(row.getString(9)),
                        Instant.parse(row.getString(10)),
                        Instant.parse(row.getString(11))));
            }
        }
        return leases;
    }

    private void put(Connection connection, Lease lease) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into " + this.lease + " (scope, token, run, actor, url, revision, plan, "
                        + "progress, acquired, renewed, expires) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (scope)"
                        + " do update set token = excluded.token, run = excluded.run, actor = excluded.actor, url = excluded.url,"
                        + " revision = excluded.revision, plan = excluded.plan, progress = excluded.progress,"
                        + " acquired = excluded.acquired, renewed = excluded.renewed, expires = excluded.expires")) {
            Lease.Holder holder = lease.holder();
            insert.setString(1, dialect.stored(lease.scope()));
            insert.setLong(2, lease.token());
            insert.setString(3, dialect.stored(holder.run()));
            insert.setString(4, dialect.stored(holder.actor()));
            insert.setString(5, dialect.stored(holder.url()));
            insert.setString(6, dialect.stored(holder.commit()));
            insert.setString(7, dialect.stored(holder.plan()));
            insert.setString(8, dialect.stored(holder.progress()));
            insert.setString(9, lease.acquired().toString());
            insert.setString(10, lease.renewed().toString());
            insert.setString(11, lease.expires().toString());
            insert.executeUpdate();
        }
    }

    private String text(ResultSet row, int column) throws SQLException {
        return String.valueOf(dialect.loaded(row.getString(column)));
    }
}
