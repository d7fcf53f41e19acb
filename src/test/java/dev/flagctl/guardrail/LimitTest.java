// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import static dev.flagctl.guardrail.Given.guardrail;
import static dev.flagctl.guardrail.Given.judge;
import static dev.flagctl.guardrail.Given.minute;
import static dev.flagctl.guardrail.Given.reading;
import static dev.flagctl.guardrail.Given.repeat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.DataDeadline.Action;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitTest {

    private static Evidence judged(Rule.Threshold rule, List<Bucket> buckets) {
        return judge(reading(guardrail("errors", GuardrailRole.GUARD, rule, 3, 100, Action.PAUSE), buckets))
                .evidence()
                .get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 10, true,  0.01, PASS", // equal to the limit passes
        "1000, 11, true,  0.01, FAIL",
        "1000, 0,  true,  0.01, PASS",
        "100,  2,  true,  0.01, UNDECIDED", // broken, but by fewer than three bad units
        "99,   99, true,  0.01, TOO_FEW",
        "0,    0,  true,  0.01, NO_TRAFFIC",
        "1000, 20, false, 0.02, PASS",
        "1000, 19, false, 0.02, FAIL", // a floor under a share of good outcomes
        "1000, 3,  true,  0,    FAIL",
        "1000, 1,  true,  0,    UNDECIDED",
    })
    void a_limit_is_exclusive_and_asks_for_enough_units(
            long units, long bad, boolean above, double limit, Verdict verdict) {
        assertThat(judged(new Rule.Threshold(limit, above), repeat(1, 1000, 0, units, bad))
                        .verdict())
                .isEqualTo(verdict);
    }

    @Test
    void two_weeks_of_health_do_not_hide_a_crash() {
        List<Bucket> buckets = new ArrayList<>(repeat(20_000, 0, 0, 100, 0));
        for (int i = 20_000; i < 20_005; i++) {
            buckets.add(Given.bucket(i, 0, 0, 100, 100));
        }

        Evidence evidence = judged(new Rule.Threshold(0.01, true), buckets);

        assertThat(evidence.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(evidence.from()).isEqualTo(minute(20_002));
        assertThat(evidence.treatment().units()).isEqualTo(300);
        assertThat(evidence.sentence()).isEqualTo("100% of 300 units, at most 1%");
        assertThat(evidence.statistic()).isNull();
    }

    @Test
    void a_limit_spends_no_risk_of_the_tests_beside_it() {
        var limit = guardrail("slow", GuardrailRole.GUARD, new Rule.Threshold(0.1, true), 3, 50, Action.PAUSE);

        Judgement judgement = judge(
                reading(limit, repeat(5, 100, 0, 100, 20)),
                reading(Given.worse("errors", GuardrailRole.GUARD), repeat(5, 100, 1, 100, 1)));

        assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.confirmed()).containsExactly("slow");
        assertThat(judgement.failedAt()).isEqualTo(minute(5));
        assertThat(judgement.evidence().get(1).statistic().weight()).isEqualTo(1);
        assertThat(judgement.suspected()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.0181, 1.81%", "0.01, 1%", "0.00004, 0.004%", "0, 0%", "1, 100%", "0.123456, 12.35%"})
    void shares_are_said_in_percent(double fraction, String words) {
        assertThat(Sentences.percent(fraction)).isEqualTo(words);
    }

    @Test
    void the_sentence_of_a_failure_has_all_its_numbers() {
        var errors =
                Given.guardrail("errors", GuardrailRole.GUARD, new Rule.WorseThanControl(0.1), 3, 50, Action.PAUSE);

        Evidence evidence =
                judge(reading(errors, repeat(1, 2770, 10, 553, 10))).evidence().get(0);

        assertThat(evidence.rule()).isEqualTo("not worse than control by more than 10%");
        assertThat(evidence.sentence()).matches("1\\.81% vs control 0\\.36%, evidence \\d+ of 20");
    }
}
