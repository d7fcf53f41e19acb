// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger;

import dev.flagctl.diag.LockedException;
import dev.flagctl.port.Lease;
import dev.flagctl.port.LeaseScope;
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
import java.util.TreeSet;

/**
 * Gives, prolongs and takes back leases; each call is a part of the caller's transaction, which keeps every other writer out.
 *
 * <p>A lease is one row, however many scopes it has. There are as many as runs go on at once, so what overlaps is found by looking at all.
 */
public final class LeaseTable {

    /** Whose clock decides whether a lease has run out. */
    public interface LeaseTime {
        Instant now(Connection connection) throws SQLException;
    }

    private static final String SELECTION =
            "select scope, more, token, run, actor, url, revision, plan, progress, acquired, renewed, expires from ";

    private final Dialect dialect;
    private final LeaseTime time;
    private final String table;

    public LeaseTable(Dialect dialect, LeaseTime time) {
        this.dialect = dialect;
        this.time = time;
        this.table = dialect.prefix() + "lease";
    }

    public Lease acquire(Connection connection, List<String> scopes, Lease.Holder holder, Duration length)
            throws SQLException {
        Instant now = time.now(connection);
        List<Lease> others = overlapping(connection, scopes);
        for (Lease other : others) {
            if (other.inForce(now)) {
                throw new LockedException(other.scope() + " is locked: " + other.describe(now));
            }
        }
        for (Lease silent : others) {
            release(connection, silent);
        }
        Lease lease = new Lease(scopes, nextToken(connection), holder, now, now, now.plus(length));
        insert(connection, lease);
        return lease;
    }

    public Lease takeOver(Connection connection, Lease ranOut, Lease.Holder holder, Duration length)
            throws SQLException {
        requireCurrent(connection, ranOut);
        Instant now = time.now(connection);
        for (Lease recorded : all(connection)) {
            if (recorded.token() == ranOut.token() && recorded.isAhead(now)) {
                release(connection, recorded);
            }
        }
        return acquire(connection, ranOut.scopes(), holder, length);
    }

    public Lease renew(Connection connection, Lease lease, String progress, Duration length) throws SQLException {
        requireCurrent(connection, lease);
        Lease.Holder told = lease.holder();
        Instant now = time.now(connection);
        Lease renewed = new Lease(
                lease.scopes(),
                lease.token(),
                new Lease.Holder(told.run(), told.actor(), told.url(), told.commit(), told.plan(), progress),
                lease.acquired(),
                now,
                now.plus(length));
        try (PreparedStatement update = connection.prepareStatement(
                "update " + table + " set progress = ?, renewed = ?, expires = ? where token = ?")) {
            update.setString(1, dialect.stored(progress));
            update.setString(2, renewed.renewed().toString());
            update.setString(3, renewed.expires().toString());
            update.setLong(4, renewed.token());
            update.executeUpdate();
        }
        return renewed;
    }

    public boolean release(Connection connection, Lease lease) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from " + table + " where token = ?")) {
            delete.setLong(1, lease.token());
            return delete.executeUpdate() > 0;
        }
    }

    /** Returns a lease in force that overlaps a scope. */
    public Optional<Lease> inForce(Connection connection, String scope) throws SQLException {
        Instant now = time.now(connection);
        return overlapping(connection, List.of(scope)).stream()
                .filter(lease -> lease.inForce(now))
                .findFirst();
    }

    /** Returns every lease that is recorded, by its token. */
    public List<Lease> all(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECTION + table + " order by token")) {
            return read(select);
        }
    }

    /** Tells whether a lease is recorded; one that ran out is until somebody else takes one of its scopes. */
    public boolean isCurrent(Connection connection, Lease lease) throws SQLException {
        // Its first scope stands for all: of two leases that have it one is gone.
        try (PreparedStatement select =
                connection.prepareStatement("select 1 from " + table + " where scope = ? and token = ?")) {
            select.setString(1, dialect.stored(lease.scopes().get(0)));
            select.setLong(2, lease.token());
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Refuses a lease that is not recorded any more, and says who has what it locked. */
    public void requireCurrent(Connection connection, Lease lease) throws SQLException {
        if (isCurrent(connection, lease)) {
            return;
        }
        String which = "the lease of " + lease.scope() + " (token " + lease.token() + ") ";
        List<Lease> others = overlapping(connection, lease.scopes());
        throw new LockedException(
                others.isEmpty()
                        ? which + "was given back"
                        : which + "was lost: now " + others.get(0).describe(time.now(connection)));
    }

    private List<Lease> overlapping(Connection connection, List<String> scopes) throws SQLException {
        TreeSet<String> mine = new TreeSet<>(scopes);
        List<Lease> overlapping = new ArrayList<>();
        for (Lease lease : all(connection)) {
            if (lease.scopes().stream().anyMatch(scope -> LeaseScope.overlaps(scope, mine))) {
                overlapping.add(lease);
            }
        }
        return overlapping;
    }

    private long nextToken(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "update " + dialect.prefix() + "fencing set token = token + 1 where id = 1 returning token")) {
            row.next();
            return row.getLong(1);
        }
    }

    private List<Lease> read(PreparedStatement select) throws SQLException {
        List<Lease> leases = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                List<String> scopes = new ArrayList<>(List.of(text(row, 1)));
                text(row, 2).lines().forEach(scopes::add);
                leases.add(new Lease(
                        scopes,
                        row.getLong(3),
                        new Lease.Holder(
                                text(row, 4), text(row, 5), text(row, 6), text(row, 7), text(row, 8), text(row, 9)),
                        Instant.parse(row.getString(10)),
                        Instant.parse(row.getString(11)),
                        Instant.parse(row.getString(12))));
            }
        }
        return leases;
    }

    private void insert(Connection connection, Lease lease) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into " + table + " (scope, more, token, run, actor, url, revision, plan, progress, acquired,"
                        + " renewed, expires) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            Lease.Holder holder = lease.holder();
            List<String> scopes = lease.scopes();
            insert.setString(1, dialect.stored(scopes.get(0)));
            insert.setString(2, dialect.stored(String.join("\n", scopes.subList(1, scopes.size()))));
            insert.setLong(3, lease.token());
            insert.setString(4, dialect.stored(holder.run()));
            insert.setString(5, dialect.stored(holder.actor()));
            insert.setString(6, dialect.stored(holder.url()));
            insert.setString(7, dialect.stored(holder.commit()));
            insert.setString(8, dialect.stored(holder.plan()));
            insert.setString(9, dialect.stored(holder.progress()));
            insert.setString(10, lease.acquired().toString());
            insert.setString(11, lease.renewed().toString());
            insert.setString(12, lease.expires().toString());
            insert.executeUpdate();
        }
    }

    private String text(ResultSet row, int column) throws SQLException {
        return String.valueOf(dialect.loaded(row.getString(column)));
    }
}
