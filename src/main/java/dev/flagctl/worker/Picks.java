// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Clock;
import java.time.Duration;
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

    Picks(Batches batches, WorkerMetrics metrics, Clock clock) {
        this.batches = batches;
        this.metrics = metrics;
        this.clock = clock;
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
        return Scheduler.create(pool, look)
                .tableName(table)
                .schedulerName(new SchedulerName.Fixed(name))
                .clock(clock::instant)
                .threads(settings.executions())
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(settings.poll())
                .heartbeatInterval(NEVER)
                .shutdownMaxWait(lastTicks)
                .build();
    }

    private CompletionHandler<Void> looked(Execution picked) {
        metrics.begun(Duration.between(picked.executionTime, clock.instant()));
        try {
            boolean isGivenBack = batches.look(new Batches.Look(
                    WorkTable.key(picked.taskInstance.getId()), picked.version, picked.consecutiveFailures));
            // What nobody looked at is due at once, for another worker.
            return isGivenBack
                    ? (complete, operations) -> {}
                    : (complete, operations) -> operations.reschedule(complete, picked.executionTime);
        } finally {
            metrics.ended();
        }
    }
}
