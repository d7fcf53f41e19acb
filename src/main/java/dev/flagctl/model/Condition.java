// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.List;

/**
 * One comparison of an attribute of the evaluation context. An attribute that is absent matches nothing.
 *
 * @param attribute name in the evaluation context
 * @param operator how to compare
 * @param values strings, numbers or booleans; exactly one, but for {@code IN} and {@code NOT_IN}
 */
public record Condition(String attribute, Operator operator, List<Object> values) {

    public Condition {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("condition on " + attribute + " has no value");
        }
    }
}
