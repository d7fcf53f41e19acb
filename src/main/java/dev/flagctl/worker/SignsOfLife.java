// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Tells other workers until when this one is to be taken for alive, and frees the rows of those whose time is over.
 *
 * <p>Each worker promises for itself, so workers with different times get on; and the clock is the database's, so theirs may differ. One row for each worker,
 * where the scheduler's own signs of life are one update for each key in hand.
 */
final class SignsOfLife {

    /** Of workers that died this long ago nothing is kept. */
    private static final String FORGOTTEN = "interval '1 hour'";

    private final WorkDatabase database;
    private final String name;
    private final Duration promise;

    /** @param promise for how long each sign is good */
    SignsOfLife(WorkDatabase database, String name, Duration promise) {
        this.database = database;
        this.name = name;
        this.promise = promise;
    }

    /** Gives a sign of life. */
    void give() {
        change(
                "say that this worker is alive",
                "insert into " + database.schema() + ".worker (name, since, alive_until)"
                        + " values (?, now(), now() + ? * interval '1 millisecond') on conflict (name) do update"
                        + " set alive_until = excluded.alive_until",
                name,
                promise.toMillis());
    }

    /** Frees the rows of workers whose promise is over, and of those that never gave one, after the time of this one; returns how many these were. */
    int takeOver() {
        String worker = database.schema() + ".worker";
        change("forget workers that died", "delete from " + worker + " where alive_until < now() - " + FORGOTTEN);
        return change(
                "take over the work of dead workers",
                "update " + database.schema() + ".work as held"
                        + " set picked = false, picked_by = null, last_heartbeat = null, version = version + 1"
                        + " where picked and (picked_by in (select name from " + worker + " where alive_until < now())"
                        + " or (last_heartbeat < now() - ? * interval '1 millisecond' and not exists"
                        + " (select 1 from " + worker + " where name = held.picked_by)))",
                promise.toMillis());
    }

    /** Says that this worker ends by itself. */
    void end() {
        change("say that this worker ends", "delete from " + database.schema() + ".worker where name = ?", name);
    }

    private int change(String action, String sql, Object... values) {
        try (Connection connection = database.source().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw database.fault(action, e);
        }
    }
}
