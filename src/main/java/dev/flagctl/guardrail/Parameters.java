// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of a test, by name; those that are not given have the value that the engine uses.
 *
 * @param numbers one or more numbers for each name
 * @param oneSided false to look for a difference in both directions
 * @param relative true for a difference as a fraction of the control
 */
public record Parameters(Map<String, List<Double>> numbers, boolean oneSided, boolean relative) {

    public Parameters {
        numbers = Map.copyOf(numbers);
    }

    /** Returns the same with those that data states and nobody gave. */
    Parameters or(Map<String, Double> stated) {
        Map<String, List<Double>> all = new HashMap<>(numbers);
        stated.forEach((name, number) -> all.putIfAbsent(name, List.of(number)));
        return new Parameters(all, oneSided, relative);
    }

    double alpha() {
        return of("alpha", 0.05);
    }

    double of(String name, double otherwise) {
        List<Double> given = numbers.getOrDefault(name, List.of());
        return given.isEmpty() ? otherwise : given.get(0);
    }

    /** Returns the numbers of a name, or those of {@code otherwise}. */
    double[] all(String name, double... otherwise) {
        List<Double> given = numbers.getOrDefault(name, List.of());
        return given.isEmpty()
                ? otherwise
                : given.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * Returns a number that has no default.
     *
     * @throws IllegalArgumentException when it is not given
     */
    double need(String name, TestKind test) {
        double given = of(name, Double.NaN);
        if (Double.isNaN(given)) {
            throw new IllegalArgumentException("the test " + test.word() + " needs --" + name);
        }
        return given;
    }
}
