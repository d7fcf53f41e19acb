// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.run.Cancellation;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

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
    private final EditionWatch watch;
    private final WorkTable table;
    private final Batches batches;
    private final SignsOfLife life;
    private final WorkerMetrics metrics = new WorkerMetrics();
    private final Cancellation cancellation = new Cancellation();
    private volatile boolean isAway;
    private volatile Set<String> environments = Set.of();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ScheduledExecutorService signs =
            Executors.newScheduledThreadPool(2, WorkerThreads.named("flagctl-life"));

    /**
     * @param editions follows the manifests while it works
     * @param first what they say now
     * @param database where the workers of the project meet
     */
    public Worker(WorkerTerms terms, Editions editions, Edition first, WorkerSettings settings, WorkDatabase database) {
        this.terms = terms;
        this.settings = settings;
        this.database = database;
        this.table = new WorkTable(database);
        this.watch = new EditionWatch(editions, first, table, terms.clock(), terms.log());
        this.life = new SignsOfLife(database, terms.identity().run(), settings.deadAfter());
        this.batches = new Batches(settings.batch());
    }

    /** Asks it to read the manifests at once; safe from a signal handler. */
    public void reload() {
        try {
            signs.execute(() -> guarded(watch::reload));
        } catch (RejectedExecutionException ending) {
            terms.log().accept("stops, and reads no manifests any more");
        }
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
        List<FeatureKey> keys = List.copyOf(watch.current().keys().keySet());
        int added = table.add(keys, terms.clock().instant());
        Set<String> gone = table.environments();
        try (HikariDataSource pool = pool()) {
            Scheduler scheduler = new Picks(batches, settings.executions(), this::environments, metrics, terms.clock())
                    .scheduler(pool, table.name(), terms.identity().run(), settings, LAST_TICKS);
            Returns returns = new Returns(new WorkTable(database.over(pool)), terms.clock());
            try (Lanes lanes = new Lanes(terms, settings, batches, watch, returns, metrics, cancellation);
                    WorkerHttp http = WorkerHttp.listen(
                            address,
                            this::metricsText,
                            () -> !batches.isStopped() || cancellation.isRequested(),
                            () -> isReady(scheduler),
                            this::manifestsNote)) {
                // Not before it can listen: who is refused leaves no sign of a life that it never had.
                life.give();
                environments = watch.current().environments(gone);
                lanes.keepFor(environments);
                repeat(returns, () -> follow(lanes, gone));
                scheduler.start();
                terms.log()
                        .accept("works on " + keys.size() + " features in environments, " + added + " of them new; "
                                + http.url());
                stop.await();
                end(scheduler, lanes, returns);
            }
        } finally {
            batches.stop();
            signs.shutdownNow();
        }
    }

    private void repeat(Returns returns, Runnable follow) {
        Duration sign = settings.deadAfter().dividedBy(WorkerSettings.SIGNS_OF_LIFE);
        every(sign, this::live);
        every(sign, returns::tryAgain);
        every(settings.manifests(), watch::look);
        every(settings.manifests(), follow);
    }

    private void end(Scheduler scheduler, Lanes lanes, Returns returns) throws InterruptedException {
        terms.log().accept("stops after what is running");
        batches.stop();
        scheduler.stop();
        lanes.await(LAST_TICKS);
        // No sign of life may follow the word that it ends.
        signs.shutdown();
        signs.awaitTermination(LAST_TICKS.toSeconds(), TimeUnit.SECONDS);
        try {
            returns.tryAgain();
            life.end();
        } catch (AdapterException away) {
            // Others take its rows when its last sign of life is over.
            terms.log().accept(away.sentence());
        }
    }

    /** @param gone environments that have rows, be there a manifest for them or not */
    private void follow(Lanes lanes, Set<String> gone) {
        Set<String> now = watch.current().environments(gone);
        if (!now.equals(environments)) {
            environments = now;
            lanes.keepFor(now);
        }
    }

    private Set<String> environments() {
        return environments;
    }

    private void every(Duration time, Runnable work) {
        ScheduledFuture<?> unused = signs.scheduleWithFixedDelay(
                () -> guarded(work), time.toMillis(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A scheduled task that throws is never called again, and nobody would know. */
    @SuppressWarnings("PMD.AvoidCatchingGenericException")
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException bug) {
            terms.log().accept("a bug of flagctl: " + Isolation.where(bug));
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
            if (isAway) {
                isAway = false;
                terms.log().accept("reaches its database again");
            }
        } catch (AdapterException away) {
            if (!isAway) {
                isAway = true;
                terms.log().accept(away.sentence() + "; waits for it");
            }
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
        if (batches.isStopped()
                || !scheduler.getSchedulerState().isStarted()
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

    private String manifestsNote() {
        String problem = watch.problem();
        return problem.isEmpty() ? "" : "works by the manifests of " + watch.since() + "; newer ones: " + problem;
    }

    /** What this worker counted by itself is told also while the database is away. */
    private String metricsText() {
        String own = metrics.text(watch.since(), watch.problem().isEmpty());
        try {
            return own + metrics.ofDatabase(table.overdue(terms.clock().instant()), table.failing());
        } catch (AdapterException away) {
            return own + metrics.withoutDatabase();
        }
    }
}
