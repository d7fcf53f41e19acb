// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.NoAnswerException;
import dev.flagctl.adapter.metrics.WrongAnswerException;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Asks a bounded number of things at once, in the order in which they were wished for. When nobody is reached, what has not begun is not asked any more. */
final class AtOnce implements AutoCloseable {

    private final ExecutorService threads;
    private volatile @Nullable AdapterException unreached;

    /** @param number how many things are asked at once */
    AtOnce(int number) {
        threads = Executors.newFixedThreadPool(number, task -> {
            Thread thread = new Thread(task, "flagctl-prometheus");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Asks for something; throws {@link AdapterException} when there is no answer. */
    interface Call<T> {
        T answer() throws WrongAnswerException;
    }

    /** What was asked, and will be answered. */
    static final class Asked<T> {

        private final Future<T> answer;

        private Asked(Future<T> answer) {
            this.answer = answer;
        }

        /**
         * Waits for the answer and returns it; any number of times.
         *
         * @throws NoAnswerException when there is none
         * @throws WrongAnswerException when it cannot be right
         */
        T get() throws NoAnswerException, WrongAnswerException {
            try {
                return answer.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new NoAnswerException("tried to read metrics, but the run was interrupted");
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                if (cause instanceof WrongAnswerException wrong) {
                    throw new WrongAnswerException(wrong.sentence());
                }
                if (cause instanceof AdapterException none) {
                    throw new NoAnswerException(none.sentence());
                }
                throw new IllegalStateException("asking failed", cause);
            }
        }
    }

    <T> Asked<T> ask(Call<T> call) {
        return new Asked<>(threads.submit(() -> {
            AdapterException known = unreached;
            if (known != null) {
                throw known;
            }
            try {
                return call.answer();
            } catch (AdapterException e) {
                if (e.failure() == Failure.UNREACHABLE) {
                    unreached = e;
                }
                throw e;
            }
        }));
    }

    /** Stops what has not begun. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
