// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.flagctl.model.FeatureKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Picks rows that are due, through db-scheduler, and hands their keys to the batches.
 *
 * <p>Rows are given back by the batch, and signs of life are given by {@link SignsOfLife}: one statement for many rows, where the scheduler has one for each.
 */
final class Picks {

    /** So seldom that the scheduler never gives a sign of life by itself, nor looks for the dead. */
    private static final Duration NEVER = Duration.ofDays(1000);

    private final Batches batches;
    private final WorkerMetrics metrics;
    private final Clock clock;
    private final Shares shares;
    private final PickByEnvironment picking;
    private Runnable pickMore = () -> {};

    /**
     * @param executions how many keys may be in hand at once
     * @param environments all that there are now
     */
    Picks(
            Batches batches,
            int executions,
            Supplier<? extends Collection<String>> environments,
            WorkerMetrics metrics,
            Clock clock) {
        this.batches = batches;
        this.metrics = metrics;
        this.clock = clock;
        this.shares = new Shares(executions);
        this.picking = new PickByEnvironment(shares, environments);
    }

    /**
     * Returns a scheduler that is not started yet.
     *
     * @param name the worker's, of no other worker
     * @param lastTicks how long it waits at its end for what is in hand
     */
    Scheduler scheduler(DataSource pool, String table, String name, WorkerSettings settings, Duration lastTicks) {
        Task<Void> look = Tasks.custom(WorkTable.TASK, Void.class)
                .onFailure((complete, operations) ->
                        operations.reschedule(complete, complete.getTimeDone().plus(settings.idle())))
                .execute((instance, context) -> looked(context.getExecution()));
        Scheduler scheduler = Scheduler.create(pool, look)
                .jdbcCustomization(picking)
                .tableName(table)
                .schedulerName(new SchedulerName.Fixed(name))
                .clock(clock::instant)
                .threads(settings.executions())
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(settings.poll())
                .heartbeatInterval(NEVER)
                .shutdownMaxWait(lastTicks)
                .build();
        pickMore = scheduler::triggerCheckForDueExecutions;
        return scheduler;
    }

    private CompletionHandler<Void> looked(Execution picked) {
        metrics.begun(Duration.between(picked.executionTime, clock.instant()));
        FeatureKey key = WorkTable.key(picked.taskInstance.getId());
        try {
            boolean isGivenBack = batches.look(new Batches.Look(key, picked.version, picked.consecutiveFailures));
            // What nobody looked at is due at once, for another worker.
            return isGivenBack
                    ? (complete, operations) -> {}
                    : (complete, operations) -> operations.reschedule(complete, picked.executionTime);
        } finally {
            metrics.ended();
            int left = shares.giveBack(key.environment());
            // The scheduler looks at the sum, which another environment may keep high.
            if (left == 0 && picking.mayHaveMore(key.environment())) {
                pickMore.run();
            }
        }
    }
}
