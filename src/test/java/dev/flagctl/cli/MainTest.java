// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void prints_one_line_with_the_version(String option) {
        int exitCode = run(option);

        assertThat(exitCode).isZero();
        assertThat(out.toString(UTF_8))
                .startsWith("flagctl ")
                .contains("(Java ")
                .hasLineCount(1);
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void refuses_an_unknown_command_as_wrong_usage() {
        int exitCode = run("no-such-command");

        assertThat(exitCode).isEqualTo(64);
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    private int run(String... args) {
        return Main.run(args, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }
}
