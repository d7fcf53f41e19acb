// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Picks due rows environment by environment, of each only as many as its {@link Shares} allow: the scheduler alone would take the oldest of all, and thousands
 * of keys of a slow service would fill every hand.
 */
final class PickByEnvironment extends PostgreSqlJdbcCustomization {

    private final Shares shares;
    private final Supplier<? extends Collection<String>> environments;
    private final Set<String> hasMore = new HashSet<>();
    private int turn;

    /** @param environments all that there are now */
    PickByEnvironment(Shares shares, Supplier<? extends Collection<String>> environments) {
        super(false, false);
        this.shares = shares;
        this.environments = environments;
    }

    /** Tells whether an environment got all that it had room for when its rows were picked last: more of them may be due. */
    boolean mayHaveMore(String environment) {
        synchronized (hasMore) {
            return hasMore.contains(environment);
        }
    }

    @Override
    public List<Execution> lockAndFetchSingleStatement(
            JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
        List<String> all = List.copyOf(environments.get());
        List<Execution> picked = new ArrayList<>();
        // Another one begins each time, so that none is always the one for which nothing is left.
        turn++;
        for (int i = 0; i < all.size() && picked.size() < limit; i++) {
            String environment = all.get(Math.floorMod(turn + i, all.size()));
            int room = Math.min(limit - picked.size(), shares.room(environment, all));
            if (room > 0) {
                List<Execution> some = pick(context, now, environment, room);
                shares.take(environment, some.size());
                picked.addAll(some);
                note(environment, some.size() == room);
            }
        }
        return picked;
    }

    private void note(String environment, boolean isFull) {
        synchronized (hasMore) {
            if (isFull) {
                hasMore.add(environment);
            } else {
                hasMore.remove(environment);
            }
        }
    }

    private List<Execution> pick(JdbcTaskRepositoryContext context, Instant now, String environment, int most) {
        String sql = "update " + context.tableName + " as row set picked = true, picked_by = ?, last_heartbeat = ?,"
                + " version = version + 1 where (row.task_name, row.task_instance) in (select due.task_name,"
                + " due.task_instance from " + context.tableName + " as due where due.task_name = ? and "
                + WorkTable.ENVIRONMENT + " = ? and not due.picked and due.execution_time <= ?"
                + " order by due.execution_time limit ? for update skip locked) returning row.*";
        return context.jdbcRunner.query(
                sql,
                statement -> {
                    statement.setString(1, context.schedulerName.getName());
                    setInstant(statement, 2, now);
                    statement.setString(3, WorkTable.TASK);
                    statement.setString(4, environment);
                    setInstant(statement, 5, now);
                    statement.setInt(6, most);
                },
                context.resultSetMapper.get());
    }
}
