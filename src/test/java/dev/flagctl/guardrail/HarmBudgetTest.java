// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import static dev.flagctl.guardrail.Given.START;
import static dev.flagctl.guardrail.Given.minutes;
import static dev.flagctl.guardrail.Given.reading;
import static dev.flagctl.guardrail.Given.series;
import static dev.flagctl.guardrail.Given.worse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.DataDeadline.Action;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a rollout has cost so far, beside what it may cost. */
final class HarmBudgetTest {

    private static final Risk RISK = new Risk(0.05, 0.8, 100, 0, Risk.LAG);

    private static HarmBudget budget(Reading... readings) {
        return HarmBudget.of(Judge.judge(List.of(readings), RISK, START.plusSeconds(3600)));
    }

    private static Reading guard(long[]... counts) {
        return reading(worse("errors", GuardrailRole.GUARD), minutes(counts));
    }

    @Test
    void it_counts_what_the_treatment_has_beyond_the_control_of_the_same_minute() {
        // The control's rate rises tenfold; the treatment, a tenth of its size, has 2 and 3 more than that.
        HarmBudget budget = budget(guard(new long[] {1000, 10, 100, 3}, new long[] {1000, 100, 100, 13}));

        assertThat(budget.spent()).isCloseTo(5, within(1e-9));
        assertThat(budget.left()).isCloseTo(95, within(1e-9));
        assertThat(budget.isGone()).isFalse();
        assertThat(budget.sentence()).isEqualTo("5 of 100 extra bad units used, by errors");
    }

    @Test
    void a_treatment_that_does_better_gives_nothing_back() {
        HarmBudget budget = budget(guard(new long[] {1000, 100, 1000, 20}));

        assertThat(budget.spent()).isZero();
        assertThat(budget.sentence()).isEqualTo("0 of 100 extra bad units used");
    }

    @Test
    void a_minute_without_a_control_says_nothing() {
        assertThat(budget(guard(new long[] {1000, 10, 1000, 15}, new long[] {0, 0, 1000, 90}))
                        .spent())
                .isCloseTo(5, within(1e-9));
    }

    @Test
    void a_known_rate_stands_for_the_control() {
        Guardrail known = Given.guardrail(
                "errors", GuardrailRole.GUARD, new Rule.WorseThanBaseline(0.01, 0, 1), 3, 50, Action.HOLD);
        List<Bucket> minutes = minutes(new long[] {0, 0, 1000, 15}, new long[] {0, 0, 1000, 25});

        assertThat(budget(reading(known, series(minutes), START, 1, null)).spent())
                .isCloseTo(20, within(1e-9));
    }

    @Test
    void the_guardrail_that_lost_most_tells_and_one_that_only_watches_does_not() {
        Reading latency = reading(worse("slow", GuardrailRole.GUARD), minutes(new long[] {1000, 10, 1000, 140}));
        Reading watched = reading(worse("orders", GuardrailRole.WATCH), minutes(new long[] {1000, 10, 1000, 900}));

        HarmBudget budget = budget(guard(new long[] {1000, 10, 1000, 30}), latency, watched);

        assertThat(budget).isEqualTo(new HarmBudget("slow", 130, 100));
        assertThat(budget.isGone()).isTrue();
        assertThat(budget.left()).isZero();
    }

    @Test
    void a_risk_without_a_budget_has_none() {
        assertThat(HarmBudget.of(Given.judge(guard(new long[] {1000, 10, 1000, 900}))))
                .isNull();
    }
}
