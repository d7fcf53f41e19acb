// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a parameter of {@code analyze} may be: a number out of range would make evidence of nothing, and one that a test does not read would be ignored.
 *
 * @param above every number is above this
 * @param most every number is at most this
 * @param several true for a list of numbers
 * @param tests which read it; an empty name stands for data that are judged without a named test
 */
record TestParameter(double above, double most, boolean several, List<String> tests) {

    /** Stands among the tests for judging without a named one. */
    private static final String UNNAMED = "";

    /** So that 0 is possible where it is. */
    private static final double AT_LEAST_0 = -Double.MIN_VALUE;

    private static final Map<String, TestParameter> ALL = all();

    private static Map<String, TestParameter> all() {
        Map<String, TestParameter> all = new TreeMap<>();
        all.put(
                "margin",
                one(
                        AT_LEAST_0,
                        1e6,
                        UNNAMED,
                        "conditional",
                        "safe-2x2",
                        "share-bet",
                        "bucket-asympcs",
                        "asympcs",
                        "baseline"));
        all.put("tolerance", one(AT_LEAST_0, 1e6, UNNAMED));
        all.put("min-bad-units", one(AT_LEAST_0, 1e15, UNNAMED));
        all.put("min-units", one(AT_LEAST_0, 1e15, UNNAMED));
        all.put("above", one(-1e140, 1e140, UNNAMED));
        all.put("below", one(-1e140, 1e140, UNNAMED));
        all.put("baseline", one(0, 1e9, UNNAMED, "baseline", "maxsprt"));
        all.put("grid", list(0, 1e6, "conditional", "baseline"));
        all.put("prior", list(0, 1e9, "safe-2x2", "multinomial-srm"));
        all.put("prior-treatment", one(0, 1e9, "safe-2x2"));
        all.put("best", one(0, 1e15, "asympcs", "quantile-ab"));
        all.put("best-alpha", one(0, Math.nextDown(1.0), "asympcs", "quantile-ab"));
        all.put("shares", list(0, 1, "multinomial-srm"));
        all.put("concentration", one(0, 1e9, "multinomial-srm"));
        all.put("horizon", one(0, 1000, "maxsprt"));
        all.put("expected", one(0, 1e9, "maxsprt"));
        all.put("min-events", one(0, 500, "maxsprt"));
        all.put("ratio", one(0, 100, "maxsprt"));
        all.put("first", one(0, 1e9, "distribution", "mann-whitney"));
        all.put("planned", one(0, 1e16, "group-sequential"));
        all.put("pocock", one(AT_LEAST_0, 1, "group-sequential"));
        all.put("each-side", one(AT_LEAST_0, 1, "group-sequential"));
        return all;
    }

    /**
     * Refuses numbers that the parameter cannot be, and a parameter that is not read.
     *
     * @param test name of the test, or empty
     * @throws UsageException when it is refused
     */
    static void check(String name, List<Double> numbers, String test) {
        TestParameter parameter = ALL.get(name);
        if (parameter == null) {
            return;
        }
        if (!parameter.tests.contains(test)) {
            throw new UsageException("--" + name + " is not read by "
                    + (test.equals(UNNAMED) ? "an analysis without --test" : "the test " + test) + ", only by "
                    + parameter.readers() + ": leave it out");
        }
        for (double number : numbers) {
            if (!(number > parameter.above && number <= parameter.most)) {
                throw new UsageException("--" + name + " must be "
                        + (parameter.above == AT_LEAST_0 ? "at least 0" : "above " + plain(parameter.above)) + " and "
                        + (parameter.most < 1 ? "below 1" : "at most " + plain(parameter.most)) + ", not "
                        + plain(number));
            }
        }
        if (numbers.size() > 1 && !parameter.several) {
            throw new UsageException("--" + name + " is one number, not " + numbers.size());
        }
    }

    private String readers() {
        return String.join(
                ", ",
                tests.stream()
                        .map(test -> test.equals(UNNAMED) ? "an analysis without --test" : test)
                        .toList());
    }

    private static TestParameter one(double above, double most, String... tests) {
        return new TestParameter(above, most, false, List.of(tests));
    }

    private static TestParameter list(double above, double most, String... tests) {
        return new TestParameter(above, most, true, List.of(tests));
    }

    private static String plain(double number) {
        BigDecimal exact = BigDecimal.valueOf(number).stripTrailingZeros();
        return Math.abs(number) >= 1e7 ? exact.toString() : exact.toPlainString();
    }
}
