// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.cli.Surroundings.Tty;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PromptTest {

    private static final Tty TERMINAL = new Tty(true, false, true, 80);

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void only_yes_is_a_yes() {
        assertThat(prompt(TERMINAL, "yes\n").confirm("Apply 3 changes?")).isTrue();
        assertThat(err.toString(UTF_8)).isEqualTo("Apply 3 changes? Only \"yes\" goes on: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"y\n", "Yes\n", "YES\n", "\n", "", "no\n"})
    void everything_else_is_a_no(String answer) {
        assertThat(prompt(TERMINAL, answer).confirm("Apply 3 changes?")).isFalse();
    }

    @Test
    void a_protected_environment_wants_the_name() {
        assertThat(names(prompt(TERMINAL, " checkout \n"), "checkout")).isTrue();
        assertThat(names(prompt(TERMINAL, "yes\n"), "checkout")).isFalse();
    }

    @Test
    void several_names_are_asked_for_one_by_one_until_one_is_wrong() {
        boolean both = names(prompt(TERMINAL, "checkout\nsearch\n"), "checkout", "search");
        String asked = err.toString(UTF_8);
        boolean first = names(prompt(TERMINAL, "checkout\n\n"), "checkout", "search", "cart");

        assertThat(both).isTrue();
        assertThat(asked)
                .isEqualTo("More of checkout. Type \"checkout\" to go on: More of search. Type \"search\" to go on: ");
        assertThat(first).isFalse();
        assertThat(err.toString(UTF_8)).doesNotContain("More of cart");
    }

    private static boolean names(Prompt prompt, String... names) {
        return prompt.confirmNames(List.of(names), name -> "More of " + name + ".");
    }

    @Test
    void nobody_is_asked_where_input_or_question_would_be_lost() {
        Prompt withoutInput = prompt(new Tty(false, true, true, 80), "yes\n");
        Prompt withoutScreen = prompt(new Tty(true, true, false, 80), "yes\n");

        assertThatThrownBy(() -> withoutInput.confirm("Apply?"))
                .isInstanceOf(UsageException.class)
                .hasMessage("not a terminal: pass --auto-approve or a plan file");
        assertThatThrownBy(() -> names(withoutScreen, "checkout", "search"))
                .isInstanceOf(UsageException.class)
                .hasMessage("not a terminal: pass --confirm=checkout --confirm=search or a plan file");
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    private Prompt prompt(Tty tty, String input) {
        Surroundings surroundings = new Surroundings(
                Map.of(),
                Clock.systemUTC(),
                Path.of("/"),
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                OutputStream.nullOutputStream(),
                err,
                tty,
                true,
                length -> {},
                new Random(1),
                exitCode -> {},
                "run-1");
        return new Prompt(surroundings, new PrintStream(err, true, UTF_8));
    }
}
