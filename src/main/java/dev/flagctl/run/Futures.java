// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for what runs beside each other; every one is waited for before the first failure comes out as itself. */
final class Futures {

    private Futures() {}

    static <T> T join(CompletableFuture<T> running) {
        try {
            return running.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    static void joinAll(List<CompletableFuture<Void>> running) {
        RuntimeException failure = null;
        for (CompletableFuture<Void> each : running) {
            try {
                join(each);
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
