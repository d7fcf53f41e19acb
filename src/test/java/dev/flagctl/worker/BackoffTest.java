// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.FeatureKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(16), Duration.ofMinutes(5));

    @ParameterizedTest
    @CsvSource({"1, 12, 20", "2, 24, 40", "3, 48, 80", "5, 192, 320", "6, 225, 375", "1000000, 225, 375"})
    void each_failure_doubles_the_time_up_to_that_of_a_key_for_which_nothing_is_due(int failures, int least, int most) {
        for (int i = 0; i < 100; i++) {
            Duration after = backoff.after(new FeatureKey("f" + i, "production"), failures);

            assertThat(after).isBetween(Duration.ofSeconds(least), Duration.ofSeconds(most));
        }
    }

    @Test
    void keys_that_failed_together_come_back_one_after_the_other() {
        Set<Duration> times = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            times.add(backoff.after(new FeatureKey("checkout-" + i, "production"), 1));
        }

        assertThat(times).as("100 keys, 1,000 places").hasSizeGreaterThan(60);
        assertThat(times.stream().filter(time -> time.toSeconds() < 16).count()).isBetween(30L, 70L);
    }
}
