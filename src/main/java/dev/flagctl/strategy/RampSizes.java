// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the stages of a ramp can show of one metric, and cost at worst, one after the other; pure.
 *
 * <p>Evidence is carried from stage to stage, as the test of a rollout carries it: what earlier stages excluded cannot harm a later one.
 */
public final class RampSizes {

    private RampSizes() {}

    /**
     * A stage as far as it can be compared.
     *
     * @param share of all units that have the treatment; 0 when it is not known
     * @param lasts its bake
     */
    public record Part(double share, Duration lasts) {}

    /**
     * What a stage can do.
     *
     * @param units of the treatment while it bakes
     * @param detects the smallest ratio of the rates that this stage alone finds with the power asked for; infinite when it finds none
     * @param found the same for it and all stages before it together
     * @param stageHarm extra bad units that this stage costs at worst, until the harm is noticed and taken back
     * @param worstHarm the same with what the harm had done in the stages before it
     */
    public record Sized(double units, double detects, double found, double stageHarm, double worstHarm) {}

    /**
     * Sizes all stages.
     *
     * @param ratio the smallest harm that must be found; smaller harm is not looked for
     * @param lag of the telemetry, the tick and the flag together
     * @return one for each part that has a time and something to compare with, by its index
     */
    public static Map<Integer, Sized> of(Sizing sizing, double ratio, Duration lag, List<Part> parts) {
        Map<Integer, Sized> sizes = new TreeMap<>();
        List<Part> compared = new ArrayList<>();
        double possible = 1 / sizing.base();
        double seen = 0;
        for (int i = 0; i < parts.size(); i++) {
            double share = parts.get(i).share();
            Duration lasts = parts.get(i).lasts();
            if (!sizing.compares(share) || lasts.isZero()) {
                continue;
            }
            double units = share * sizing.unitsPerSecond() * lasts.toSeconds();
            double before = seen * (Math.min(1, sizing.base() * possible) - sizing.base());
            double worst = sizing.worstHarm(possible, share, lag);
            seen += units;
            compared.add(parts.get(i));
            double found = sizing.found(compared);
            sizes.put(i, new Sized(units, sizing.detects(share, lasts), found, worst, before + worst));
            possible = Math.min(possible, Math.max(ratio, found));
        }
        return sizes;
    }

    /** Returns how long a share takes to have so many units. */
    public static Duration equivalent(Sizing sizing, double share, double units) {
        return Duration.ofSeconds((long) Math.min(units / (share * sizing.unitsPerSecond()), 1e11));
    }

    /** Returns the largest share whose worst harm is within a budget when nothing was seen yet; 0 when none is. */
    public static double within(Sizing sizing, double harmBudget, Duration lag) {
        double share = SizedRamp.largest(sizing, 1 / sizing.base(), harmBudget, lag, 0.5);
        return share < SizedRamp.SMALLEST ? 0 : share;
    }
}
