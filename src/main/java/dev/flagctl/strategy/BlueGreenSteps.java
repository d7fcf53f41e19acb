// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Bake;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Strategy;
import java.util.List;

/**
 * Warms the new variant while nobody gets it, switches everybody at once, and drops the old variant after the standby.
 *
 * <p>The three steps are always there, also without hooks: they are what people wait for and what a rollback goes back to. The standby
 * is the bake of the switch, so a guardrail that fails within it still finds the old variant ready.
 */
final class BlueGreenSteps {

    private BlueGreenSteps() {}

    static List<Step> of(Strategy.BlueGreen blueGreen) {
        return List.of(
                new Step("warm", Exposure.NONE, blueGreen.warm(), Step.passing(blueGreen.warmHooks()), false),
                new Step("switch", Exposure.ALL, blueGreen.standby(), List.of(), false),
                new Step("drop", Exposure.ALL, Bake.NONE, Step.passing(blueGreen.drop()), false));
    }
}
