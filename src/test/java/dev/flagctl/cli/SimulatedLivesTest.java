// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.report.analysis.SimulatedLife;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SimulatedLivesTest {

    private final List<Integer> told = new ArrayList<>();

    private static SimulatedLife life(long seed) {
        return new SimulatedLife(seed, List.of(), "DONE", Duration.ZERO, 0, 0, null, null);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void lives_come_in_the_order_of_their_seeds_however_many_happen_at_once(int threads) {
        List<SimulatedLife> lives = new SimulatedLives(threads, told::add).of(20, 5, SimulatedLivesTest::life);

        assertThat(lives)
                .extracting(SimulatedLife::seed)
                .isEqualTo(IntStream.range(5, 25).mapToObj(seed -> (long) seed).toList());
        assertThat(told).isEqualTo(IntStream.rangeClosed(1, 20).boxed().toList());
    }

    /** Each waits for the other, so one after the other would never end. */
    @Test
    void two_happen_beside_each_other() {
        CountDownLatch both = new CountDownLatch(2);

        List<SimulatedLife> lives = new SimulatedLives(2, told::add).of(2, 1, seed -> {
            both.countDown();
            try {
                assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return life(seed);
        });

        assertThat(lives).hasSize(2);
    }

    @Test
    void what_one_throws_ends_them_all_as_it_is() {
        assertThatThrownBy(() -> new SimulatedLives(2, told::add).of(50, 1, seed -> {
                    if (seed == 3) {
                        throw new UsageException("no such thing");
                    }
                    return life(seed);
                }))
                .isInstanceOf(UsageException.class)
                .hasMessage("no such thing");
        assertThat(told).hasSizeLessThan(50);
    }
}
