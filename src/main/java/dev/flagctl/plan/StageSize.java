// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.strategy.SizingWords;
import java.time.Duration;
import java.util.Locale;

/**
 * What a stage can show of one guardrail, and what it can cost.
 *
 * @param metric of the guardrail; empty for the numbers of {@code strategy: auto}
 * @param units of the treatment while the stage bakes
 * @param detects the smallest ratio that it and the stages before it find with {@code power}, treatment over control: of the rates, of the means, or of
 *     the shares of values beyond the control's quantile; infinite when none
 * @param power how probably
 * @param needs how long this stage alone would have to last to find the harm that the guardrail asks for
 * @param worstHarm extra bad units at worst, until the harm is noticed and taken back
 * @param source where traffic and rate are from: {@code stated} or {@code measured}
 * @param problem what cannot be decided or costs too much, in words; or empty
 * @param finds what it finds and what it may cost, in words
 */
public record StageSize(
        String metric,
        long units,
        double detects,
        double power,
        Duration needs,
        long worstHarm,
        String source,
        String problem,
        String finds) {

    /** Returns the size of a guardrail about a mean, which was measured. */
    static StageSize ofMean(String metric, long units, double change, double power, Duration needs, String problem) {
        String finds = "finds a change of " + SizingWords.percent(change) + " of the mean";
        return new StageSize(metric, units, 1 + change, power, needs, 0, SizedGuardrail.MEASURED, problem, finds);
    }

    /** Returns it in words: {@code http-errors: 3,343 units, finds 2 times, costs at worst 500 bad units}. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "%s%,d units, %s%s",
                metric.isEmpty() ? "" : metric + ": ",
                units,
                finds,
                problem.isEmpty() ? "" : "; " + problem);
    }
}
