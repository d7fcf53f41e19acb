// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CompletionTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish", "powershell"})
    void each_shell_has_a_script_that_asks_the_hidden_command(String shell) {
        Result result = Cli.launch("completion", shell);

        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).contains("__complete").contains("flagctl");
    }

    @Test
    void suggests_the_shell_that_was_probably_meant() {
        Result result = Cli.launch("completion", "bsh");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).contains("did you mean bash?");
    }

    @Test
    void completes_commands_but_not_the_hidden_one() {
        assertThat(complete("")).containsExactlyElementsOf(Subcommand.words());
        assertThat(complete("va")).containsExactly("validate");
        assertThat(complete("__")).isEmpty();
    }

    @Test
    void completes_options_and_their_words() {
        assertThat(complete("validate", "--fo")).containsExactly("--format");
        assertThat(complete("validate", "--format", "js")).containsExactly("json", "jsonl");
        assertThat(complete("validate", "-o", "js")).containsExactly("json", "jsonl");
        assertThat(complete("validate", "--format=js")).containsExactly("--format=json", "--format=jsonl");
        assertThat(complete("--color", "n", "")).containsExactlyElementsOf(Subcommand.words());
        assertThat(complete("--color", "n")).containsExactly("never");
        assertThat(complete("explain", "FC104")).containsExactly("FC1042", "FC1043", "FC1044");
    }

    @Test
    void completes_names_from_the_manifests() {
        Cli.in(folder).run("init", "--name=shop", "--feature=search");

        assertThat(complete("import", "--environment", "")).containsExactly("staging", "production");
        assertThat(complete("import", "--environment=p")).containsExactly("--environment=production");
        assertThat(complete("plan", "-e", "p")).containsExactly("production");
        assertThat(complete("plan", "--owner", "")).hasSize(1);
        assertThat(complete("-C", folder.toString(), "import", "-e", "s")).containsExactly("staging");
    }

    @Test
    void stays_silent_where_files_are_expected_or_a_manifest_is_invalid() throws IOException {
        Files.writeString(folder.resolve("flagctl.yaml"), "kind: Projct");

        assertThat(complete("validate", "ma")).isEmpty();
        assertThat(complete("import", "-e", "")).isEmpty();
        assertThat(complete("no-such-command", "")).isEmpty();
    }

    @Test
    void takes_two_quotes_for_an_empty_word_as_powershell_passes_it() {
        assertThat(complete("\"\"")).containsExactlyElementsOf(Subcommand.words());
    }

    private List<String> complete(String... words) {
        List<String> args = new ArrayList<>(List.of("__complete", "--"));
        args.addAll(List.of(words));
        Result result = Cli.in(folder).run(args.toArray(new String[0]));
        assertThat(result.exitCode()).as(result.errorOutput()).isZero();
        return result.output()
                .lines()
                .map(line -> line.replaceFirst("\t.*", ""))
                .toList();
    }
}
