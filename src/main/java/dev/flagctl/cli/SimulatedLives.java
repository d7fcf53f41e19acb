// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.report.analysis.SimulatedLife;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.LongFunction;

/** Lets many lives happen beside each other. Each has its own seed, folder and clock, so how many threads there are changes nothing but the time it takes. */
final class SimulatedLives {

    private final int threads;
    private final IntConsumer progress;
    private int done;

    /**
     * @param threads that live at once, at least 1
     * @param progress hears how many are done, from the thread of each, one after the other
     */
    SimulatedLives(int threads, IntConsumer progress) {
        this.threads = threads;
        this.progress = progress;
    }

    /**
     * Returns the lives of the seeds from the first on, in their order.
     *
     * @param life lets the life of a seed happen; what it throws ends them all
     */
    List<SimulatedLife> of(int runs, long firstSeed, LongFunction<SimulatedLife> life) {
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, runs), SimulatedLives::daemon);
        try {
            List<Future<SimulatedLife>> lives = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                long seed = firstSeed + i;
                lives.add(pool.submit(() -> {
                    SimulatedLife lived = life.apply(seed);
                    tell();
                    return lived;
                }));
            }
            List<SimulatedLife> lived = new ArrayList<>();
            for (Future<SimulatedLife> each : lives) {
                lived.add(each.get());
            }
            return lived;
        } catch (ExecutionException failed) {
            throw thrown(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while runs were simulated", stopped);
        } finally {
            pool.shutdownNow();
        }
    }

    private synchronized void tell() {
        done++;
        progress.accept(done);
    }

    private static RuntimeException thrown(ExecutionException failed) {
        if (failed.getCause() instanceof Error error) {
            throw error;
        }
        return failed.getCause() instanceof RuntimeException problem
                ? problem
                : new IllegalStateException("a simulated run failed", failed.getCause());
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "flagctl-simulate");
        thread.setDaemon(true);
        return thread;
    }
}
