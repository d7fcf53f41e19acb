// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Percent;
import dev.flagctl.model.Strategy;
import java.util.ArrayList;
import java.util.List;

/** Climbs in equal steps: from, from + step, … to. The last step is smaller when the distance is no multiple of the step. */
final class LinearSteps {

    private LinearSteps() {}

    static List<Step> of(Strategy.Linear linear) {
        List<Step> steps = new ArrayList<>();
        int to = linear.to().thousandths();
        // Whole thousandths of a percent: the sum is exact, and with at most 200,000 of them it cannot overflow.
        for (int at = linear.from().thousandths(); at < to; at += linear.step().thousandths()) {
            steps.add(Step.to(new Percent(at), linear.bake()));
        }
        steps.add(Step.lastTo(linear.to(), linear.bake(), linear.soak()));
        return steps;
    }
}
