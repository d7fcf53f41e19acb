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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    void a_matched_control_has_arms_of_one_size_and_a_test_for_bursts() throws IOException {
        keepsControl();
        Files.writeString(
                folder.resolve("bursts.json"),
                "{\"traffic\": 3000, \"base\": 0.005, \"burst\": 4, \"ratio\": 8, \"from-stage\": 1}");

        JsonNode harmless = json("--scenario", "baseline", "--seed", "3");
        JsonNode harmful = json("--scenario", "bursts.json", "--seed", "3");

        assertThat(harmless.at("/runs/0/end").asString()).isEqualTo("DONE");
        assertThat(harmful.at("/runs/0/end").asString()).isEqualTo("ROLLED_BACK");
    }

    private void keepsControl() throws IOException {
        Path file = folder.resolve("manifests/search.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"off\": false}", "\"off\": false, \"control\": false}")
                        .replace("control: \"off\"}", "control: \"control\", rest: \"off\"}"));
    }

    @Test
    void a_crash_is_noticed_soon_and_costs_few() {
        JsonNode crash = json("--scenario", "crash", "--runs", "3", "--svg", "crash.svg");

        assertThat(crash.at("/ends/ROLLED_BACK").asInt()).isEqualTo(3);
        assertThat(Duration.ofMillis(crash.at("/runs/0/lastedMs").asLong())).isLessThan(Duration.ofMinutes(30));
        assertThat(crash.at("/quantiles/2/harmed").asDouble()).isBetween(50.0, 400.0);
        assertThat(folder.resolve("crash.svg"))
                .content()
                .startsWith("<svg ")
                .endsWith("</svg>\n")
                .contains("search · crash · 3 runs", ">ROLLED_BACK 3</text>", ">10%</text>", "<circle ");
        assertThat(crash.get("harmMet").asInt()).isEqualTo(3);
        assertThat(crash.get("harmNoticed").asInt()).isEqualTo(3);
        assertThat(crash.at("/runs/0/noticedMs").asLong())
                .isEqualTo(crash.at("/runs/0/lastedMs").asLong()
                        - crash.at("/runs/0/harmBeganMs").asLong());
        assertThat(crash.at("/quantiles/1/noticedMs").asLong())
                .isBetween(
                        crash.at("/quantiles/0/noticedMs").asLong(),
                        crash.at("/quantiles/2/noticedMs").asLong());
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

    @Test
    void many_runs_at_once_are_those_of_their_seeds_one_by_one() {
        JsonNode together = json("--scenario", "regression", "--runs", "4", "--seed", "3");

        for (int i = 0; i < 4; i++) {
            JsonNode alone = json("--scenario", "regression", "--seed", String.valueOf(3 + i));
            assertThat(together.at("/runs/" + i)).isEqualTo(alone.at("/runs/0"));
        }
    }

    @Test
    void on_a_terminal_many_runs_say_how_many_are_done_and_take_it_away() {
        String[] words = {"simulate", "search", "--scenario", "crash", "--runs", "2", "--no-cache"};

        String told = Cli.in(folder)
                .on(new Surroundings.Tty(false, false, true, 92))
                .run(words)
                .errorOutput();

        assertThat(told)
                .startsWith("\r\u001b[K▕")
                .contains(" 0 of 2 runs", " 1 of 2 runs, ", " left", " 2 of 2 runs")
                .endsWith("2 runs\r\u001b[K")
                .doesNotContain("\n");
        assertThat(Cli.in(folder).run(words).errorOutput()).isEmpty();
        assertThat(Cli.in(folder)
                        .on(new Surroundings.Tty(false, false, true, 92))
                        .run("simulate", "search", "--scenario", "crash")
                        .errorOutput())
                .isEmpty();
    }

    @Test
    void many_runs_are_told_as_a_distribution() {
        String text = Cli.in(folder)
                .run("simulate", "search", "--scenario", "regression", "--runs", "3")
                .output()
                .replaceAll("\\s+", " ");

        assertThat(text)
                .contains("in scenario regression 200 units a minute, 0.5% bad, 4 times as many in the treatment")
                .contains("; harm began after 1 h", " later; ", " of them bad that would not have been")
                .containsPattern(
                        "3 runs ROLLED_BACK 3 of 3 noticed in 3 of 3 5 of 100 ≤ median 95 of 100 ≤ noticed after")
                .containsPattern("bad for it \\d+ \\d+ \\d+ $");
    }

    @Test
    void environments_before_dates_and_notices_are_part_of_a_life() throws IOException {
        Path file = folder.resolve("manifests/search.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("    production:\n", """
                                    staging: {strategy: all-at-once}
                                    production:
                                      after: [staging]
                                      not-before: 2026-11-25
                                """)
                        .replace("  guardrails:", "  notify: [{to: chat, on: [advanced]}]\n  guardrails:"));
        Files.writeString(
                folder.resolve("flagctl.yaml"),
                Files.readString(folder.resolve("flagctl.yaml")) + "    chat: {type: console}\n");
        Files.writeString(folder.resolve("slow.json"), "{\"earlier-after\": 2400}");
        Files.writeString(folder.resolve("never.json"), "{\"earlier-after\": -1}");

        JsonNode slow = json("--scenario", "slow.json");
        JsonNode never = json("--scenario", "never.json");

        String timeline = slow.at("/runs/0/timeline").toString();
        assertThat(slow.at("/runs/0/end").asString()).isEqualTo("DONE");
        assertThat(timeline).contains("its date", "1.0.0 to be done in staging", "\"what\":\"TELL\",\"why\":\"chat: ");
        assertThat(slow.at("/runs/0/lastedMs").asLong())
                .isGreaterThanOrEqualTo(Duration.ofHours(42).toMillis());
        assertThat(never.at("/runs/0/exposed").asDouble()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"kill-after, 0.0, killed by somebody", "rollback-after, 0.1, rolled back to stage 10% by somebody"})
    void a_person_takes_it_back_by_hand(String key, double share, String words) throws IOException {
        Files.writeString(folder.resolve("hand.json"), "{\"" + key + "\": 95}");

        JsonNode life = json("--scenario", "hand.json").at("/runs/0");

        JsonNode last = life.at("/timeline/" + (life.get("timeline").size() - 1));
        assertThat(life.get("end").asString()).isEqualTo("PAUSED");
        assertThat(life.get("lastedMs").asLong())
                .isEqualTo(Duration.ofMinutes(95).toMillis());
        assertThat(last.get("share").asDouble()).isEqualTo(share);
        assertThat(last.get("why").asString()).startsWith(words);
    }

    @Test
    void a_harm_budget_that_is_used_up_stops_it() throws IOException {
        Path file = folder.resolve("manifests/search.yaml");
        Files.writeString(
                file, Files.readString(file).replace("  guardrails:", "  risk: {harm-budget: 20}\n  guardrails:"));
        Files.writeString(folder.resolve("worse.json"), "{\"ratio\": 1.6, \"traffic\": 2000}");

        JsonNode life = json("--scenario", "worse.json").at("/runs/0");

        assertThat(life.get("end").asString()).isIn("STOPPED", "ROLLED_BACK");
        assertThat(life.get("timeline").toString()).containsAnyOf("nobody raises the harm budget", "ROLL_BACK");
        assertThat(life.get("harmed").asDouble()).isGreaterThan(15);
    }

    @Test
    void people_take_their_time_to_approve_and_without_them_it_stops() throws IOException {
        Files.writeString(folder.resolve("slow.json"), "{\"approve-after\": 240}");
        Files.writeString(folder.resolve("nobody.json"), "{\"approve-after\": -1}");

        JsonNode slow = json("--scenario", "slow.json");
        JsonNode nobody = json("--scenario", "nobody.json");

        assertThat(slow.at("/runs/0/end").asString()).isEqualTo("DONE");
        assertThat(slow.at("/runs/0/lastedMs").asLong()
                        - json().at("/runs/0/lastedMs").asLong())
                .isBetween(Duration.ofHours(7).toMillis(), Duration.ofHours(9).toMillis());
        assertThat(nobody.at("/runs/0/end").asString()).isEqualTo("STOPPED");
        assertThat(nobody.at("/runs/0/timeline/0/why").asString()).contains("approval of stage 10%");
        assertThat(nobody.at("/runs/0/exposed").asDouble()).isZero();
    }

    @Test
    void cohorts_and_regions_are_stages_of_their_size_and_hooks_are_asked() throws IOException {
        stages("""
                        - {cohort: staff, bake: 1h}
                        - {percent: 50, bake: 1h, regions: [north]}
                        - {percent: 50, bake: 1h, hooks: [{adapter: smoke, action: test}]}
                        - {percent: 100}
                """);
        Files.writeString(folder.resolve("red.json"), "{\"hooks-fail\": true}");

        JsonNode life = json();
        JsonNode red = json("--scenario", "red.json");

        assertThat(life.at("/runs/0/end").asString()).isEqualTo("DONE");
        assertThat(life.at("/runs/0/timeline").toString()).contains("\"share\":0.02", "\"share\":0.158");
        assertThat(red.at("/runs/0/end").asString()).isEqualTo("STOPPED");
        assertThat(red.at("/runs/0/timeline").toString())
                .contains("a hook said no")
                .doesNotContain("\"share\":0.5");
    }

    private void stages(String stages) throws IOException {
        Path file = folder.resolve("manifests/search.yaml");
        String text = Files.readString(file);
        int from = text.indexOf("        - {percent: 10");
        Files.writeString(file, text.substring(0, from) + stages + text.substring(text.indexOf("  guardrails:")));
        Path project = folder.resolve("flagctl.yaml");
        Files.writeString(
                project,
                Files.readString(project)
                                .replace(
                                        "telemetry: sheet}",
                                        "telemetry: sheet, regions: [north, south],"
                                                + " population: {users: 1000, cohorts: {staff: 20},"
                                                + " regions: {north: 275, south: 725}}}")
                        + """
                    smoke: {type: exec, command: [./never-run.sh]}
                  cohorts:
                    staff: {all: [{attribute: email, ends-with: "@shop.example"}]}
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: rate                                       | worse-than: control",
                "kind: share-above, above: 0.5                    | worse-than: control",
                "kind: mean, worse: lower, unit: user             | worse-than: control",
                "kind: quantile, quantile: 0.5, worse: higher     | worse-than: control",
                "kind: threshold, worse: higher                   | above: 7.5",
                "kind: ratio                                      | above: 2%",
                "kind: ratio                                      | below: 90%",
                "kind: ratio                                      | worse-than: baseline, baseline: 0.4%",
                "kind: burn, objective: 99.9%                     | burn: page"
            })
    void every_kind_of_metric_lets_a_calm_rollout_pass_and_stops_a_bad_one(String metric, String rule)
            throws IOException {
        Path file = folder.resolve("manifests/search.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("kind: ratio", metric)
                        .replace("metric: errors, worse-than: control", "metric: errors, " + rule));
        Files.writeString(folder.resolve("bad.json"), "{\"ratio\": 30, \"traffic\": 400}");

        assertThat(json().at("/runs/0/end").asString()).isEqualTo("DONE");
        assertThat(json("--scenario", "bad.json").at("/runs/0/end").asString()).isEqualTo("ROLLED_BACK");
    }

    /** A scenario that is not understood would be simulated as a calm one. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                      | a scenario is a JSON object such as
            []                      | a scenario is a JSON object such as
            {"traffic": "many"}     | "traffic" must be a number, not "many"
            {"from-stage": 1.5}     | "from-stage" must be a whole number, not 1.5
            {"seasonal": 1}         | "seasonal" must be true or false, not 1
            {"kill-after": null}    | "kill-after" must be a whole number, not null
            """)
    void a_scenario_of_ones_own_that_says_nothing_is_refused(String scenario, String problem) throws IOException {
        Files.writeString(folder.resolve("strange.json"), scenario);

        Cli.Result result = Cli.in(folder).run("simulate", "search", "--scenario", "strange.json");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).contains("strange.json: " + problem);
    }
}
