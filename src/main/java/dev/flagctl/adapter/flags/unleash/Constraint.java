// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One condition of a strategy; all conditions of a strategy must hold. The order of the values means nothing.
 *
 * @param field attribute of the context
 * @param operator Unleash's word for the comparison
 * @param values one is enough
 * @param inverted whether it holds where it would not
 * @param anyCase whether upper and lower case are one
 */
record Constraint(String field, String operator, Set<String> values, boolean inverted, boolean anyCase) {

    Constraint {
        values = Set.copyOf(values);
    }

    static Constraint of(String field, String operator, List<String> values) {
        return new Constraint(field, operator, Set.copyOf(values), false, false);
    }

    /** Tells whether it compares with one number instead of a list of texts. */
    boolean isNumeric() {
        return operator.startsWith("NUM_");
    }

    /** Returns it as people say it. */
    @Override
    public String toString() {
        return field + (inverted ? " not " : " ") + operator + " " + String.join(", ", new TreeSet<>(values));
    }
}
