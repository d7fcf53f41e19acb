// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import static dev.flagctl.support.FeatureBuilder.feature;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Bake;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Strategy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AutoStepsTest {

    private static List<Step> steps(double perSecond, long budget) {
        return steps(perSecond, budget, Risk.DEFAULT, List.of());
    }

    private static List<Step> steps(double perSecond, long budget, Sizing.Against against) {
        return steps(perSecond, budget, Risk.DEFAULT, List.of(), against);
    }

    private static List<Step> steps(double perSecond, long budget, Risk risk, List<Guardrail> guardrails) {
        return steps(perSecond, budget, risk, guardrails, Sizing.Against.REST);
    }

    private static List<Step> steps(
            double perSecond, long budget, Risk risk, List<Guardrail> guardrails, Sizing.Against against) {
        Strategy.Auto auto = new Strategy.Auto(
                perSecond, 0.005, 1, budget, Duration.ofMinutes(3), Duration.ofDays(1), Bake.of(Duration.ofDays(14)));
        return AutoSteps.of(auto, Sizing.of(auto, risk, guardrails, against));
    }

    private static Duration last(List<Step> steps) {
        return steps.get(steps.size() - 2).bake().time();
    }

    @Test
    void less_risk_and_more_power_take_longer_and_so_do_guardrails_that_share_the_risk() {
        List<Guardrail> two = feature("f")
                .guardrail("errors", DataDeadline.Action.HOLD)
                .guardrail("latency", DataDeadline.Action.HOLD)
                .build()
                .guardrails();
        Duration usual = last(steps(1, 500));

        assertThat(last(steps(1, 500, new Risk(0.001), List.of()))).isGreaterThan(usual);
        assertThat(last(steps(1, 500, new Risk(0.05, 0.99, 0, 0, Risk.LAG), List.of())))
                .isGreaterThan(usual);
        assertThat(last(steps(1, 500, Risk.DEFAULT, two)))
                .isEqualTo(last(steps(1, 500, new Risk(0.025), two.subList(0, 1))))
                .isGreaterThan(usual);
    }

    @Test
    void a_smaller_budget_begins_smaller_and_takes_more_stages() {
        List<Step> large = steps(100, 500);
        List<Step> small = steps(100, 20);

        assertThat(small.get(0).adds().everyone())
                .isLessThan(large.get(0).adds().everyone());
        assertThat(small.size()).isGreaterThan(large.size());
        assertThat(large.get(large.size() - 1).adds().everyone()).isEqualTo(Percent.ALL);
    }

    @Test
    void a_matched_control_takes_longer_in_small_stages_and_as_long_at_a_half() {
        List<Step> rest = steps(100, 20);
        List<Step> matched = steps(100, 20, Sizing.Against.MATCHED);
        Sizing sizing = new RateSizing(100, 0.005, 0.05, 0.8, Sizing.Against.MATCHED);

        assertThat(sizing.lasts(2, 0.5)).isEqualTo(new RateSizing(100, 0.005, 0.05, 0.8).lasts(2, 0.5));
        assertThat(sizing.lasts(2, 0.1)).isGreaterThan(new RateSizing(100, 0.005, 0.05, 0.8).lasts(2, 0.1));
        assertThat(matched.get(0).adds().everyone())
                .isLessThanOrEqualTo(rest.get(0).adds().everyone());
        assertThat(matched.get(matched.size() - 2).adds().everyone()).isLessThanOrEqualTo(Percent.of(50.0));
    }

    @Test
    void little_traffic_makes_stages_longer_and_never_shorter_than_the_proof() {
        List<Step> steps = steps(2 / 60.0, 500);

        Sizing sizing = new RateSizing(2 / 60.0, 0.005, 0.05, 0.8);
        assertThat(steps.get(steps.size() - 2).bake().time()).isGreaterThanOrEqualTo(sizing.lasts(2, 0.5));
        assertThat(steps.get(0).bake().time()).isGreaterThan(Duration.ofDays(1));
    }
}
