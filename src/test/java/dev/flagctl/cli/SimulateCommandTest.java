// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole rollout in virtual time, through the real planner, runner, flag file and ledger. */
final class SimulateCommandTest {

    @TempDir
    Path folder;

    @BeforeEach
    void shop() throws IOException {
        Files.createDirectories(folder.resolve("manifests"));
        Files.writeString(
                folder.resolve("flagctl.yaml"),
                Shop.PROJECT.replace("protected: true", "protected: true, telemetry: sheet")
                        + "    sheet: {type: csv, path: none.csv}\n");
        Files.writeString(folder.resolve("manifests/search.yaml"), """
                apiVersion: flagctl.dev/v1
                kind: Metric
                metadata: {name: errors}
                spec: {kind: ratio, csv: {metric: errors}}
                ---
                apiVersion: flagctl.dev/v1
                kind: Feature
                metadata: {name: search, version: 1.0.0, owner: team-search}
                spec:
                  variants: {"on": true, "off": false}
                  serve: {treatment: "on", control: "off"}
                  rollout:
                    production:
                      strategy: canary
                      approval: leads
                      stages:
                        - {percent: 10, bake: 1h}
                        - {percent: 50, bake: 1h, approval: leads}
                        - {percent: 100}
                  guardrails: [{metric: errors, worse-than: control, role: critical}]
                """);
    }

    private JsonNode json(String... options) {
        String[] all = new String[options.length + 4];
        System.arraycopy(new String[] {"simulate", "search", "-o", "json"}, 0, all, 0, 4);
        System.arraycopy(options, 0, all, 4, options.length);
        Cli.Result result = Cli.in(folder).run(all);
        assertThat(result.errorOutput()).isEmpty();
        assertThat(result.exitCode()).isZero();
        return JsonMapper.shared().readTree(result.output());
    }

    @Test
    void a_harmless_rollout_arrives_and_the_same_seed_gives_the_same_life() {
        JsonNode one = json("--scenario", "baseline", "--seed", "3");

        assertThat(one.at("/runs/0/end").asString()).isEqualTo("DONE");
        assertThat(Duration.ofMillis(one.at("/runs/0/lastedMs").asLong()))
                .isBetween(Duration.ofHours(2), Duration.ofHours(5));
        assertThat(json("--scenario", "baseline", "--seed", "3")).isEqualTo(one);
    }

    @Test
    void a_crash_is_noticed_soon_and_costs_few() {
        JsonNode crash = json("--scenario", "crash", "--runs", "3", "--svg", "crash.svg");

        assertThat(crash.at("/ends/ROLLED_BACK").asInt()).isEqualTo(3);
        assertThat(Duration.ofMillis(crash.at("/runs/0/lastedMs").asLong())).isLessThan(Duration.ofMinutes(30));
        assertThat(crash.get("harm95").asDouble()).isBetween(50.0, 400.0);
        assertThat(folder.resolve("crash.svg")).content().startsWith("<svg ").contains("search · crash · 3 runs");
    }

    @Test
    void a_regression_under_load_is_noticed_at_that_stage() {
        JsonNode regression = json("--scenario", "regression");

        JsonNode timeline = regression.at("/runs/0/timeline");
        assertThat(regression.at("/runs/0/end").asString()).isEqualTo("ROLLED_BACK");
        assertThat(timeline.toString()).contains("\"share\":0.5");
        assertThat(timeline.get(timeline.size() - 1).get("what").asString()).isEqualTo("ROLL_BACK");
    }

    @Test
    void without_traffic_it_never_advances() {
        JsonNode silent = json("--scenario", "no-traffic");

        assertThat(silent.at("/runs/0/end").asString()).isNotEqualTo("DONE");
        assertThat(silent.at("/runs/0/exposed").asDouble()).isZero();
    }

    @Test
    void a_scenario_of_ones_own_is_a_file_and_a_wrong_one_is_told() throws IOException {
        Files.writeString(folder.resolve("own.json"), "{\"traffic\": 1000, \"ratio\": 20, \"from-stage\": 1}");
        Files.writeString(folder.resolve("wrong.json"), "{\"trafic\": 1000}");

        assertThat(json("--scenario", "own.json").at("/ends/ROLLED_BACK").asInt())
                .isEqualTo(1);
        Cli.Result wrong = Cli.in(folder).run("simulate", "search", "--scenario", "wrong.json");
        Cli.Result unknown = Cli.in(folder).run("simulate", "search", "--scenario", "crsh");
        assertThat(wrong.exitCode()).isEqualTo(64);
        assertThat(wrong.errorOutput()).contains("there is no \"trafic\" here");
        assertThat(unknown.errorOutput()).contains("known are baseline, regression");
    }

    @Test
    void a_plan_of_computed_stages_says_what_each_shows_and_costs() throws IOException {
        Path file = folder.resolve("manifests/search.yaml");
        String text = Files.readString(file);
        Files.writeString(
                file,
                text.substring(0, text.indexOf("      strategy: canary"))
                        + "      {strategy: auto, traffic: 100/s, baseline: 0.5%, harm-budget: 500}\n");

        Cli.Result plan = Cli.in(folder).run("plan");

        assertThat(plan.errorOutput()).isEmpty();
        assertThat(plan.output()).contains("2.786%", "3,343 units, finds 2 times, costs at worst 500 bad units");
    }
}
