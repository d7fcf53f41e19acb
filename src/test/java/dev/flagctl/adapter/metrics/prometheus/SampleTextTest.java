// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.adapter.metrics.WrongAnswerException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of samples. */
final class SampleTextTest {

    private static double number(String text) throws WrongAnswerException {
        char[] buffer = ("9" + text + "9").toCharArray();
        return SampleText.number(buffer, 1, text.length());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "42, 42",
        "999999999999999, 999999999999999",
        "9007199254740993, 9007199254740992",
        "123456789012345678901, 1.2345678901234568E20",
        "2.5, 2.5",
        "-3, -3",
        "1e+06, 1000000",
        "NaN, NaN",
        "+Inf, Infinity",
        "-Inf, -Infinity",
    })
    void a_number_is_read_as_java_reads_it(String text, double value) throws WrongAnswerException {
        assertThat(number(text)).isEqualTo(Double.valueOf(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "one", "1:2", "/1", "12a"})
    void anything_else_is_no_number(String text) {
        assertThatThrownBy(() -> number(text))
                .isInstanceOf(WrongAnswerException.class)
                .hasMessageContaining("is no number");
    }
}
