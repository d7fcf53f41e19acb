// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link Cli} checks of everything that is written as JSON would find a field that no schema has. */
final class WrittenJsonTest {

    private static final String[] ANALYZE = {"analyze", "-", "-o", "json"};

    @ParameterizedTest
    @CsvSource({"\"logE\", \"loge\"", "\"p\" : null, \"p\" : 2", "\"alpha\" : 0.05, \"alpha\" : \"5%\""})
    void an_output_that_its_schema_does_not_describe_is_found(String right, String wrong) {
        String output = Cli.in(Path.of(""))
                .typing("{\"control\": {\"n\": 0, \"x\": 0}, \"treatment\": {\"n\": 1, \"x\": 1}}")
                .run("analyze", "-", "-o", "json", "--test", "z")
                .output();

        assertThat(output).contains(right);
        assertThatThrownBy(() -> WrittenJson.assertDescribed(ANALYZE, output.replace(right, wrong)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("as schema analyze");
    }

    @Test
    void text_is_left_alone() {
        WrittenJson.assertDescribed(new String[] {"analyze", "-"}, "data  FAIL\n");
    }
}
