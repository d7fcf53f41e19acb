// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs many small independent tasks on the calling thread and at most one more. */
final class DocumentPool {

    /** Below this many tasks a second thread costs more than it brings. */
    private static final int WORTH = 32;

    private DocumentPool() {}

    /** Runs all tasks and returns when each has ended; the first failure of ours is thrown again. */
    static void run(List<? extends Runnable> tasks) {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        Runnable worker = () -> {
            try {
                int index;
                while ((index = next.getAndIncrement()) < tasks.size()) {
                    tasks.get(index).run();
                }
            } catch (RuntimeException bug) {
                failure.compareAndSet(null, bug);
            }
        };
        Thread second = tasks.size() < WORTH || Runtime.getRuntime().availableProcessors() < 2
                ? null
                : new Thread(worker, "flagctl-manifests");
        if (second != null) {
            second.setDaemon(true);
            second.start();
        }
        worker.run();
        if (second != null) {
            join(second);
        }
        RuntimeException bug = failure.get();
        if (bug != null) {
            throw bug;
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                // The work ends by itself within seconds; the caller sees the interrupt afterwards.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
