// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ValidateCommandTest {

    private static final String PROJECT = """
            apiVersion: flagctl.dev/v1
            kind: Project
            metadata: {name: shop}
            spec:
              environments:
                production: {flags: local}
              adapters:
                local: {type: flagd, path: flags.json}
            """;

    private static final String SEARCH = """
            apiVersion: flagctl.dev/v1
            kind: Feature
            metadata: {name: search, version: 0.1.0, onwer: team-search}
            spec:
              variants: {"on": true, "off": false}
              serve: {treatment: "on", control: "off"}
              rollout:
                production: {strategy: percentage, percent: 150}
            """;

    private static final String SOUND = SEARCH.replace("onwer", "owner").replace("150", "15");

    @TempDir
    private Path folder;

    @Test
    void says_that_all_is_well_with_the_counts() throws IOException {
        write("flagctl.yaml", PROJECT);
        write("manifests/search.yaml", SOUND);

        Result result = Cli.in(folder).run("validate");

        assertThat(result).isEqualTo(new Result(0, "0 errors, 0 warnings · 2 files, 1 feature, 0 s\n", ""));
    }

    @Test
    void shows_every_problem_with_its_lines_and_what_to_write_instead() throws IOException {
        write("flagctl.yaml", PROJECT);
        write("manifests/search.yaml", SEARCH);

        Result result = Cli.in(folder).run("validate");

        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(result.errorOutput()).isEmpty();
        assertThat(result.output())
                .contains("error[FC1007]: unknown key \"onwer\"")
                .contains("  --> manifests/search.yaml:3:42")
                .contains(" 3 | metadata: {name: search, version: 0.1.0, onwer: team-search}")
                .contains("did you mean \"owner\"?")
                .contains("error[FC1042]: percent must be between 0 and 100")
                .contains("2 errors, 0 warnings · 2 files, 1 feature, 0 s · flagctl explain FC")
                .endsWith("exit 5\n");
    }

    @Test
    void shows_one_line_for_each_problem_in_the_short_format() throws IOException {
        write("flagctl.yaml", PROJECT);
        write("manifests/search.yaml", SEARCH);

        Result result = Cli.in(folder).run("validate", "-o", "short");

        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(result.output())
                .contains(
                        "manifests/search.yaml:3:42: error FC1007: unknown key \"onwer\" (did you mean \"owner\"?)\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json     | \"FC1007\"",
                "jsonl    | {\"type\":\"version\"",
                "github   | ::error file=manifests/search.yaml,line=3",
                "sarif    | sarif",
                "markdown | error FC1007"
            })
    void writes_each_format_for_programs_to_standard_output(String format, String sign) throws IOException {
        write("flagctl.yaml", PROJECT);
        write("manifests/search.yaml", SEARCH);

        Result result = Cli.in(folder).with("FORCE_COLOR", "1").run("validate", "-o", format);

        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(result.output()).contains(sign).doesNotContain("\u001b");
        assertThat(result.errorOutput()).isEmpty();
    }

    @Test
    void says_that_no_manifest_was_found() {
        Result result = Cli.in(folder).run("validate");

        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(result.output()).contains("FC1002").contains("flagctl init");
    }

    @Test
    void reads_standard_input() throws IOException {
        write("flagctl.yaml", PROJECT);

        Result result = Cli.in(folder).typing(SEARCH).run("validate", "-", "-o", "short");

        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(result.output()).contains(":3:42: error FC1007");
    }

    @Test
    void works_in_another_folder() throws IOException {
        write("shop/flagctl.yaml", PROJECT);
        write("shop/manifests/search.yaml", SOUND);

        Result before = Cli.in(folder).run("-C", "shop", "validate");
        Result behind = Cli.in(folder).run("validate", "--dir=shop");

        assertThat(before.exitCode()).isZero();
        assertThat(behind).isEqualTo(before);
    }

    @Test
    void writes_ascii_where_the_locale_cannot_show_more() throws IOException {
        write("flagctl.yaml", PROJECT);
        write("manifests/search.yaml", SOUND);

        assertThat(Cli.in(folder).inLocaleC().run("validate").output()).isASCII();
        assertThat(Cli.in(folder).run("validate", "--ascii").output()).isASCII();
    }

    @Test
    void keeps_json_in_utf_8_in_any_locale() throws IOException {
        write("flagctl.yaml", PROJECT);
        write("manifests/search.yaml", SOUND.replace("spec:", "spec:\n  bezeichnüng: x"));

        Result result = Cli.in(folder).inLocaleC().run("validate", "-o", "json");

        assertThat(result.output()).contains("bezeichnüng");
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
