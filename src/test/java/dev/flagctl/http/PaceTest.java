// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.support.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PaceTest {

    private final TestClock clock = new TestClock();

    @Test
    void calls_that_come_at_once_are_spread_evenly() {
        Pace pace = new Pace(Duration.ofMillis(100), clock);

        assertThat(pace.turn()).isZero();
        assertThat(pace.turn()).isEqualTo(Duration.ofMillis(100));
        assertThat(pace.turn()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void a_call_after_a_rest_does_not_wait_and_earns_no_burst() {
        Pace pace = new Pace(Duration.ofMillis(100), clock);
        pace.turn();
        clock.advance(Duration.ofSeconds(10));

        assertThat(pace.turn()).isZero();
        assertThat(pace.turn()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void without_a_gap_nobody_waits() {
        Pace pace = new Pace(Duration.ZERO, clock);
        pace.turn();

        assertThat(pace.turn()).isZero();
    }
}
