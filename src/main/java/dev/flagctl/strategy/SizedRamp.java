// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A ramp computed from risk: each stage is as large as the harm budget allows, given the largest harm that the stage before left possible.
 *
 * <p>Before the first stage everything is possible, so it is small; a stage that ended well excludes large harm, so the next one may be larger. With
 * constant worst-case harm this is the usual geometric ramp, derived and not guessed.
 *
 * @param stages in order, up to half of all units; what follows has no control of its size and is left to the limits and the soak
 */
public record SizedRamp(List<Sized> stages) {

    /** The finest step of a flag; a budget that does not even allow it shows in the worst harm of the stage. */
    static final double SMALLEST = 1e-5;

    /** No stage is more than this many times the one before. */
    static final double GROWTH = 10;

    /**
     * One stage.
     *
     * @param share of the treatment, above 0, at most 0.5
     * @param lasts until the ratio that must be found is found with the power asked for
     * @param units of the treatment until then
     * @param possible the largest ratio that was still possible when it began
     * @param worstHarm extra bad units at worst
     */
    public record Sized(double share, Duration lasts, double units, double possible, double worstHarm) {}

    /**
     * Computes the ramp.
     *
     * @param ratio the smallest harm that must be found
     * @param harmBudget extra bad units that a stage may cost at worst
     * @param lag of the telemetry, the tick and the flag together
     * @throws IllegalArgumentException when even half of all units cannot show the ratio within {@code within}; the message says what would
     */
    public static SizedRamp of(Sizing sizing, double ratio, double harmBudget, Duration lag, Duration within) {
        double smallest = sizing.smallestShare(ratio, within);
        if (smallest == 0) {
            throw new IllegalArgumentException(SizingWords.undecidable(sizing, 0.5, ratio, within));
        }
        List<Sized> stages = new ArrayList<>();
        double possible = 1 / sizing.base();
        double share = 0;
        List<RampSizes.Part> seen = new ArrayList<>();
        while (share < 0.5) {
            double most = share == 0 ? 0.5 : Math.min(0.5, share * GROWTH);
            share = Math.max(largest(sizing, possible, harmBudget, lag, most), Math.min(most, share * 1.5));
            share = Math.max(share, SMALLEST);
            // A small stage need not show the ratio itself, only exclude what would cost too much in the next one.
            Duration lasts = sizing.lasts(ratio, share);
            lasts = lasts.compareTo(within) > 0 ? within : lasts;
            double units = share * sizing.unitsPerSecond() * lasts.toSeconds();
            stages.add(new Sized(share, lasts, units, possible, sizing.worstHarm(possible, share, lag)));
            seen.add(new RampSizes.Part(share, lasts));
            possible = Math.min(possible, Math.max(ratio, sizing.found(seen)));
        }
        return new SizedRamp(List.copyOf(stages));
    }

    static double largest(Sizing sizing, double ratio, double budget, Duration lag, double most) {
        double low = 0;
        double high = most;
        if (sizing.worstHarm(ratio, most, lag) <= budget) {
            return most;
        }
        for (int i = 0; i < 50; i++) {
            double middle = (low + high) / 2;
            if (sizing.worstHarm(ratio, middle, lag) <= budget) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
