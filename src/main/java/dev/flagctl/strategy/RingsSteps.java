// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Percent;
import dev.flagctl.model.Strategy;
import java.util.ArrayList;
import java.util.List;

/** Takes cohort after cohort in full, then a share of everybody; a share of 0 % means that the rollout ends with the cohorts. */
final class RingsSteps {

    private RingsSteps() {}

    static List<Step> of(Strategy.Rings rings) {
        List<Step> steps = new ArrayList<>();
        for (String cohort : rings.cohorts()) {
            steps.add(new Step(
                    Step.shareName(cohort, Percent.ALL, List.of()),
                    Step.share(cohort, Percent.ALL, List.of()),
                    rings.bake(),
                    List.of(),
                    false));
        }
        if (!rings.rest().isZero()) {
            steps.add(Step.lastTo(rings.rest(), rings.bake(), rings.soak()));
        } else if (!steps.isEmpty()) {
            steps.set(steps.size() - 1, steps.get(steps.size() - 1).last(rings.soak()));
        }
        return steps;
    }
}
