// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsTest {

    private static final String TOKEN = "canary-token-4711";

    /** The key of Standard Webhooks, so that the webhook is really tried. */
    private static final String KEY = "whsec_Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5";

    @Test
    void no_output_file_or_ledger_ever_holds_the_value_of_a_secret(@TempDir Path folder) throws IOException {
        shopThatTellsAClosedPort(folder);

        List<Result> results = Stream.of(
                        List.of("validate"),
                        List.of("validate", "-o", "json"),
                        List.of("plan"),
                        List.of("plan", "-o", "json", "--out", "saved.plan"),
                        List.of("plan", "-o", "markdown"),
                        List.of("apply", "--auto-approve", "--debug"),
                        List.of("apply", "--auto-approve", "-o", "jsonl"),
                        List.of("status", "--all"),
                        List.of("observe"),
                        List.of("explain", "greeting"),
                        List.of("history", "--all"),
                        List.of("history", "--all", "-o", "json"),
                        List.of("rollback", "greeting", "--auto-approve", "--reason", TOKEN))
                .map(words -> cli(folder).run(words.toArray(String[]::new)))
                .toList();

        assertThat(results.get(5).exitCode()).as(results.get(5).errorOutput()).isEqualTo(9);
        assertThat(results.get(5).output() + results.get(5).errorOutput()).contains("nobody listens there");
        for (Result result : results) {
            assertThat(result.output() + result.errorOutput())
                    .doesNotContain("4711")
                    .doesNotContain(KEY);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(bytes).as(file.toString()).doesNotContain("4711").doesNotContain(KEY);
            }
        }
    }

    @Test
    void a_secret_from_a_file_is_hidden_as_one_from_the_environment(@TempDir Path place) throws IOException {
        Path folder = Files.createDirectory(place.resolve("project"));
        shopThatTellsAClosedPort(folder);
        Path project = folder.resolve("flagctl.yaml");
        Files.writeString(project, Files.readString(project).replace("${env:CHAT_TOKEN}", "${file:../secret/token}"));
        Files.writeString(Files.createDirectory(place.resolve("secret")).resolve("token"), TOKEN + "\n");

        Result result = cli(folder).run("apply", "--auto-approve", "--debug");
        Result history = cli(folder).run("history", "--all", "-o", "json");

        assertThat(result.exitCode()).as(result.errorOutput()).isEqualTo(9);
        assertThat(result.output() + result.errorOutput() + history.output())
                .contains("nobody listens there")
                .doesNotContain("4711");
    }

    private static Cli cli(Path folder) {
        return Cli.in(folder)
                .with("CHAT_TOKEN", TOKEN)
                .with("CHAT_KEY", KEY)
                .with("FLAGCTL_CACHE_DIR", folder.resolve("cache").toString());
    }

    private static void shopThatTellsAClosedPort(Path folder) throws IOException {
        Files.writeString(folder.resolve("flagctl.yaml"), """
                apiVersion: flagctl.dev/v1
                kind: Project
                metadata: {name: shop}
                spec:
                  environments:
                    production: {flags: local}
                  adapters:
                    local: {type: flagd, path: "production.flagd.json"}
                    chat:
                      type: webhook
                      url: "http://127.0.0.1:1/hook?t=${env:CHAT_TOKEN}"
                      secret: "${env:CHAT_KEY}"
                """);
        Files.createDirectory(folder.resolve("manifests"));
        Files.writeString(folder.resolve("manifests/greeting.yaml"), """
                apiVersion: flagctl.dev/v1
                kind: Feature
                metadata: {name: greeting, version: 1.0.0, owner: team-shop}
                spec:
                  variants: {"on": true, "off": false}
                  serve: {treatment: "on", control: "off"}
                  rollout:
                    production: {strategy: percentage, percent: 10}
                  notify: [{to: chat, on: [advanced, finished, rolled-back]}]
                """);
    }
}
