// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import java.util.HashMap;
import java.util.Map;

/** Gives each stage a name of its own: the second stage that asks for a name gets {@code name (2)}. */
final class StageNames {

    static final String SOAK = "soak";
    static final String DEPRECATED = "deprecated";
    static final String PHASE_OUT = "phase-out ";
    static final String SUNSET = "sunset";
    static final String ARCHIVED = "archived";

    private final Map<String, Integer> used = new HashMap<>();

    /** Keeps the words of the way out for the way out: a cohort may be called {@code sunset}, a rollout stage may not. */
    StageNames() {
        used.put(DEPRECATED, 1);
        used.put(SUNSET, 1);
        used.put(ARCHIVED, 1);
    }

    String unique(String name) {
        int count = used.merge(name, 1, Integer::sum);
        if (count == 1) {
            return name;
        }
        String numbered = name + " (" + count + ")";
        // A cohort may itself be called "beta (2)".
        return used.containsKey(numbered) ? unique(name) : unique(numbered);
    }

    /** Tells whether a stage of this name is on the way out, whatever trajectory it came from. */
    static boolean isWayOut(String name) {
        return name.equals(DEPRECATED) || name.equals(SUNSET) || name.equals(ARCHIVED) || name.startsWith(PHASE_OUT);
    }
}
