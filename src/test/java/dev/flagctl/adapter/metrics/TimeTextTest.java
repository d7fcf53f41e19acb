// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeTextTest {

    private final TimeText times = new TimeText();

    private long millis(String text) {
        char[] padded = ("xx" + text + "xx").toCharArray();
        return times.millis(padded, 2, text.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23T13:02:11Z", "2026-11-23T13:02:59.123456789Z", "2026-11-23T13:02:00.5Z"})
    void a_time_in_the_minute_of_the_time_before_reads_as_java_time_reads_it(String text) {
        millis("2026-11-23T13:02:30Z");

        assertThat(millis(text)).isEqualTo(Instant.parse(text).toEpochMilli());
    }

    @Test
    void other_minutes_days_and_offsets_are_not_mixed_up() {
        for (String text : new String[] {
            "2026-11-23T13:02:11Z", "2026-11-23T13:03:11Z", "2026-11-24T13:03:11Z", "2026-11-23T13:03:11+01:00",
            "2026-11-23T13:03:12Z", "1969-12-31T23:59:59.5Z", "2026-11-23T13:03Z", "2026-11-23T13:03:13Z"
        }) {
            assertThat(millis(text))
                    .as(text)
                    .isEqualTo(java.time.OffsetDateTime.parse(text).toInstant().toEpochMilli());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-11-23T13:02:",
                "2026-11-23T13:02:60Z",
                "2026-11-23T13:02:1Z",
                "2026-11-23T13:02:11",
                "2026-11-23T13:02:1aZ",
                "2026-11-23T13:02:11.1234567890Z",
                "2026-02-30T13:02:11Z"
            })
    void anything_else_is_not_a_time(String text) {
        millis("2026-11-23T13:02:30Z");

        assertThat(millis(text)).isEqualTo(TimeText.NOT_A_TIME);
    }
}
