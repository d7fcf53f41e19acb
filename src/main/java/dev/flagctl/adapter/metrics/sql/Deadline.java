// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs what a driver does on a thread of its own, and stops waiting when it takes too long: a driver in the middle of a dead connection looks at no
 * timeout.
 */
final class Deadline implements AutoCloseable {

    private final ClassLoader loader;
    private @Nullable ExecutorService thread;

    /** @param loader class loader in which drivers look for their parts */
    Deadline(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * Returns what the work returns.
     *
     * @throws TimeoutException when it took too long; it may still be at it, and must not be asked for anything else
     * @throws InterruptedException when this thread was interrupted
     */
    <T> T within(Duration longest, Callable<T> work) throws TimeoutException, InterruptedException, ExecutionException {
        try {
            return thread().submit(work).get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private ExecutorService thread() {
        if (thread == null) {
            thread = Executors.newSingleThreadExecutor(work -> {
                Thread made = new Thread(work, "flagctl-sql");
                made.setDaemon(true);
                made.setContextClassLoader(loader);
                return made;
            });
        }
        return thread;
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }
}
