// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImportCommandTest {

    private static final String PROJECT = """
            apiVersion: flagctl.dev/v1
            kind: Project
            metadata: {name: shop}
            spec:
              environments:
                staging: {flags: local}
                production: {flags: local}
              adapters:
                local: {type: flagd, path: "${environment}.flagd.json"}
            """;

    private static final String FLAGS = """
            {
              "flags": {
                "adFailure": {
                  "state": "ENABLED", "description": "Fail: the ad service,\\nnow and then",
                  "variants": {"on": true, "off": false}, "defaultVariant": "off"
                },
                "cartFailure": {
                  "state": "ENABLED", "description": "",
                  "variants": {"10%": 0.1, "100%": 1, "off": 0}, "defaultVariant": "off"
                },
                "newMenu": {
                  "state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "on"
                },
                "theme": {
                  "state": "ENABLED",
                  "variants": {"1": "no", "dark": "12:30", "light": "a: b # c"}, "defaultVariant": "1",
                  "targeting": {"if": [{"==": [{"var": "plan"}, "gold"]}, "dark", "light"]}
                },
                "off": {
                  "state": "DISABLED", "variants": {"on": true, "off": false}, "defaultVariant": "off"
                },
                "only": {
                  "state": "ENABLED", "variants": {"on": true}, "defaultVariant": "on"
                }
              }
            }
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void write_a_project_and_its_flags() throws IOException {
        Files.writeString(folder.resolve("flagctl.yaml"), PROJECT);
        Files.writeString(folder.resolve("production.flagd.json"), FLAGS);
    }

    @Test
    void writes_a_manifest_for_each_flag_and_says_why_others_have_none() {
        Result result = Cli.in(folder).run("import", "-e", "production");

        assertThat(result).isEqualTo(new Result(0, """
                                + manifests/ad-failure.yaml
                                + manifests/cart-failure.yaml
                                + manifests/new-menu.yaml
                                + manifests/theme.yaml
                                + flagctl.schema.json
                                · off    it is disabled; archive it, or enable it and import again
                                · only   it has fewer than two variants, so there is nothing to roll out

                                5 written · 0 left alone · 2 skipped
                                Next  flagctl validate, then flagctl plan -e production
                                """, ""));
        assertThat(Cli.in(folder).run("validate").output()).startsWith("0 errors, 0 warnings · 5 files, 4 features");
    }

    @Test
    void rests_a_flag_on_the_variant_that_it_serves() {
        Cli.in(folder).run("import", "-e", "production", "cartFailure");

        assertThat(folder.resolve("manifests/cart-failure.yaml")).hasContent("""
                        # yaml-language-server: $schema=../flagctl.schema.json
                        apiVersion: flagctl.dev/v1
                        kind: Feature
                        metadata: {name: cart-failure, version: 0.1.0, owner: team-shop}
                        spec:
                          type: operational
                          flag-key: cartFailure
                          variants:
                            "10%": 0.1
                            "100%": 1
                            "off": 0
                          serve:
                            treatment: "10%"
                            control: "off"
                          rollout:
                            production: {strategy: percentage, percent: 0}
                        """);
    }

    @Test
    void takes_a_flag_that_serves_true_for_fully_rolled_out() {
        Cli.in(folder).run("import", "-e", "production", "newMenu", "--owner", "team-web");

        assertThat(folder.resolve("manifests/new-menu.yaml"))
                .content()
                .contains("owner: team-web", "type: release", "treatment: \"on\"", "{strategy: all-at-once}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "flagd|{'flags': {'ramp': {'state': 'ENABLED', 'variants': {'on': true, 'off': false, 'control': false}, 'defaultVariant': 'off',"
                        + " 'targeting': {'fractional': [['on', 25], ['off', 50], ['control', 25]]}}}}",
                "goff|{'ramp': {'variations': {'on': true, 'off': false, 'control': false},"
                        + " 'defaultRule': {'percentage': {'on': 25, 'off': 50, 'control': 25}}}}",
            })
    void a_split_with_a_control_group_is_one_in_the_manifest_too_and_the_plan_is_empty(String type, String flags)
            throws IOException {
        Files.writeString(folder.resolve("production.flags.json"), flags.replace('\'', '"'));
        Files.writeString(
                folder.resolve("flagctl.yaml"),
                PROJECT.replace(
                        "type: flagd, path: \"${environment}.flagd.json\"",
                        "type: " + type + ", path: \"${environment}.flags.json\""));

        Cli.in(folder).run("import", "-e", "production", "ramp");

        assertThat(folder.resolve("manifests/ramp.yaml"))
                .content()
                .contains("treatment: \"on\"", "control: control", "rest: \"off\"")
                .contains("{strategy: percentage, percent: 25}");
        Result plan = Cli.in(folder).run("plan", "-e", "production");
        assertThat(plan.exitCode()).as(plan.output() + plan.errorOutput()).isZero();
        assertThat(plan.output()).contains("no changes");
    }

    @Test
    void takes_a_share_that_is_served_already_into_the_rollout() throws IOException {
        Path file = folder.resolve("shared.flagd.json");
        Files.writeString(file, """
                {"flags": {"ramp": {"state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "off",
                  "targeting": {"fractional": [{"cat": ["seed-1", {"var": "userId"}]}, ["on", 25], ["off", 75]]}}}}
                """);

        Cli.in(folder).run("import", "--from=flagd", "--path=shared.flagd.json", "-e", "production");

        assertThat(folder.resolve("manifests/ramp.yaml"))
                .content()
                .contains("unit: userId", "salt: seed-1", "production: {strategy: percentage, percent: 25}")
                .doesNotContain("owns:");
    }

    @Test
    void leaves_rules_to_those_who_wrote_them() {
        Cli.in(folder).run("import", "-e", "production", "theme");

        assertThat(folder.resolve("manifests/theme.yaml"))
                .content()
                .contains("owns: [exposure]", "\"1\": \"no\"", "dark: \"12:30\"", "light: 'a: b # c'");
    }

    @Test
    void keeps_a_description_of_several_lines() {
        Cli.in(folder).run("import", "-e", "production", "adFailure");

        assertThat(folder.resolve("manifests/ad-failure.yaml")).content().contains("""
                          description: |-
                            Fail: the ad service,
                            now and then
                        """);
    }

    @Test
    void leaves_alone_what_has_a_manifest() throws IOException {
        Cli.in(folder).run("import", "-e", "production");
        Path manifest = folder.resolve("manifests/theme.yaml");
        Files.writeString(manifest, Files.readString(manifest).replace("team-shop", "team-web"));

        Result again = Cli.in(folder).run("import", "-e", "production");

        assertThat(again.exitCode()).isZero();
        assertThat(again.output())
                .contains("= theme         feature theme, manifests/theme.yaml:")
                .contains("0 written · 4 left alone · 2 skipped");
        assertThat(manifest).content().contains("team-web");
    }

    @Test
    void reads_another_flag_file_when_asked_to() throws IOException {
        Files.move(folder.resolve("production.flagd.json"), folder.resolve("demo.json"));

        Result result = Cli.in(folder).run("import", "--from=flagd", "--path=demo.json", "-e", "staging");

        assertThat(result.exitCode()).as(result.errorOutput()).isZero();
        assertThat(folder.resolve("manifests/theme.yaml")).content().contains("staging: {strategy");
    }

    @Test
    void asks_for_the_environment_when_there_are_several() {
        Result result = Cli.in(folder).run("import");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput())
                .startsWith(
                        "error: there are several environments: pass --environment=ENV, one of staging, production\n");
    }

    @Test
    void suggests_the_flag_that_was_probably_meant() {
        Result result = Cli.in(folder).run("import", "-e", "production", "cartFailur");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).contains("there is no flag \"cartFailur\"", "did you mean cartFailure?");
    }

    @Test
    void wants_a_project_first() throws IOException {
        Files.delete(folder.resolve("flagctl.yaml"));

        Result result = Cli.in(folder).run("import", "-e", "production");

        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(result.output()).isEmpty();
        assertThat(result.errorOutput()).contains("flagctl init");
    }
}
