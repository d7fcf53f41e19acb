// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Samples;
import dev.flagctl.strategy.QuantileSizing;
import dev.flagctl.strategy.SizingWords;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what a stage finds of a guardrail and what it may cost. */
final class SizeFinds {

    /** So many values beyond a quantile tell where it is; the error of their number is then below a third. */
    private static final double ENOUGH_BEYOND = 10;

    private SizeFinds() {}

    /** Returns {@code finds 2 times, costs at worst 500 bad units}. */
    static String ofRate(double ratio, long worstHarm) {
        return String.format(
                Locale.ROOT,
                "%s, costs at worst %,d bad units",
                Double.isInfinite(ratio) ? "finds nothing" : "finds " + figures(ratio) + " times",
                worstHarm);
    }

    /**
     * Returns {@code finds 7.2% above the control's 0.95 quantile instead of 5%, costs at worst 180 values above it}, and where values were measured what
     * that would be: {@code , as when all were 0.031 higher}.
     *
     * @param ratio of the shares beyond the quantile, infinite when nothing is found
     * @param control values of the control, or null
     */
    static String ofQuantile(QuantileSizing sizing, double ratio, long worstHarm, @Nullable Samples control) {
        String side = SizingWords.side(sizing);
        String found = Double.isInfinite(ratio)
                ? "finds nothing"
                : "finds " + SizingWords.beyond(sizing, ratio) + shift(sizing, ratio, control);
        return String.format(Locale.ROOT, "%s, costs at worst %,d values %s it", found, worstHarm, side);
    }

    /** What moves all values alike has the share of the ratio beyond the control's quantile when it moves them from one of these to the other. */
    private static String shift(QuantileSizing sizing, double ratio, @Nullable Samples control) {
        if (control == null || control.total() * sizing.base() < ENOUGH_BEYOND) {
            return "";
        }
        double now = beyond(sizing, control, sizing.base());
        double by = Math.abs(now - beyond(sizing, control, Math.min(1, sizing.base() * ratio)));
        return " (as when all values were " + figures(by) + (sizing.lowerIsWorse() ? " lower: " : " higher: ")
                + figures(sizing.lowerIsWorse() ? now - by : now + by) + " instead of " + figures(now) + ")";
    }

    private static double beyond(QuantileSizing sizing, Samples control, double share) {
        double[] sorted = control.sorted();
        double at = sorted.length * (sizing.lowerIsWorse() ? share : 1 - share);
        return sorted[(int) Math.max(0, Math.min(sorted.length - 1, Math.floor(at)))];
    }

    /** Two figures, three where two would say that nothing is too small to be found. */
    private static String figures(double value) {
        boolean isNearOne = value >= 1 && value < 1.1;
        return new BigDecimal(value)
                .round(new MathContext(isNearOne ? 3 : 2))
                .stripTrailingZeros()
                .toPlainString();
    }
}
