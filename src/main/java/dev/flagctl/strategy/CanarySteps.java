// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Bake;
import dev.flagctl.model.Gate;
import dev.flagctl.model.StageSpec;
import dev.flagctl.model.Strategy;
import java.util.ArrayList;
import java.util.List;

/** Takes the stages as they are written. The bake of a last stage of everybody at 100 % is its soak. */
final class CanarySteps {

    private CanarySteps() {}

    static List<Step> of(Strategy.Canary canary) {
        List<Step> steps = new ArrayList<>();
        int last = canary.stages().size() - 1;
        for (int i = 0; i <= last; i++) {
            Step step = step(canary.stages().get(i));
            boolean complete = i == last && step.adds().isAll();
            steps.add(complete ? step.last(step.bake()) : step);
        }
        return steps;
    }

    private static Step step(StageSpec stage) {
        List<Gate> gates = new ArrayList<>();
        if (stage.approval() != null) {
            gates.add(new Gate.Approval(stage.approval()));
        }
        gates.addAll(Step.passing(stage.hooks()));
        String name = Step.shareName(stage.cohort(), stage.percent(), stage.regions());
        Bake bake = stage.bake();
        return new Step(name, Step.share(stage.cohort(), stage.percent(), stage.regions()), bake, gates, false);
    }
}
