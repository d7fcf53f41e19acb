// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.strategy.SizingWords;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/**
 * What a stage can show of one guardrail, and what it can cost.
 *
 * @param metric of the guardrail; empty for the numbers of {@code strategy: auto}
 * @param units of the treatment while the stage bakes
 * @param detects the smallest ratio of the rates, treatment over control, that it and the stages before it find with {@code power}; infinite when none
 * @param power how probably
 * @param needs how long this stage alone would have to last to find the harm that the guardrail asks for
 * @param worstHarm extra bad units at worst, until the harm is noticed and taken back
 * @param source where traffic and rate are from: {@code stated} or {@code measured}
 * @param problem what cannot be decided or costs too much, in words; or empty
 * @param of what is found: a ratio of the rates of bad units, a change of the mean over the control's, or nothing that could be told
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
        Kind of) {

    /** What a size is about. */
    public enum Kind {
        RATES,
        MEAN,
        UNKNOWN
    }

    /** Makes the size of a guardrail that counts bad units. */
    StageSize(
            String metric,
            long units,
            double detects,
            double power,
            Duration needs,
            long worstHarm,
            String source,
            String problem) {
        this(metric, units, detects, power, needs, worstHarm, source, problem, Kind.RATES);
    }

    /** Returns the size of a guardrail about a mean, which was measured. */
    static StageSize ofMean(String metric, long units, double change, double power, Duration needs, String problem) {
        return new StageSize(metric, units, 1 + change, power, needs, 0, SizedGuardrail.MEASURED, problem, Kind.MEAN);
    }

    /** Returns the units alone, with why nothing else is told. */
    static StageSize unknown(String metric, long units, double power, String why) {
        return new StageSize(
                metric,
                units,
                Double.POSITIVE_INFINITY,
                power,
                Duration.ZERO,
                0,
                SizedGuardrail.MEASURED,
                why,
                Kind.UNKNOWN);
    }

    /** Returns it in words: {@code http-errors: 3,343 units, finds 2 times, costs at worst 500 bad units}. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "%s%,d units%s%s",
                metric.isEmpty() ? "" : metric + ": ",
                units,
                finds(),
                problem.isEmpty() ? "" : "; " + problem);
    }

    private String finds() {
        return switch (of) {
            case RATES ->
                String.format(
                        Locale.ROOT,
                        ", %s, costs at worst %,d bad units",
                        Double.isInfinite(detects) ? "finds nothing" : "finds " + number(detects) + " times",
                        worstHarm);
            case MEAN -> ", finds a change of " + SizingWords.percent(detects - 1) + " of the mean";
            case UNKNOWN -> "";
        };
    }

    /** Two figures, three where two would say that nothing is too small to be found. */
    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(value < 1.1 ? 3 : 2))
                .stripTrailingZeros()
                .toPlainString();
    }
}
