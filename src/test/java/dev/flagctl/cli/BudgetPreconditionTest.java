// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The error budget of a service from its first look to the share of it that a rollout used, as people see it. */
final class BudgetPreconditionTest {

    @TempDir
    private Path folder;

    @Test
    void a_rollout_begins_when_the_budget_is_known_and_does_not_burn() {
        Shop shop = shop();

        assertThat(held(shop)).contains("BUDGET_UNKNOWN", "the error budget of slo to be known: NO_");
        assertThat(shop.read("flags/production.json")).contains("\"defaultVariant\": \"off\"");

        telemetry(shop, 60, 20, 0);
        assertThat(held(shop)).contains("BUDGET_BURNS", "the error budget of slo to stop burning: 20 in 1h");

        shop.later(Duration.ofHours(8));
        telemetry(shop, 60, 0, 0);
        Result begins = shop.run("apply", "--auto-approve");
        assertThat(begins.output()).as(begins.toString()).contains("10%");
    }

    @Test
    void beside_a_matched_control_the_budget_is_that_of_all_users_before_and_while_it_rolls_out() {
        Shop shop = shop().edit(
                        "manifests/search.yaml",
                        text -> text.replace("\"off\": false", "\"off\": false, \"control\": false")
                                .replace("control: \"off\"", "control: \"control\", rest: \"off\""));
        assertThat(shop.read("manifests/search.yaml")).contains("rest: \"off\"");
        telemetry(shop, 60, 0, 0);

        Result begins = shop.run("apply", "--auto-approve");

        assertThat(begins.output()).as(begins.toString()).contains("10%");
        assertThat(shop.read("flags/production.json")).contains("[\"control\", 10000]");

        shop.later(Duration.ofMinutes(70));
        telemetry(shop, 60, 20, 1);
        assertThat(held(shop)).contains("BUDGET_BURNS");
    }

    @Test
    void what_the_rollout_used_is_shown_by_observe_explain_and_plan() {
        Shop shop = shop();
        telemetry(shop, 60, 0, 0);
        shop.applied().later(Duration.ofMinutes(70));
        telemetry(shop, 60, 0, 1);

        for (String command : new String[] {"observe", "explain", "plan"}) {
            String[] words = command.equals("explain") ? new String[] {command, "search"} : new String[] {command};
            assertThat(shop.run(words).output().replaceAll("\\s+", " "))
                    .as(command)
                    .containsPattern("[\\d.]+% of the budget left, this rollout used [\\d.]+% of what it found");
        }
    }

    @Test
    void a_budget_that_was_spent_ten_days_ago_is_gone_also_with_buckets_of_a_minute() {
        Shop shop = shop();
        telemetry(shop, 60, 0, 0);
        Instant spent = shop.clock.instant().minus(Duration.ofDays(10));
        StringBuilder rows = new StringBuilder(shop.read("telemetry/production.csv"));
        for (int i = 0; i < 60; i++) {
            rows.append(spent.plus(Duration.ofMinutes(i))).append(",slo,search,off,1000,900\n");
        }
        shop.write("telemetry/production.csv", rows.toString());

        assertThat(held(shop)).contains("BUDGET_GONE", "which is used up: 0% of the budget left");
    }

    private static String held(Shop shop) {
        shop.applied();
        return shop.run("plan", "-o", "json").output();
    }

    /** Minutes until now in which the control has bad requests of 1,000, and the treatment of 100. */
    private static void telemetry(Shop shop, int minutes, int controlBad, int bad) {
        StringBuilder rows = new StringBuilder("time,metric,flag,variant,units,bad\n");
        for (int i = minutes; i > 0; i--) {
            Instant time = shop.clock.instant().minus(Duration.ofMinutes(i));
            rows.append(time).append(",slo,search,off,1000,").append(controlBad).append('\n');
            if (bad > 0 && i < 30) {
                rows.append(time)
                        .append(",slo,search,on,100,")
                        .append(i % 10 == 0 ? bad : 0)
                        .append('\n');
            }
        }
        shop.write("telemetry/production.csv", rows.toString());
    }

    private Shop shop() {
        Shop shop = Shop.measured(folder);
        shop.write("manifests/slo.yaml", """
                apiVersion: flagctl.dev/v1
                kind: Metric
                metadata: {name: slo}
                spec: {kind: burn, objective: 99.9%, period: 30d, csv: {metric: slo}}
                """);
        return shop.search().edit("manifests/search.yaml", text -> text + """
                  guardrails:
                    - {metric: slo, role: guard, burn: page}
                """);
    }
}
