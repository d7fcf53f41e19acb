// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Strategy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Takes region after region to a share, and ends at that share of everybody.
 *
 * <p>When the waves name every region of the environment, the last wave is the one that reaches everybody; otherwise one more step
 * follows for the regions in no wave. Either way the end also reaches users whose region is unknown: they are in no region's rule.
 */
final class RegionWavesSteps {

    private RegionWavesSteps() {}

    static List<Step> of(Strategy.RegionWaves strategy, List<String> regions) {
        List<List<String>> waves = new ArrayList<>(strategy.waves());
        waves.removeIf(List::isEmpty);
        HashSet<String> named = new HashSet<>();
        waves.forEach(named::addAll);
        if (!waves.isEmpty() && named.containsAll(regions)) {
            waves.remove(waves.size() - 1);
        }

        List<Step> steps = new ArrayList<>();
        for (List<String> wave : waves) {
            steps.add(new Step(
                    Step.shareName(null, strategy.percent(), wave),
                    Step.share(null, strategy.percent(), wave),
                    strategy.bake(),
                    List.of(),
                    false));
        }
        steps.add(Step.lastTo(strategy.percent(), strategy.bake(), strategy.soak()));
        return steps;
    }
}
