// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ClockSkewTest {

    private static final Instant SENT = Instant.parse("2026-11-24T13:00:00.900Z");
    private static final Instant RECEIVED = Instant.parse("2026-11-24T13:00:01.100Z");

    private static Optional<Duration> skew(String date) {
        return ClockSkew.of(new HttpAnswer(200, Map.of("date", date), ""), SENT, RECEIVED);
    }

    @Test
    void a_date_within_the_call_is_no_difference() {
        assertThat(skew("Tue, 24 Nov 2026 13:00:00 GMT")).contains(Duration.ZERO);
        assertThat(skew("Tue, 24 Nov 2026 13:00:01 GMT")).contains(Duration.ZERO);
    }

    @Test
    void a_later_date_is_ahead_and_an_earlier_one_behind_by_what_can_be_proven() {
        assertThat(skew("Tue, 24 Nov 2026 13:01:01 GMT")).contains(Duration.ofMillis(59_900));
        assertThat(skew("Tue, 24 Nov 2026 12:59:59 GMT")).contains(Duration.ofMillis(-900));
    }

    @Test
    void an_answer_without_a_date_says_nothing() {
        assertThat(ClockSkew.of(new HttpAnswer(200, Map.of(), ""), SENT, RECEIVED))
                .isEmpty();
        assertThat(skew("yesterday")).isEmpty();
    }
}
