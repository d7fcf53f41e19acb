// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import dev.flagctl.model.FeatureKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Brings together keys that are due at the same time: the world is read once for all of them.
 *
 * <p>Executions of the scheduler hand their keys in and wait; lanes take them out by the batch.
 */
final class Batches {

    private static final long FIRST_MILLIS = 200;

    /** A batch that is not full goes on when nothing came for this long: executions are picked together, and come together as fast as threads begin. */
    private static final long MORE_MILLIS = 25;

    private final BlockingQueue<Look> waiting = new LinkedBlockingQueue<>();
    private final int size;
    private final Clock clock;
    private volatile boolean isStopped;

    Batches(int size, Clock clock) {
        this.size = size;
        this.clock = clock;
    }

    /** A key that somebody waits for. */
    record Look(FeatureKey key, CompletableFuture<Outcome> outcome) {}

    /** Waits until the key was looked at. */
    Outcome look(FeatureKey key) {
        if (isStopped) {
            return stopped();
        }
        Look look = new Look(key, new CompletableFuture<>());
        waiting.add(look);
        if (isStopped) {
            // Nobody may be left who would answer.
            look.outcome().complete(stopped());
        }
        return look.outcome().join();
    }

    /** Waits for the next batch; empty when nothing came for a moment. One lane collects at a time: two would get a half each. */
    synchronized List<Look> next() throws InterruptedException {
        List<Look> batch = new ArrayList<>(size);
        Look look = waiting.poll(FIRST_MILLIS, TimeUnit.MILLISECONDS);
        while (look != null) {
            batch.add(look);
            waiting.drainTo(batch, size - batch.size());
            look = batch.size() < size ? waiting.poll(MORE_MILLIS, TimeUnit.MILLISECONDS) : null;
        }
        return batch;
    }

    boolean isStopped() {
        return isStopped;
    }

    /** Gives back what no lane has begun with: it is due at once for another worker. */
    void stop() {
        isStopped = true;
        for (Look look = waiting.poll(); look != null; look = waiting.poll()) {
            look.outcome().complete(stopped());
        }
    }

    private Outcome stopped() {
        return new Outcome(clock.instant(), Outcome.Result.STOPPED);
    }
}
