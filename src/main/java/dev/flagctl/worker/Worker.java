// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.run.Cancellation;
import dev.flagctl.run.OpenPorts;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks at every feature in every environment when it is due, beside other workers of the same project, until it is told to stop.
 *
 * <p>db-scheduler says when and who: one row for each key, picked by one worker, taken over when that worker's signs of life end. Whether something happens
 * twice does not hang on it: only a lease of the ledger allows to write, and its fencing token ends with its holder.
 */
public final class Worker {

    private static final Duration LAST_TICKS = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 8;

    private final WorkerTerms terms;
    private final WorkerSettings settings;
    private final WorkDatabase database;
    private final Supplier<OpenPorts> ports;
    private final WorkTable table;
    private final Batches batches;
    private final WorkerMetrics metrics = new WorkerMetrics();
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch stop = new CountDownLatch(1);

    /**
     * @param database where the workers of the project meet
     * @param ports opens the adapters and the ledger once more; a worker asks once for each lane, and closes them
     */
    public Worker(WorkerTerms terms, WorkerSettings settings, WorkDatabase database, Supplier<OpenPorts> ports) {
        this.terms = terms;
        this.settings = settings;
        this.database = database;
        this.ports = ports;
        this.table = new WorkTable(database);
        this.batches = new Batches(settings.batch(), terms.clock());
    }

    /** Asks it to stop after the tasks that are running; safe from a signal handler. */
    public void stop() {
        cancellation.request();
        stop.countDown();
    }

    /**
     * Works until {@link #stop} is called.
     *
     * @param address where to answer over HTTP
     * @throws dev.flagctl.diag.AdapterException when the database cannot be reached at the beginning; later it is waited for
     * @throws dev.flagctl.diag.RefusedException when nothing can listen at the address
     */
    public void run(InetSocketAddress address) throws InterruptedException {
        table.make();
        int added = table.add(keys(), terms.clock().instant());
        ExecutorService tasks = Executors.newFixedThreadPool(CONNECTIONS, WorkerThreads.named("flagctl-task"));
        ExecutorService lanes = Executors.newFixedThreadPool(settings.lanes(), WorkerThreads.named("flagctl-lane"));
        ScheduledExecutorService renewals =
                Executors.newScheduledThreadPool(settings.lanes(), WorkerThreads.named("flagctl-lease"));
        try (HikariDataSource pool = pool()) {
            Scheduler scheduler = scheduler(pool);
            try (WorkerHttp http = WorkerHttp.listen(
                    address, this::metricsText, () -> !batches.isStopped(), () -> isReady(scheduler))) {
                FeatureParts parts = new FeatureParts(terms.features(), terms.clock());
                for (int i = 0; i < settings.lanes(); i++) {
                    OpenPorts own = ports.get();
                    lanes.execute(new Lane(
                            batches,
                            new BatchTicks(terms, settings, parts, own, tasks, renewals, cancellation),
                            own,
                            metrics,
                            terms.clock()));
                }
                scheduler.start();
                terms.log()
                        .accept("works on " + keys().size() + " features in environments, " + added + " of them new; "
                                + http.url());
                stop.await();
                terms.log().accept("stops after what is running");
                batches.stop();
                scheduler.stop();
                lanes.shutdown();
                lanes.awaitTermination(LAST_TICKS.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            batches.stop();
            lanes.shutdownNow();
            renewals.shutdownNow();
            tasks.shutdown();
        }
    }

    private Scheduler scheduler(HikariDataSource pool) {
        Task<Void> look = Tasks.custom(WorkTable.TASK, Void.class)
                .onFailure((complete, operations) ->
                        operations.reschedule(complete, complete.getTimeDone().plus(settings.idle())))
                .onDeadExecutionRevive()
                .execute((instance, context) ->
                        looked(WorkTable.key(instance.getId()), context.getExecution().executionTime));
        return Scheduler.create(pool, look)
                .tableName(table.name())
                .schedulerName(new SchedulerName.Fixed(terms.identity().run()))
                .clock(terms.clock()::instant)
                .threads(settings.executions())
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(settings.poll())
                .heartbeatInterval(settings.deadAfter().dividedBy(WorkerSettings.SIGNS_OF_LIFE))
                .missedHeartbeatsLimit(WorkerSettings.SIGNS_OF_LIFE)
                .shutdownMaxWait(LAST_TICKS)
                .build();
    }

    private CompletionHandler<Void> looked(FeatureKey key, Instant due) {
        metrics.begun(Duration.between(due, terms.clock().instant()));
        try {
            Outcome outcome = batches.look(key);
            return (complete, operations) -> operations.reschedule(complete, outcome.next());
        } finally {
            metrics.ended();
        }
    }

    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.source());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setPoolName("flagctl-work");
        // The database was reached a moment ago; if it is gone now it is waited for, as it is later.
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private boolean isReady(Scheduler scheduler) {
        if (!scheduler.getSchedulerState().isStarted()
                || scheduler.getSchedulerState().isShuttingDown()) {
            return false;
        }
        try {
            table.overdue(terms.clock().instant());
            return true;
        } catch (AdapterException unreachable) {
            return false;
        }
    }

    private String metricsText() {
        return metrics.text(table.overdue(terms.clock().instant()));
    }

    private List<FeatureKey> keys() {
        List<FeatureKey> keys = new ArrayList<>();
        for (Feature feature : terms.features()) {
            for (String environment : feature.rollout().keySet()) {
                keys.add(new FeatureKey(feature.name(), environment));
            }
        }
        return keys;
    }
}
