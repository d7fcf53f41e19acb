// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.analysis;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The lives of a feature in one scenario.
 *
 * @param feature name of the feature
 * @param environment in which it rolls out
 * @param scenario name of the scenario
 * @param words what is true in it
 * @param lives one for each seed, at least one
 */
public record Simulation(String feature, String environment, String scenario, String words, List<SimulatedLife> lives) {

    public Simulation {
        lives = List.copyOf(lives);
    }

    /** Returns how many lives ended in which way. */
    Map<String, Integer> ends() {
        Map<String, Integer> ends = new TreeMap<>();
        lives.forEach(life -> ends.merge(life.end(), 1, Integer::sum));
        return ends;
    }

    /** Returns how many lives met harm, and in how many of them a guardrail stopped it. */
    int[] noticed() {
        int met = 0;
        int stopped = 0;
        for (SimulatedLife life : lives) {
            met += life.harmBegan() == null ? 0 : 1;
            stopped += life.noticed() == null ? 0 : 1;
        }
        return new int[] {met, stopped};
    }

    /** Returns the value that a share of the lives do not exceed, in milliseconds, of how long after its begin harm was noticed; of those in which it was. */
    Duration noticed(double share) {
        double[] all = lives.stream()
                .map(SimulatedLife::noticed)
                .filter(Objects::nonNull)
                .mapToDouble(Duration::toMillis)
                .sorted()
                .toArray();
        return Duration.ofMillis((long) at(all, share));
    }

    /** Returns the value that a share of the lives do not exceed. */
    double quantile(ToDoubleFunction<SimulatedLife> of, double share) {
        return at(lives.stream().mapToDouble(of).toArray(), share);
    }

    /** Returns how long the longest of them lasted. */
    Duration longest() {
        return Duration.ofMillis((long) quantile(life -> life.lasted().toMillis(), 1));
    }

    private static double at(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
