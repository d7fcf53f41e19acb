// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CheckTest {

    @ParameterizedTest
    @CsvSource({
        "     , UNKNOWN, its answers have no date",
        "    0, OK,      its clock and this one agree",
        "   10, OK,      its clock is 10 s ahead",
        "  -10, OK,      its clock is 10 s behind",
        "   11, WARNING, its clock is 11 s ahead",
        "-3600, WARNING, its clock is 3600 s behind"
    })
    void clocks_that_are_more_than_ten_seconds_apart_are_a_warning(Integer seconds, Check.State state, String found) {
        Check check = Check.clock(Optional.ofNullable(seconds).map(Duration::ofSeconds));

        assertThat(check.what()).isEqualTo("clock");
        assertThat(check.state()).isEqualTo(state);
        assertThat(check.found()).isEqualTo(found);
        assertThat(check.remedy().isEmpty()).isEqualTo(state != Check.State.WARNING);
    }
}
