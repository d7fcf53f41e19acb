// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.adapter.metrics.NoAnswerException;
import dev.flagctl.adapter.metrics.WrongAnswerException;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asking a bounded number of things at once. */
@Timeout(30)
final class AtOnceTest {

    private static AdapterException failure(Failure failure) {
        return new AdapterException(failure, "read metrics", "prometheus \"prom\"", "it failed", null);
    }

    @Test
    void no_more_than_its_number_are_asked_at_once_and_all_are_answered() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        List<AtOnce.Asked<Integer>> asked = new ArrayList<>();

        try (AtOnce threads = new AtOnce(3)) {
            for (int i = 0; i < 30; i++) {
                int answer = i;
                asked.add(threads.ask(() -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    three.countDown();
                    boolean met = await(three);
                    running.decrementAndGet();
                    return met ? answer : -1;
                }));
            }

            for (int i = 0; i < 30; i++) {
                assertThat(asked.get(i).get()).isEqualTo(i);
            }
            assertThat(most).hasValue(3);
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void each_failure_says_itself_each_time_it_is_asked_for() {
        try (AtOnce threads = new AtOnce(1)) {
            AtOnce.Asked<String> wrong = threads.ask(() -> {
                throw new WrongAnswerException("no matrix");
            });
            AtOnce.Asked<String> refused = threads.ask(() -> {
                throw failure(Failure.REFUSED);
            });

            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(wrong::get)
                        .isInstanceOf(WrongAnswerException.class)
                        .hasMessage("no matrix");
                assertThatThrownBy(refused::get)
                        .isInstanceOf(NoAnswerException.class)
                        .hasMessageContaining("it failed");
            }
        }
    }

    @Test
    void when_nobody_is_reached_the_rest_is_not_asked() {
        AtomicInteger calls = new AtomicInteger();
        try (AtOnce threads = new AtOnce(1)) {
            List<AtOnce.Asked<String>> asked = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                asked.add(threads.ask(() -> {
                    calls.incrementAndGet();
                    throw failure(Failure.UNREACHABLE);
                }));
            }

            for (AtOnce.Asked<String> each : asked) {
                assertThatThrownBy(each::get)
                        .isInstanceOf(NoAnswerException.class)
                        .hasMessageContaining("it failed");
            }
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void one_refused_query_does_not_keep_others_from_being_asked() throws Exception {
        try (AtOnce threads = new AtOnce(1)) {
            threads.ask(() -> {
                throw failure(Failure.REFUSED);
            });

            assertThat(threads.ask(() -> "answered").get()).isEqualTo("answered");
        }
    }
}
