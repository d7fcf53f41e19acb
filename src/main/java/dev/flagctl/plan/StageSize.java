// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

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
 */
public record StageSize(
        String metric,
        long units,
        double detects,
        double power,
        Duration needs,
        long worstHarm,
        String source,
        String problem) {

    /** Returns it in words: {@code http-errors: 3,343 units, finds 2 times, costs at worst 500 bad units}. */
    public String words() {
        String finds = Double.isInfinite(detects) ? "finds nothing" : "finds " + number(detects) + " times";
        return String.format(
                Locale.ROOT,
                "%s%,d units, %s, costs at worst %,d bad units%s",
                metric.isEmpty() ? "" : metric + ": ",
                units,
                finds,
                worstHarm,
                problem.isEmpty() ? "" : "; " + problem);
    }

    /** Two figures, three where two would say that nothing is too small to be found. */
    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(value < 1.1 ? 3 : 2))
                .stripTrailingZeros()
                .toPlainString();
    }
}
