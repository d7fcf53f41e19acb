// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import static dev.flagctl.guardrail.Given.START;
import static dev.flagctl.guardrail.Given.guardrail;
import static dev.flagctl.guardrail.Given.judge;
import static dev.flagctl.guardrail.Given.minute;
import static dev.flagctl.guardrail.Given.minutes;
import static dev.flagctl.guardrail.Given.reading;
import static dev.flagctl.guardrail.Given.repeat;
import static dev.flagctl.guardrail.Given.worse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.DataDeadline.Action;
import dev.flagctl.model.DataState;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JudgeTest {

    @Test
    void three_bad_units_that_all_fall_on_a_tenth_of_the_traffic_give_the_evidence_of_the_closed_form() {
        List<Bucket> buckets = minutes(new long[] {900, 0, 100, 3});

        Judgement judgement =
                judge(Given.reading(worse("errors", GuardrailRole.GUARD), Given.series(buckets), START, 0.1, null));

        // mean over the grid of (r / (0.1 r + 0.9))^3, by hand
        double expected = 0;
        for (double r : new double[] {1.1, 1.25, 1.5, 2, 3, 5, 10}) {
            expected += Math.pow(r / (0.1 * r + 0.9), 3) / 7;
        }
        Statistic statistic = judgement.evidence().get(0).statistic();
        assertThat(Math.exp(statistic.logE())).isCloseTo(expected, within(1e-9));
        assertThat(expected).isBetween(31.0, 32.0);
        assertThat(statistic.p()).isCloseTo(1 / expected, within(1e-9));
        assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void strong_evidence_of_too_few_bad_units_does_not_fail() {
        List<Bucket> buckets = minutes(new long[] {900, 0, 100, 3});
        var four = guardrail("errors", GuardrailRole.GUARD, new Rule.WorseThanControl(0), 4, 50, Action.PAUSE);

        Judgement judgement = judge(Given.reading(four, Given.series(buckets), START, 0.1, null));

        assertThat(judgement.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(judgement.evidence().get(0).statistic().maxLogE()).isZero();
    }

    @Test
    void a_harmless_rollout_passes_and_says_its_numbers() {
        Judgement judgement = judge(reading(worse("errors", GuardrailRole.CRITICAL), repeat(10, 100, 2, 100, 2)));

        assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
        assertThat(judgement.confirmed()).isEmpty();
        assertThat(judgement.evidence().get(0).sentence()).isEqualTo("2% vs control 2%, evidence 1.0 of 20");
        assertThat(judgement.evidence().get(0).rule()).isEqualTo("not worse than control");
    }

    @Test
    void a_failure_once_shown_stays_shown() {
        List<Bucket> buckets = new ArrayList<>(minutes(new long[] {100, 0, 100, 8}));
        for (int i = 1; i < 60; i++) {
            buckets.add(Given.bucket(i, 100, 2, 100, 0));
        }

        Judgement judgement = judge(reading(worse("errors", GuardrailRole.GUARD), buckets));

        Statistic statistic = judgement.evidence().get(0).statistic();
        assertThat(statistic.logE()).isNegative();
        assertThat(statistic.evidence()).isGreaterThan(20);
        assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.failedAt()).isEqualTo(minute(1));
        assertThat(judgement.confirmed()).containsExactly("errors");
    }

    @Test
    void evidence_that_leans_to_harm_waits() {
        Judgement judgement =
                judge(reading(worse("errors", GuardrailRole.GUARD), minutes(new long[] {100, 0, 100, 4})));

        double e = Math.exp(judgement.evidence().get(0).statistic().logE());
        assertThat(e).isBetween(Math.sqrt(10), 20.0);
        assertThat(judgement.verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void a_margin_forgives_a_treatment_that_is_a_little_worse() {
        List<Bucket> buckets = repeat(60, 1000, 20, 1000, 26);
        var strict = guardrail("errors", GuardrailRole.GUARD, new Rule.WorseThanControl(0), 3, 50, Action.PAUSE);
        var lenient = guardrail("errors", GuardrailRole.GUARD, new Rule.WorseThanControl(0.5), 3, 50, Action.PAUSE);

        assertThat(judge(reading(strict, buckets)).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judge(reading(lenient, buckets)).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void a_rollout_without_any_control_is_undecided_and_one_whose_control_has_ended_passes() {
        List<Bucket> never = repeat(10, 0, 0, 100, 1);
        List<Bucket> ended = new ArrayList<>(repeat(5, 100, 1, 100, 1));
        for (int i = 5; i < 10; i++) {
            ended.add(Given.bucket(i, 0, 0, 200, 2));
        }
        var guardrail = worse("errors", GuardrailRole.GUARD);

        assertThat(judge(Given.reading(guardrail, Given.series(never), START, 1, null))
                        .verdict())
                .isEqualTo(Verdict.UNDECIDED);
        assertThat(judge(Given.reading(guardrail, Given.series(ended), START, 1, null))
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void buckets_before_the_attempt_are_not_judged() {
        List<Bucket> buckets = new ArrayList<>(repeat(10, 100, 0, 100, 10));
        for (int i = 10; i < 20; i++) {
            buckets.add(Given.bucket(i, 100, 1, 100, 1));
        }
        var guardrail = worse("errors", GuardrailRole.GUARD);

        Judgement judgement = judge(Given.reading(guardrail, Given.series(buckets), minute(10), 0.5, null));

        assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
        assertThat(judgement.evidence().get(0).buckets()).isEqualTo(10);
    }

    @Test
    void a_guardrail_that_only_watches_may_fail_and_never_stops() {
        Judgement judgement = judge(
                reading(worse("errors", GuardrailRole.GUARD), repeat(10, 100, 1, 100, 1)),
                reading(worse("orders", GuardrailRole.WATCH), repeat(10, 100, 0, 100, 10)));

        assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
        assertThat(judgement.evidence().get(1).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.evidence().get(1).stops()).isFalse();
        assertThat(judgement.evidence().get(1).statistic().weight()).isZero();
        assertThat(judgement.evidence().get(0).statistic().weight()).isEqualTo(1);
    }

    @Test
    void failure_comes_first_even_when_another_guardrail_is_blind() {
        var blind = Given.series(DataState.ERROR, minute(5), List.of());

        Judgement judgement = judge(
                reading(worse("errors", GuardrailRole.GUARD), repeat(10, 100, 0, 100, 10)),
                Given.reading(worse("latency", GuardrailRole.CRITICAL), blind, START, 0.5, null));

        assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.evidence().get(1).verdict()).isEqualTo(Verdict.ERROR);
    }

    @Test
    void nothing_asked_is_nothing_against_it() {
        assertThat(Judge.judge(List.of(), Risk.DEFAULT, START).verdict()).isEqualTo(Verdict.PASS);
    }
}
