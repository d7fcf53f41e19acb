// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.List;
import java.util.Map;

/**
 * A named group of users by attributes of the evaluation context.
 *
 * @param name name, unique in the project
 * @param all whether all conditions must hold; otherwise one is enough
 * @param conditions never empty: an empty cohort would reach nobody or everybody by accident
 */
public record Cohort(String name, boolean all, List<Condition> conditions) {

    public Cohort {
        conditions = List.copyOf(conditions);
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException("cohort " + name + " has no condition");
        }
    }

    /** Tells whether the user of an evaluation context belongs to the cohort. */
    public boolean matches(Map<String, Object> context) {
        return all
                ? conditions.stream().allMatch(condition -> condition.matches(context))
                : conditions.stream().anyMatch(condition -> condition.matches(context));
    }
}
