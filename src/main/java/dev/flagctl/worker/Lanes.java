// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import dev.flagctl.run.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The lanes of a worker: one more than there are environments, so that each of these finds a lane while the services of all others are slow.
 *
 * <p>Lanes share no threads: what is slow in one keeps no other waiting.
 */
final class Lanes implements AutoCloseable {

    /** Each has a connection to the ledger. With more environments than this some of them wait for each other. */
    private static final int MOST = 32;

    /** Calls of one batch beside each other. */
    private static final int TASKS = 8;

    private final WorkerTerms terms;
    private final WorkerSettings settings;
    private final Batches batches;
    private final EditionWatch watch;
    private final Returns returns;
    private final WorkerMetrics metrics;
    private final Cancellation cancellation;
    private final ExecutorService threads = Executors.newCachedThreadPool(WorkerThreads.named("flagctl-lane"));
    private final List<ExecutorService> helpers = new ArrayList<>();
    private int started;

    Lanes(
            WorkerTerms terms,
            WorkerSettings settings,
            Batches batches,
            EditionWatch watch,
            Returns returns,
            WorkerMetrics metrics,
            Cancellation cancellation) {
        this.terms = terms;
        this.settings = settings;
        this.batches = batches;
        this.watch = watch;
        this.returns = returns;
        this.metrics = metrics;
        this.cancellation = cancellation;
    }

    /** Starts what is missing for so many environments; a lane is never taken away. */
    synchronized void keepFor(Set<String> environments) {
        int wanted = Math.min(MOST, Math.max(settings.lanes(), environments.size() + 1));
        batches.among(environments, Math.max(wanted, started));
        while (started < wanted && !threads.isShutdown()) {
            started++;
            threads.execute(lane());
        }
    }

    private Lane lane() {
        ExecutorService tasks = Executors.newFixedThreadPool(TASKS, WorkerThreads.named("flagctl-task"));
        ScheduledExecutorService renewals =
                Executors.newSingleThreadScheduledExecutor(WorkerThreads.named("flagctl-lease"));
        helpers.add(tasks);
        helpers.add(renewals);
        return new Lane(
                batches,
                watch::current,
                (edition, own) -> new Isolation(
                        new BatchTicks(terms, settings, edition, own, tasks, renewals, cancellation),
                        settings.idle(),
                        settings.retry(),
                        terms.clock(),
                        terms.log()),
                returns,
                metrics,
                terms.clock());
    }

    /** Waits for the batches that are going on; call {@link Batches#stop} before. */
    void await(Duration longest) throws InterruptedException {
        threads.shutdown();
        threads.awaitTermination(longest.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public synchronized void close() {
        batches.stop();
        threads.shutdownNow();
        helpers.forEach(ExecutorService::shutdownNow);
    }
}
