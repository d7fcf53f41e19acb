// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Rollout;
import dev.flagctl.model.Stage;
import dev.flagctl.model.Strategy;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a stage can show and what it can cost, in words, where the rollout says what its traffic is: how many units meet the treatment, the harm that
 * is found with a probability of 0.8, and the bad units it costs at worst.
 */
public final class StageSizes {

    private StageSizes() {}

    /**
     * Returns the words for a stage, or null where the traffic is not known or nothing can be compared.
     *
     * @param stages all stages of the trajectory
     * @param index which of them
     */
    public static @Nullable String of(@Nullable Rollout rollout, List<Stage> stages, int index) {
        if (rollout == null || !(rollout.strategy() instanceof Strategy.Auto auto)) {
            return null;
        }
        double share = stages.get(index).exposure().everyone().fraction();
        Duration lasts = stages.get(index).bake().time();
        if (!(share > 0 && share < 1) || lasts.isZero()) {
            return null;
        }
        Sizing sizing = AutoSteps.sizing(auto);
        double ratio = 1 + auto.detect();
        double possible = 1 / sizing.base();
        for (int i = 0; i < index; i++) {
            double before = stages.get(i).exposure().everyone().fraction();
            if (before > 0 && before < 1) {
                double found = sizing.detects(before, stages.get(i).bake().time());
                possible = Math.min(possible, Math.max(ratio, found));
            }
        }
        double worst = sizing.worstHarm(possible, share, auto.lag());
        String words = String.format(
                Locale.ROOT,
                "%,d units, finds %s times, costs at worst %,d bad units",
                Math.round(share * sizing.unitsPerSecond() * lasts.toSeconds()),
                number(sizing.detects(share, lasts)),
                Math.round(worst));
        boolean late = share >= 0.5 && !SizingWords.decidable(sizing, share, ratio, auto.within());
        return late ? words + "; " + SizingWords.undecidable(sizing, share, ratio, auto.within()) : words;
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(2))
                .stripTrailingZeros()
                .toPlainString();
    }
}
