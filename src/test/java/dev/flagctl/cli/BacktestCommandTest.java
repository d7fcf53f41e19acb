// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.support.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class BacktestCommandTest {

    private static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");

    @TempDir
    Path folder;

    /** A day of the control, with bad units in bursts of a size. */
    private void shop(int burst) throws IOException {
        Files.createDirectories(folder.resolve("manifests"));
        Files.writeString(folder.resolve("flagctl.yaml"), """
                apiVersion: flagctl.dev/v1
                kind: Project
                metadata: {name: shop}
                spec:
                  environments: {production: {flags: local, telemetry: sheet}}
                  adapters:
                    local: {type: flagd, path: flags.json}
                    sheet: {type: csv, path: telemetry.csv}
                """);
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
                  rollout: {production: {strategy: all-at-once}}
                  guardrails: [{metric: errors, worse-than: control}]
                """);
        StringBuilder rows = new StringBuilder("time,metric,flag,variant,units,bad\n");
        Random random = new Random(4);
        for (int i = 0; i < 1440; i++) {
            int bad = 0;
            for (int j = 0; j < 40 / burst; j++) {
                bad += random.nextInt(4) == 0 ? burst : 0;
            }
            rows.append(MONDAY.plusSeconds(60L * i))
                    .append(",errors,search,off,1000,")
                    .append(bad)
                    .append('\n');
        }
        Files.writeString(folder.resolve("telemetry.csv"), rows);
    }

    private JsonNode backtest() {
        Cli.Result result = Cli.in(folder)
                .run(
                        "backtest",
                        "search",
                        "--from",
                        "2026-11-23T00:00:00Z",
                        "--to",
                        "2026-11-23T12:00:00Z",
                        "-o",
                        "json");
        assertThat(result.errorOutput()).isEmpty();
        return JsonMapper.shared().readTree(result.output()).at("/guardrails/0");
    }

    @Test
    void a_source_that_stopped_after_the_time_asked_for_is_not_stale_and_within_it_is() throws IOException {
        shop(1);
        TestClock later = new TestClock();
        later.advance(Duration.ofDays(2));

        Cli.Result covered = Cli.in(folder)
                .sleepingOn(later)
                .run("backtest", "search", "--from", "2026-11-23T00:00:00Z", "--to", "2026-11-23T12:00:00Z");
        Cli.Result beyond = Cli.in(folder)
                .sleepingOn(later)
                .run("backtest", "search", "--from", "2026-11-23T00:00:00Z", "--to", "2026-11-24T12:00:00Z");

        assertThat(covered.output()).contains("data ok");
        assertThat(beyond.output().replaceAll("\\s+", " ")).contains("data stale");
    }

    @Test
    void a_calm_metric_seldom_fails_against_itself() throws IOException {
        shop(1);

        JsonNode errors = backtest();

        assertThat(errors.get("rollouts").asInt()).isGreaterThan(3);
        assertThat(errors.get("alarms").asInt()).isZero();
        assertThat(errors.get("dispersion").asDouble()).isBetween(0.6, 1.4);
        assertThat(errors.get("advice")).isEmpty();
    }

    @Test
    void bursts_are_told_with_what_to_do() throws IOException {
        shop(10);

        JsonNode errors = backtest();

        assertThat(errors.get("dispersion").asDouble()).isGreaterThan(5);
        assertThat(errors.get("advice").toString()).contains("bursts");
    }

    @Test
    void the_text_has_one_line_for_each_guardrail() throws IOException {
        shop(1);

        Cli.Result result =
                Cli.in(folder).run("backtest", "--from", "2026-11-23T00:00:00Z", "--to", "2026-11-23T12:00:00Z");

        assertThat(result.output())
                .startsWith("search in production\n  errors ")
                .contains("failed", "dispersion");
        assertThat(Cli.in(folder).run("backtest", "--from", "soon").exitCode()).isEqualTo(64);
    }

    @Test
    void its_times_are_written_as_those_of_other_commands() throws IOException {
        shop(1);

        Cli.Result day = Cli.in(folder).run("backtest", "search", "--from", "2026-11-22", "--to", "1h");
        Cli.Result wrong = Cli.in(folder).run("backtest", "search", "--from", "someday");

        assertThat(day.exitCode()).isZero();
        assertThat(wrong.exitCode()).isEqualTo(64);
        assertThat(wrong.errorOutput())
                .contains("--from must be a time such as 2026-10-01")
                .contains("\"someday\"");
    }
}
