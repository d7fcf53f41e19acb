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
import org.junit.jupiter.params.provider.ValueSource;

final class InitCommandTest {

    @TempDir
    private Path folder;

    @Test
    void writes_a_project_that_is_valid() {
        Result result = Cli.in(folder).run("init", "--name=shop", "--feature=new-checkout");

        assertThat(result).isEqualTo(new Result(0, """
                                + flagctl.yaml
                                + manifests/new-checkout.yaml
                                + manifests/metrics.yaml
                                + flagctl.schema.json
                                + .flagctl/.gitignore

                                5 written · 0 left alone · 0 skipped
                                Next  flagctl validate, then flagctl plan
                                """, ""));
        assertThat(Cli.in(folder).run("validate"))
                .isEqualTo(new Result(0, "0 errors, 0 warnings · 3 files, 1 feature, 0 s\n", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--environment=live",
                "--environment=dev,--environment=staging,--environment=production",
                "--environment=no,--environment=1",
                "--flags-file=demo.flagd.json",
                "--flags-file=flags \"x\" ${environment}.json",
                "--owner=Team \"Pay\\ments\": # 1",
            })
    void writes_a_project_that_is_valid_whatever_was_asked_for(String options) {
        String[] args = ("init,--name=true,--feature=2," + options).split(",");

        Result result = Cli.in(folder).run(args);

        assertThat(result.exitCode()).as(result.errorOutput()).isZero();
        assertThat(Cli.in(folder).run("validate").output()).startsWith("0 errors, 0 warnings");
    }

    @Test
    void asks_on_a_terminal_what_it_needs_to_know() {
        Result result = Cli.in(folder)
                .onTerminal()
                .typing("shop\n\nsearch\nteam-search\n")
                .run("init", "--color=never");

        assertThat(result.exitCode()).isZero();
        assertThat(result.errorOutput())
                .startsWith("Name of the project? [")
                .contains("Environments, in order? [staging production]", "Name of the first feature?");
        assertThat(folder.resolve("manifests/search.yaml")).content().contains("owner: \"team-search\"");
    }

    @Test
    void says_what_to_pass_where_nobody_can_be_asked() {
        Result result = Cli.in(folder).run("init");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).startsWith("error: not a terminal: pass --feature=NAME\n");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"flagctl.yaml", "manifests/metrics.yaml", "manifests/search.yaml", "flagctl.schema.json"})
    void overwrites_nothing(String path) throws IOException {
        Files.createDirectories(folder.resolve("manifests"));
        Files.writeString(folder.resolve(path), "mine");

        Result result = Cli.in(folder).run("init", "--name=shop", "--feature=search");

        assertThat(result.exitCode()).isEqualTo(6);
        assertThat(result.errorOutput()).startsWith("error: " + path + " is there already");
        assertThat(folder.resolve(path)).hasContent("mine");
        assertThat(folder.resolve(".flagctl")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Search", "a b", "../up", "-x", ""})
    void refuses_a_name_that_a_manifest_could_not_hold(String name) {
        Result result = Cli.in(folder).run("init", "--name=shop", "--feature=" + name);

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).startsWith("error: --feature must be of a-z");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refuses_one_flag_file_for_two_environments() {
        Result result =
                Cli.in(folder).run("init", "--feature=x", "--flags-file=a.json", "--environment=a", "--environment=b");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).contains("--flags-file names one file, but there are 2 environments");
    }
}
