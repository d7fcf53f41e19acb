// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli;
import dev.flagctl.cli.Cli.Result;
import dev.flagctl.support.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Exposure is taken back although an edit waits that LaunchDarkly would refuse, from the manifests to its API. */
final class LaunchDarklyRollbackTest {

    private static final String FEATURE = """
            apiVersion: flagctl.dev/v1
            kind: Feature
            metadata: {name: search, version: 1.0.0, owner: team-search}
            spec:
              variants: {"on": "new", "off": "old"}
              serve: {treatment: "on", control: "off"}
              rollout:
                production:
                  strategy: canary
                  stages:
                    - {percent: 10, bake: 1h}
                    - {percent: 50, bake: 1d}
                    - {percent: 100}
              guardrails:
                - {metric: errors, role: critical, worse-than: control, margin: 50%, min-units: 50}
            """;

    @TempDir
    private Path folder;

    private final StrictLaunchDarkly server = new StrictLaunchDarkly();
    private final TestClock clock = new TestClock();

    @BeforeEach
    void stands_at_half() throws IOException {
        write("flagctl.yaml", """
                apiVersion: flagctl.dev/v1
                kind: Project
                metadata: {name: shop}
                spec:
                  environments:
                    production: {flags: ld, telemetry: sheet}
                  adapters:
                    ld: {type: launchdarkly, url: "%s", project: shop, token: "${env:LD_TOKEN}"}
                    sheet: {type: csv, path: "telemetry/${environment}.csv"}
                """.formatted(server.url()));
        write("manifests/errors.yaml", """
                apiVersion: flagctl.dev/v1
                kind: Metric
                metadata: {name: errors}
                spec: {kind: ratio, csv: {metric: errors}}
                """);
        write("manifests/search.yaml", FEATURE);
        run("apply", "--auto-approve");
        clock.advance(Duration.ofMinutes(70));
        measured(1);
        run("apply", "--auto-approve");
        assertThat(served()).isEqualTo("50000");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Two values that are equal, of variants that nobody is served and of those that all are.
                "\"on\": \"new\", \"off\": \"old\", plain: \"old\"",
                "\"on\": \"old\", \"off\": \"old\"",
                "\"on\": \"new\", \"off\": \"new\""
            })
    void a_failed_guardrail_takes_exposure_back_and_leaves_the_edit_to_be_refused(String variants) throws IOException {
        edit(variants);
        fails();

        Result result = run("apply", "--auto-approve");
        Result next = run("plan");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(4);
        assertThat(served()).isEqualTo("10000");
        assertThat(next.exitCode()).as(next.toString()).isEqualTo(6);
        assertThat(next.output()).contains("takes no two variants with one value");
        assertThat(run("status").output()).contains("rolled back").contains("10%");
        assertThat(run("explain", "search").output())
                .containsPattern("ROLL_BACK 50% → 10%: errors FAIL")
                .contains("stage 1 of 3 since 15:20 (0 s), rolled back", "NEW_SPEC: version 2.0.0");
        assertThat(rollback().path("version").asString()).isEqualTo("1.0.0");
        assertThat(rollback().path("fields"))
                .singleElement()
                .satisfies(field -> assertThat(field.path("field").asString()).isEqualTo("exposure"));
        assertThat(rollback().at("/decision/because").asString()).endsWith("; the edit of its manifest comes after it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollback", "kill"})
    void a_person_takes_exposure_back(String command) throws IOException {
        edit("\"on\": \"new\", \"off\": \"old\", plain: \"old\"");

        Result result = run(command, "search", "--reason", "ticket 4711", "--auto-approve");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(served()).isEqualTo(command.equals("kill") ? "off" : "10000");
    }

    @Test
    void what_was_turned_up_outside_is_taken_back() throws IOException {
        edit("\"on\": \"new\", \"off\": \"old\", plain: \"old\"");
        server.flags
                .get("search")
                .environment("production")
                .withObject("/fallthrough/rollout")
                .withArray("variations")
                .forEach(each -> {
                    ObjectNode variation = (ObjectNode) each;
                    variation.put("weight", isTreatment(variation) ? 90_000 : 10_000);
                });

        run("apply", "--auto-approve");

        assertThat(served()).isEqualTo("50000");
    }

    /** Returns what the ledger keeps of the rollback. */
    private JsonNode rollback() {
        return run("history", "-o", "jsonl")
                .output()
                .lines()
                .map(JsonMapper.shared()::readTree)
                .filter(entry -> entry.path("why").asString("").startsWith("ROLL_BACK"))
                .map(entry -> JsonMapper.shared().readTree(entry.path("body").asString()))
                .findFirst()
                .orElseThrow();
    }

    private boolean isTreatment(JsonNode variation) {
        return server.flags
                .get("search")
                .json()
                .path("variations")
                .path(variation.path("variation").asInt())
                .path("name")
                .asString()
                .equals("on");
    }

    private String served() {
        ObjectNode production = server.flags.get("search").environment("production");
        for (JsonNode each : production.path("fallthrough").path("rollout").path("variations")) {
            if (isTreatment(each)) {
                return each.path("weight").asString();
            }
        }
        return "off";
    }

    private void edit(String variants) throws IOException {
        write(
                "manifests/search.yaml",
                FEATURE.replace("version: 1.0.0", "version: 2.0.0")
                        .replace("\"on\": \"new\", \"off\": \"old\"", variants));
    }

    private void fails() throws IOException {
        clock.advance(Duration.ofMinutes(70));
        measured(60);
    }

    /** An hour in which the treatment had so many bad units of a hundred each minute. */
    private void measured(int bad) throws IOException {
        StringBuilder rows = new StringBuilder("time,metric,flag,variant,units,bad\n");
        for (int i = 64; i > 0; i--) {
            Instant time = clock.instant().minus(Duration.ofMinutes(i));
            rows.append(time).append(",errors,search,on,1000,").append(bad).append('\n');
            rows.append(time).append(",errors,search,off,1000,1\n");
        }
        write("telemetry/production.csv", rows.toString());
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
    }

    private Result run(String... words) {
        return Cli.in(folder)
                .sleepingOn(clock)
                .with("LD_TOKEN", StrictLaunchDarkly.TOKEN)
                .run(words);
    }
}
