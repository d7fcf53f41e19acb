// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does a bounded number of things at once; its threads start when they are first needed. */
final class Workers implements AutoCloseable {

    private final int number;
    private @Nullable ExecutorService threads;

    Workers(int number) {
        this.number = number;
    }

    /** Does something for each and returns when all are done. An interruption stops what has not begun. */
    <T> void each(Collection<T> things, Consumer<T> work) {
        if (things.size() == 1 || number == 1) {
            things.forEach(work);
            return;
        }
        List<Callable<Void>> tasks = new ArrayList<>(things.size());
        for (T thing : things) {
            tasks.add(() -> {
                work.accept(thing);
                return null;
            });
        }
        try {
            for (Future<Void> each : threads().invokeAll(tasks)) {
                if (!each.isCancelled()) {
                    each.get();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException ours) {
                throw ours;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private synchronized ExecutorService threads() {
        if (threads == null) {
            threads = Executors.newFixedThreadPool(number, work -> {
                Thread thread = new Thread(work, "unleash");
                thread.setDaemon(true);
                return thread;
            });
        }
        return threads;
    }

    @Override
    public synchronized void close() {
        if (threads != null) {
            threads.shutdownNow();
        }
    }
}
