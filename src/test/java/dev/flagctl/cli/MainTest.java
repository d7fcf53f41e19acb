// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void prints_one_line_with_the_version(String option) {
        Result result = Cli.launch(option);

        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).startsWith("flagctl ").contains("(Java ").hasLineCount(1);
        assertThat(result.errorOutput()).isEmpty();
    }

    @Test
    void answers_the_version_before_any_library_is_loaded() {
        assertThat(Main.asksForVersion(new String[] {"--version"})).isTrue();
        assertThat(Main.asksForVersion(new String[] {"validate", "--version"})).isFalse();
    }

    @Test
    void suggests_the_one_command_that_was_probably_meant() {
        Result result = Cli.launch("valdate");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.output()).isEmpty();
        assertThat(result.errorOutput()).isEqualTo("""
                        error: unknown command "valdate"
                          hint: did you mean validate? Else see flagctl --help
                        """);
    }

    @Test
    void refuses_to_do_nothing_when_no_command_was_given() {
        Result result = Cli.launch();

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).startsWith("error: no command was given");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "analyze",
                "approve",
                "reject",
                "pause",
                "resume",
                "rollback",
                "kill",
                "completion",
                "explain",
                "ledger",
                "simulate"
            })
    void a_command_without_the_argument_it_needs_says_which_is_missing(String command) {
        Result result = Cli.launch(command);

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.output()).isEmpty();
        assertThat(result.errorOutput()).startsWith("error: missing ").contains("see flagctl " + command + " --help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"apply", "completion", "explain", "kill", "schema", "simulate"})
    void a_command_with_more_arguments_than_it_takes_names_the_first_of_them(String command) {
        Result result = Cli.launch(command, "bash", "second", "third");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).startsWith("error: \"second\" is one argument too many");
    }

    @ParameterizedTest
    @EnumSource(Subcommand.class)
    void rejects_a_wrong_option_of_every_command_with_one_suggestion(Subcommand subcommand) {
        Result result = Cli.launch(subcommand.word(), "--formt=json");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.output()).isEmpty();
        assertThat(result.errorOutput())
                .startsWith("error: unknown option --formt\n")
                .contains("see flagctl " + subcommand.word() + " --help")
                .hasLineCount(2);
    }

    @ParameterizedTest
    @EnumSource(Subcommand.class)
    void shows_examples_and_exit_codes_on_every_help_page(Subcommand subcommand) {
        Result result = Cli.launch(subcommand.word(), "--help");

        assertThat(result.exitCode()).isZero();
        assertThat(result.errorOutput()).isEmpty();
        assertThat(result.output()).contains("Usage: flagctl " + subcommand.word(), "Examples:", "Exit codes:", "64  ");
    }

    @ParameterizedTest
    @EnumSource(Subcommand.class)
    void keeps_values_of_the_environment_out_of_every_help_page(Subcommand subcommand) {
        Cli cli = new CliWithCanary().cli;

        List<Result> pages =
                List.of(cli.run("--help"), cli.run(subcommand.word(), "--help"), cli.run("help", subcommand.word()));

        for (Result page : pages) {
            assertThat(page.exitCode()).isZero();
            assertThat(page.output()).doesNotContain("canary").isASCII();
        }
    }

    @ParameterizedTest
    @EnumSource(Subcommand.class)
    void gives_help_in_the_same_words_wherever_the_option_stands(Subcommand subcommand) {
        Result page = Cli.launch(subcommand.word(), "--help");

        assertThat(Cli.launch("--help", subcommand.word())).isEqualTo(page);
        assertThat(Cli.launch("help", subcommand.word())).isEqualTo(page);
        assertThat(Cli.launch("-C", "/", subcommand.word(), "-h")).isEqualTo(page);
    }

    @Test
    void lists_every_command_and_every_exit_code_on_its_own_help_page() {
        Result result = Cli.launch("--help");

        List<String> lines = new ArrayList<>();
        for (ExitCode code : ExitCode.values()) {
            lines.add(CommandForm.line(code));
        }
        assertThat(result.output()).contains(Subcommand.words()).contains(lines).doesNotContain("__complete");
    }

    @Test
    void takes_a_name_with_an_at_sign_as_a_name(@TempDir Path folder) {
        Cli.in(folder).run("init", "--name=shop", "--feature=new-checkout");

        Result result = Cli.in(folder).run("explain", "@secrets");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).startsWith("error: no feature is named \"@secrets\"");
    }

    @Test
    void says_which_option_lacks_its_value() {
        Result result = Cli.launch("validate", "--format");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).startsWith("error: option --format needs a value: --format=FORMAT\n");
    }

    @Test
    void says_which_formats_there_are() {
        Result result = Cli.launch("validate", "-o", "jsn");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).isEqualTo("""
                        error: --format must be one of text, short, json, jsonl, github, sarif, markdown, html, but is "jsn"
                          hint: did you mean json? Else see flagctl validate --help
                        """);
    }

    @Test
    void says_when_an_option_was_given_twice() {
        Result result = Cli.launch("validate", "-o", "json", "--format", "text");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).startsWith("error: option --format was given twice\n");
    }

    @Test
    void says_that_a_folder_is_not_there(@TempDir Path folder) {
        Result result = Cli.in(folder).run("-C", "shop", "validate");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).startsWith("error: --dir shop is not there\n");
    }

    @Test
    void does_not_end_well_when_its_output_is_lost() {
        Result result = new Cli().losingOutput("No space left on device").run("explain", "FC1042");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.errorOutput())
                .isEqualTo("error: standard output could not be written: No space left on device\n");
    }

    @Test
    void says_nothing_when_the_reader_of_its_output_has_seen_enough() {
        Result result = new Cli().losingOutput("Broken pipe").run("explain", "FC1042");

        assertThat(result).isEqualTo(new Result(0, "", ""));
    }

    /** An environment in which every variable that a text could name by accident holds a secret. */
    private static final class CliWithCanary {

        private final Cli cli = new Cli();

        private CliWithCanary() {
            for (String name : List.of("UNLEASH_TOKEN", "SLACK_WEBHOOK", "FLAGCTL_LEDGER_URL", "TOKEN", "NAME", "X")) {
                cli.with(name, "canary-" + name);
            }
        }
    }
}
