// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as a ledger has them: read fast, and as the parser of the platform reads them. */
final class InstantTextTest {

    @Test
    void every_time_is_what_it_was_written_from() {
        Random random = new Random(3);

        for (int i = 0; i < 100_000; i++) {
            long second = random.nextLong(-1L << 36, 1L << 36);
            int nano = i % 4 == 0 ? 0 : i % 4 == 1 ? random.nextInt(1000) * 1_000_000 : random.nextInt(1_000_000_000);
            Instant time = Instant.ofEpochSecond(second, nano);
            assertThat(InstantText.parse(time.toString())).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-30T24:00:00Z",
                "2026-11-30T23:59:60Z",
                "2026-11-30T23:59:59.1Z",
                "2026-11-30T23:59:59+02:00",
                "+12026-11-30T23:59:59Z",
                "-0001-11-30T23:59:59Z",
                "2026-11-30t23:59:59z",
                "2026-11-30T10:00:00.Z"
            })
    void unusual_forms_are_what_the_platform_takes_them_for(String text) {
        assertThat(InstantText.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-11-31T10:00:00Z",
                "2026-13-01T10:00:00Z",
                "2026-11-30T25:00:00Z",
                "2026-11-30T10:60:00Z",
                "2026-11-30T10:00:00.1234567890Z",
                "2026-11-30T10:00:0xZ",
                "2026-11-30 10:00:00Z",
                "2026-11-30T10:00:00.+12Z"
            })
    void what_is_no_time_is_refused(String text) {
        assertThatThrownBy(() -> InstantText.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
