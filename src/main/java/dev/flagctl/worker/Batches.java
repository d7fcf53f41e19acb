// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import dev.flagctl.model.FeatureKey;
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
    private volatile boolean isStopped;

    Batches(int size) {
        this.size = size;
    }

    /**
     * A key that somebody waits for.
     *
     * @param version of its row, as it was picked; another one tells that somebody else has it now
     * @param failures how often it failed in a row
     */
    record Look(FeatureKey key, long version, int failures, CompletableFuture<Boolean> isGivenBack) {

        Look(FeatureKey key, long version, int failures) {
            this(key, version, failures, new CompletableFuture<>());
        }
    }

    /** Waits until the key was looked at; returns whether its row was given back, together with others. Otherwise nobody looked at it, and it is still due. */
    boolean look(Look look) {
        waiting.add(look);
        if (isStopped) {
            // Nobody may be left who would answer.
            look.isGivenBack().complete(false);
        }
        return look.isGivenBack().join();
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
            look.isGivenBack().complete(false);
        }
    }
}
