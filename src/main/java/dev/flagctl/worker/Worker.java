// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.run.Cancellation;
import dev.flagctl.run.OpenPorts;
import java.net.InetSocketAddress;
import java.time.Duration;
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
    private final SignsOfLife life;
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
        this.life = new SignsOfLife(database, terms.identity().run(), settings.deadAfter());
        this.batches = new Batches(settings.batch());
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
        new WorkSchema(database).make();
        int added = table.add(keys(), terms.clock().instant());
        life.give();
        ExecutorService tasks = Executors.newFixedThreadPool(CONNECTIONS, WorkerThreads.named("flagctl-task"));
        ExecutorService lanes = Executors.newFixedThreadPool(settings.lanes(), WorkerThreads.named("flagctl-lane"));
        ScheduledExecutorService renewals =
                Executors.newScheduledThreadPool(settings.lanes(), WorkerThreads.named("flagctl-lease"));
        ScheduledExecutorService signs =
                Executors.newSingleThreadScheduledExecutor(WorkerThreads.named("flagctl-life"));
        try (HikariDataSource pool = pool()) {
            Scheduler scheduler = new Picks(batches, metrics, terms.clock())
                    .scheduler(pool, table.name(), terms.identity().run(), settings, LAST_TICKS);
            Returns returns = new Returns(new WorkTable(database.over(pool)), terms.clock());
            try (WorkerHttp http = WorkerHttp.listen(
                    address, this::metricsText, () -> !batches.isStopped(), () -> isReady(scheduler))) {
                FeatureParts parts = new FeatureParts(terms.features(), terms.clock());
                for (int i = 0; i < settings.lanes(); i++) {
                    OpenPorts own = ports.get();
                    BatchTicks ticks = new BatchTicks(terms, settings, parts, own, tasks, renewals, cancellation);
                    Isolation looks =
                            new Isolation(ticks, settings.idle(), settings.retry(), terms.clock(), terms.log());
                    lanes.execute(new Lane(batches, looks, returns, own, metrics, terms.clock()));
                }
                long sign = settings.deadAfter().toMillis() / WorkerSettings.SIGNS_OF_LIFE;
                signs.scheduleWithFixedDelay(this::live, sign, sign, TimeUnit.MILLISECONDS);
                signs.scheduleWithFixedDelay(returns::tryAgain, sign, sign, TimeUnit.MILLISECONDS);
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
                end(returns);
            }
        } finally {
            batches.stop();
            lanes.shutdownNow();
            renewals.shutdownNow();
            signs.shutdownNow();
            tasks.shutdown();
        }
    }

    private void end(Returns returns) {
        try {
            returns.tryAgain();
            life.end();
        } catch (AdapterException away) {
            // Others take its rows when its last sign of life is over.
            terms.log().accept(away.sentence());
        }
    }

    /** What waits for the database is tried again here too; while it is away this fails, and readiness tells. */
    private void live() {
        try {
            life.give();
            int taken = life.takeOver();
            if (taken > 0) {
                terms.log().accept("takes over " + taken + " features in environments from a worker that died");
            }
        } catch (AdapterException away) {
            terms.log().accept(away.sentence());
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
        return metrics.text(table.overdue(terms.clock().instant()), table.failing());
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
