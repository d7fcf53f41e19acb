// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.plan.Change;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The changes of one environment, sorted out in one pass that touches what does not change only to count it.
 *
 * @param environment name of the environment
 * @param features how many features there are
 * @param counts how many of each motion, zeros included
 * @param shown what a view says more about, in the order of the plan
 */
public record PlanCounts(String environment, int features, Map<Motion, Integer> counts, List<Change> shown) {

    /** Returns one for each environment, in the order given. */
    public static List<PlanCounts> of(List<String> environments, List<Change> changes) {
        List<PlanCounts> all = new ArrayList<>(environments.size());
        for (String environment : environments) {
            Map<Motion, Integer> counts = new EnumMap<>(Motion.class);
            for (Motion motion : Motion.values()) {
                counts.put(motion, 0);
            }
            List<Change> shown = new ArrayList<>();
            int features = 0;
            for (Change change : changes) {
                if (change.key().environment().equals(environment)) {
                    Motion motion = Motion.of(change);
                    counts.merge(motion, 1, Integer::sum);
                    features++;
                    if (motion.isShown()) {
                        shown.add(change);
                    }
                }
            }
            all.add(new PlanCounts(environment, features, counts, shown));
        }
        return all;
    }

    /** Returns how many changes are called so. */
    public int of(Motion motion) {
        return counts.getOrDefault(motion, 0);
    }

    /** Returns how many of the shown changes apply would carry out. */
    public int due() {
        int due = 0;
        for (Change change : shown) {
            due += change.isDue() ? 1 : 0;
        }
        return due;
    }

    /** Returns the counts in words; what is zero is left out, but never the unchanged ones. */
    public String words() {
        StringBuilder text = new StringBuilder();
        for (Motion motion : Motion.values()) {
            if (of(motion) > 0 || motion == Motion.UNCHANGED) {
                text.append(text.length() == 0 ? "" : " · ");
                text.append(of(motion)).append(' ').append(motion.word());
            }
        }
        return text.toString();
    }
}
