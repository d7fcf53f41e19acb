// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import static dev.flagctl.guardrail.Given.START;
import static dev.flagctl.guardrail.Given.guardrail;
import static dev.flagctl.guardrail.Given.minute;
import static dev.flagctl.guardrail.Given.repeat;
import static dev.flagctl.guardrail.Given.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataDeadline.Action;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricUnit;
import dev.flagctl.model.Rule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an error budget says before more people get a treatment. The period is 30 days, the objective 99.9 %. */
final class ErrorBudgetTest {

    private static final Measure SLO = Measure.burn(0.999, Duration.ofDays(30), MetricUnit.REQUEST);
    private static final Guardrail PAGE =
            guardrail("slo", GuardrailRole.GUARD, new Rule.Burn(true), 3, 20, Action.PAUSE);

    private static ErrorBudget budget(List<Bucket> buckets, java.time.@Nullable Instant attempt) {
        return ErrorBudget.of(PAGE, SLO, series(buckets), attempt);
    }

    @Test
    void a_calm_service_allows_more_exposure() {
        ErrorBudget calm = budget(repeat(60, 1000, 1, 0, 0), null);

        assertThat(calm.allows()).isTrue();
        assertThat(calm.used()).isZero();
        assertThat(calm.left()).isCloseTo(1 - 1.0 / 720, within(1e-12));
    }

    @Test
    void a_service_that_burns_as_a_whole_does_not_whoever_burns() {
        ErrorBudget burns = budget(repeat(60, 1000, 20, 0, 0), null);

        assertThat(burns.allows()).isFalse();
        assertThat(burns.isKnown()).isTrue();
        assertThat(burns.burns()).isEqualTo("20 in 1h and 20 in 5m (at most 14.4)");
    }

    @Test
    void a_budget_that_is_gone_does_not_even_when_nothing_burns_now() {
        List<Bucket> buckets = repeat(60, 1000, 1000, 0, 0);
        buckets.addAll(calmHours());

        ErrorBudget gone = budget(buckets, null);

        assertThat(gone.burns()).isEmpty();
        assertThat(gone.left()).isLessThan(0);
        assertThat(gone.allows()).isFalse();
        assertThat(gone.sentence()).startsWith("0% of the budget left");
    }

    /** Ten hours without an error, after an hour of nothing else. */
    private static List<Bucket> calmHours() {
        return repeat(660, 1000, 0, 0, 0).subList(60, 660);
    }

    @Test
    void what_the_rollout_used_is_a_share_of_what_it_found() {
        // 60 minutes of 1,100 requests allow 1.1 × 43,200 bad ones in 30 days; the treatment had 4 more a minute than
        // it
        // would have had as the control.
        ErrorBudget budget = budget(repeat(60, 1000, 10, 100, 5), START);
        double allowed = 1.1 * 43_200;

        assertThat(budget.left()).isCloseTo(1 - 60 * 15 / allowed, within(1e-9));
        assertThat(budget.used()).isCloseTo(240 / (allowed - 60 * 15 + 240), within(1e-9));
        assertThat(budget.sentence()).isEqualTo("98.11% of the budget left, this rollout used 0.51% of what it found");
        assertThat(budget(repeat(60, 1000, 10, 100, 0), START).used()).isZero();
        assertThat(budget(repeat(60, 1000, 10, 100, 5), minute(30)).used())
                .isCloseTo(120 / (allowed - 60 * 15 + 120), within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void only_good_data_allows_more_exposure(DataState state) {
        List<Bucket> calm = repeat(60, 1000, 1, 0, 0);

        ErrorBudget budget = ErrorBudget.of(PAGE, SLO, series(state, minute(60), calm), null);

        assertThat(budget.allows()).isEqualTo(state == DataState.OK);
    }

    @Test
    void no_buckets_are_no_good_data() {
        ErrorBudget empty =
                ErrorBudget.of(PAGE, SLO, new BucketSeries(List.of(), START, DataState.OK, "", List.of()), null);

        assertThat(empty.allows()).isFalse();
        assertThat(empty.isKnown()).isFalse();
        assertThat(empty.sentence()).isEqualTo("not known: NO_TRAFFIC");
    }
}
