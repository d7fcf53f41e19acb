// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rollout cost, as people see it, and how they let it go on. */
final class HarmBudgetTest {

    @TempDir
    private Path folder;

    @Test
    void what_it_cost_is_shown_by_plan_observe_and_explain() {
        Shop shop = measured(40);

        for (String[] words : new String[][] {{"plan"}, {"observe"}, {"explain", "search"}}) {
            assertThat(shop.run(words).output().replaceAll("\\s+", " "))
                    .as(words[0])
                    .contains("harm budget 12 of 40 extra bad units used, by errors");
        }
        assertThat(shop.run("observe", "-o", "json").output()).contains("\"harmBudget\"", "\"spent\" : 12.0");
    }

    @Test
    void what_is_left_sizes_the_stages_to_come() {
        Shop shop = measured(14);

        assertThat(shop.run("plan").output().replaceAll("\\s+", " "))
                .contains("that is more than the 2 of 14 that are left of the harm budget");
    }

    @Test
    void a_rollout_whose_budget_is_gone_goes_on_with_a_larger_one() {
        Shop shop = measured(12);

        assertThat(shop.applied().run("plan").output().replaceAll("\\s+", " "))
                .contains("search holds at 10% for a larger harm budget · team-search")
                .contains("12 of 12 extra bad units used, by errors");
        assertThat(shop.run("plan", "-o", "json").output()).contains("HARM_BUDGET_GONE");

        shop.edit(
                "manifests/search.yaml",
                text -> text.replace("harm-budget: 12", "harm-budget: 900")
                        .replace("version: 1.0.0", "version: 1.1.0"));
        shop.applied();
        assertThat(shop.run("plan", "-o", "json").output()).doesNotContain("HARM_BUDGET_GONE");
    }

    /** An hour at 10 %, in which the treatment had 12 bad units more than the control; the newest minutes, which may not be closed, had none. */
    private Shop measured(int budget) {
        Shop shop = Shop.measured(folder).search().edit("manifests/search.yaml", text -> text + """
                  risk: {harm-budget: %d}
                  guardrails:
                    - {metric: errors, role: guard, worse-than: control, margin: 300%%, detect: 500%%}
                """.formatted(budget));
        shop.applied().later(Duration.ofMinutes(70));
        StringBuilder rows = new StringBuilder("time,metric,flag,variant,units,bad\n");
        for (int i = 64; i > 0; i--) {
            Instant time = shop.clock.instant().minus(Duration.ofMinutes(i));
            rows.append(time)
                    .append(",errors,search,on,100,")
                    .append(i > 4 ? i % 2 : 0)
                    .append('\n');
            rows.append(time)
                    .append(",errors,search,off,1000,")
                    .append(i > 4 ? 3 : 0)
                    .append('\n');
        }
        return shop.write("telemetry/production.csv", rows.toString());
    }
}
