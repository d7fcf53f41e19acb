// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Bake;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Climbs as fast as the harm budget allows: {@link SizedRamp} up to half of all units, then all of them.
 *
 * <p>A stage that cannot show the harm within the time asked for lasts longer: less exposure or less time would only hide it.
 */
final class AutoSteps {

    private AutoSteps() {}

    static List<Step> of(Strategy.Auto auto, Sizing sizing) {
        double ratio = Math.min(1 + auto.detect(), 1 / sizing.base());
        Duration needed = sizing.lasts(ratio, 0.5);
        Duration within = needed.compareTo(auto.within()) > 0 ? needed : auto.within();
        List<Step> steps = new ArrayList<>();
        int at = 0;
        Bake bake = Bake.NONE;
        for (SizedRamp.Sized stage : SizedRamp.of(sizing, ratio, (double) auto.harmBudget(), auto.lag(), within)
                .stages()) {
            at = Math.max(at + 1, (int) Math.floor(stage.share() * 100_000));
            bake = Bake.of(wholeMinutes(stage.lasts()));
            steps.add(Step.to(new Percent(at), bake));
        }
        steps.add(Step.lastTo(Percent.ALL, bake, auto.soak()));
        return steps;
    }

    private static Duration wholeMinutes(Duration duration) {
        return Duration.ofMinutes(Math.max(1, (duration.toMillis() + 59_999) / 60_000));
    }
}
