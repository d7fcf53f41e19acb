// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan says of stages that were written by hand what they can show and cost, and refuses what cannot be decided. */
final class PlannedSizesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"text", "markdown", "html", "json"})
    void each_stage_says_how_long_it_lasts_what_it_finds_and_what_it_costs(String format) {
        Shop shop = shop("{traffic: 100/s}");

        Result plan = shop.run("plan", "-o", format);

        assertThat(plan.exitCode()).as(plan.toString()).isZero();
        assertThat(plan.output().replaceAll("\\s+", " "))
                .contains("errors: 36,000 units, finds 1.3 times, costs at worst 1,792 bad units")
                .contains("errors: 180,000 units, finds 1.2 times, costs at worst ");
    }

    @Test
    void the_numbers_are_the_same_when_the_manifest_comes_from_the_cache() {
        Shop shop = shop("{traffic: 100/s, power: 0.95, lag: 10m}");

        String first = sizes(shop);
        String again = sizes(shop);

        assertThat(first).contains("\"power\" : 0.95").isEqualTo(again);
    }

    @Test
    void more_power_takes_longer_and_a_longer_lag_costs_more() {
        long needs = number(shop("{traffic: 100/s}"), "needsMs");
        long harm = number(shop("{traffic: 100/s}"), "worstHarm");

        assertThat(number(shop("{traffic: 100/s, power: 0.95}"), "needsMs")).isGreaterThan(needs * 3 / 2);
        assertThat(number(shop("{traffic: 100/s, lag: 30m}"), "worstHarm")).isBetween(9 * harm, 11 * harm);
    }

    @Test
    void what_no_stage_can_decide_is_refused_with_what_would_help() {
        Result plan = shop("{traffic: 2/m}").run("plan");

        assertThat(plan.exitCode()).isEqualTo(6);
        assertThat(plan.output().replaceAll("\\s+", " "))
                .containsPattern(
                        "guardrail errors: 1 unit a minute of the treatment cannot show a doubling of 0.5% within \\d+ minutes;"
                                + " needs 6 days, or harm of \\d+ times")
                .contains("role: watch");
    }

    @Test
    void the_same_rollout_decides_on_more_harm_or_as_a_watch() {
        Shop more =
                shop("{traffic: 2/m}").edit("manifests/search.yaml", text -> text.replace("detect: 1", "detect: 60"));
        assertThat(more.run("plan").exitCode()).isZero();

        Shop watch = shop("{traffic: 2/m}").edit("manifests/search.yaml", text -> text.replace("guard,", "watch,"));
        assertThat(watch.run("plan").exitCode()).isZero();
    }

    @Test
    void a_stage_that_may_cost_more_than_the_harm_budget_is_refused_with_a_size_that_may_not() {
        Result plan = shop("{traffic: 100/s, harm-budget: 500}").run("plan");

        assertThat(plan.exitCode()).isEqualTo(6);
        assertThat(plan.output().replaceAll("\\s+", " "))
                .contains("stage 10% may cost 1,792 bad units at worst, and the harm budget is 500;"
                        + " a first stage of 2.79% stays within it");
        assertThat(shop("{traffic: 100/s, harm-budget: 5000}").run("plan").exitCode())
                .isZero();
    }

    @Test
    void what_was_measured_is_told_and_refuses_nothing() {
        Shop shop = shop("{}");
        assertThat(shop.run("plan").output()).doesNotContain("finds");
        shop.applied().later(Duration.ofMinutes(70));
        StringBuilder rows = new StringBuilder("time,metric,flag,variant,units,bad\n");
        for (int i = 20; i > 0; i--) {
            Instant time = shop.clock.instant().minus(Duration.ofMinutes(i));
            rows.append(time).append(",errors,search,on,5,0\n");
            rows.append(time).append(",errors,search,off,45,1\n");
        }
        shop.write("telemetry/production.csv", rows.toString());

        Result plan = shop.run("plan");

        assertThat(plan.exitCode()).as(plan.toString()).isZero();
        assertThat(plan.output().replaceAll("\\s+", " ")).contains("errors: ", " cannot show a doubling of 2.2%");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: mean, unit: user             | finds a change of \\d+(\\.\\d+)?% of the mean;",
                "kind: mean, unit: user             | of the treatment cannot show a change of 2% of the mean within \\d+ minutes; needs",
                "kind: quantile, quantile: 0.95     | finds [\\d.]+% above the control's 0.95 quantile instead of 5% \\(as when all values were 1 higher: 8 instead of 7\\), costs",
                "kind: quantile, quantile: 0.95     | cannot show 5.1% above the control's 0.95 quantile instead of 5% within \\d+ minutes; no time is enough, for"
            })
    void a_mean_and_a_quantile_are_sized_by_what_was_measured(String metric, String words) {
        Shop shop = shop("{}")
                .edit("manifests/errors.yaml", text -> text.replace("kind: ratio", metric.strip()))
                .edit("manifests/search.yaml", text -> text.replace(", expect: 0.5%, detect: 1", ", detect: 2%"));
        shop.applied().later(Duration.ofMinutes(70));
        StringBuilder rows = new StringBuilder("time,metric,flag,variant,value\n");
        for (int i = 1200; i > 0; i--) {
            Instant time = shop.clock.instant().minus(Duration.ofSeconds(3L * i));
            rows.append(time)
                    .append(",errors,search,")
                    .append(i % 10 == 0 ? "on," : "off,")
                    .append(1 + i / 10 % 7)
                    .append('\n');
        }
        shop.write("telemetry/production.csv", rows.toString());

        Result plan = shop.run("plan");

        assertThat(plan.output().replaceAll("\\s+", " "))
                .as(plan.toString())
                .containsPattern("errors: [\\d,]+ units.*" + words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "higher | finds 5.66% above the control's 0.95 quantile instead of 5%, costs at worst 1,729 values above it",
                "lower  | finds 95.62% below the control's 0.95 quantile instead of 95%, costs at worst 101 values below it"
            })
    void a_quantile_is_sized_before_anything_was_measured_by_the_share_of_values_beyond_it(String worse, String words) {
        Shop shop = quantile("{traffic: 100/s}", worse);

        Result plan = shop.run("plan", "-o", "json");

        assertThat(plan.exitCode()).as(plan.toString()).isZero();
        assertThat(plan.output()).contains("errors: 36,000 units, " + words);
    }

    @Test
    void a_quantile_that_no_stage_can_decide_is_refused_with_what_would_help() {
        Result plan = quantile("{traffic: 20/m}", "higher").run("plan");

        assertThat(plan.exitCode()).isEqualTo(6);
        assertThat(plan.output().replaceAll("\\s+", " "))
                .containsPattern(
                        "guardrail errors: 10 units a minute of the treatment cannot show 10% above the control's 0.95 quantile"
                                + " instead of 5% within \\d+ minutes; needs \\d+ hours, or [\\d.]+% above it");
        assertThat(quantile("{traffic: 20/m}", "higher")
                        .edit("manifests/search.yaml", text -> text.replace("detect: 1", "detect: 700%"))
                        .run("plan")
                        .exitCode())
                .isZero();
    }

    @Test
    void stages_are_computed_from_a_quantile_in_place_of_a_rate() {
        Shop shop = Shop.measured(folder)
                .search()
                .edit("manifests/search.yaml", text -> text.replaceAll("(?s)production:.*", """
                production: {strategy: auto, traffic: 100/s, quantile: 0.95, harm-budget: 500}
                """));

        Result plan = shop.run("plan", "-o", "json");

        assertThat(plan.exitCode()).as(plan.toString()).isZero();
        assertThat(plan.output()).containsPattern("finds .* above the control's 0.95 quantile instead of 5%");
    }

    @Test
    void a_harm_within_the_margin_can_never_be_found() {
        Result result = shop("{traffic: 1/s}")
                .edit("manifests/search.yaml", text -> text.replace("detect: 1", "detect: 5%, margin: 10%"))
                .run("validate");

        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(result.output()).contains("the harm to be found must be above the margin");
    }

    @Test
    void a_margin_that_the_test_of_a_quantile_would_not_read_is_refused() {
        Result result = quantile("{traffic: 1/s}", "higher")
                .edit("manifests/search.yaml", text -> text.replace("detect: 1", "detect: 1, margin: 10%"))
                .run("validate");

        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(result.output())
                .contains(
                        "metric \"errors\" is of kind quantile, whose test finds any difference: a margin is not read")
                .contains("take the margin out; or measure the share above a limit (kind share-above)");
    }

    private Shop quantile(String risk, String worse) {
        return shop(risk)
                .edit(
                        "manifests/errors.yaml",
                        text -> text.replace("kind: ratio", "kind: quantile, quantile: 0.95, worse: " + worse))
                .edit("manifests/search.yaml", text -> text.replace("expect: 0.5%, ", ""));
    }

    private static String sizes(Shop shop) {
        String json = shop.run("plan", "-o", "json").output();
        return json.substring(json.indexOf("\"sizes\""));
    }

    private static long number(Shop shop, String name) {
        Matcher number = Pattern.compile("\"" + name + "\" : (\\d+)").matcher(sizes(shop));
        assertThat(number.find()).isTrue();
        return Long.parseLong(number.group(1));
    }

    private Shop shop(String risk) {
        Shop shop = Shop.measured(folder);
        return shop.search().edit("manifests/search.yaml", text -> text + """
                  risk: RISK
                  guardrails:
                    - {metric: errors, role: guard, worse-than: control, expect: 0.5%, detect: 1}
                """.replace("RISK", risk));
    }
}
