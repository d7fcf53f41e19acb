// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Writes the XML of test reports that began with Ant's JUnit task and that every CI host reads. */
public final class JUnitXml {

    private JUnitXml() {}

    /** How a case ended. */
    public enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    /**
     * One case.
     *
     * @param group what hosts group cases by
     * @param name what hosts tell cases of a group apart by
     * @param outcome how it ended
     * @param type why it failed, as a word for machines; empty when it did not
     * @param message one line; may be empty
     */
    public record Case(String group, String name, Outcome outcome, String type, String message) {}

    /**
     * Some cases that belong together.
     *
     * @param name name
     * @param time when they were looked at
     * @param took how long that took
     * @param properties counts and facts, in order
     * @param cases the cases, in order
     */
    public record Suite(String name, Instant time, Duration took, Map<String, String> properties, List<Case> cases) {

        public Suite {
            cases = List.copyOf(cases);
        }

        int count(Outcome outcome) {
            int count = 0;
            for (Case each : cases) {
                count += each.outcome() == outcome ? 1 : 0;
            }
            return count;
        }
    }

    /** Returns the whole report. */
    public static String render(String name, List<Suite> suites) {
        Markup xml = new Markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        int tests = 0;
        int failures = 0;
        int skipped = 0;
        for (Suite suite : suites) {
            tests += suite.cases().size();
            failures += suite.count(Outcome.FAILED);
            skipped += suite.count(Outcome.SKIPPED);
        }
        xml.open("testsuites", "name", name, "tests", "" + tests, "failures", "" + failures, "skipped", "" + skipped);
        xml.line();
        suites.forEach(suite -> suite(xml, suite));
        return xml.toString();
    }

    private static void suite(Markup xml, Suite suite) {
        xml.open(
                        "testsuite",
                        "name",
                        suite.name(),
                        "tests",
                        String.valueOf(suite.cases().size()),
                        "failures",
                        String.valueOf(suite.count(Outcome.FAILED)),
                        "errors",
                        "0",
                        "skipped",
                        String.valueOf(suite.count(Outcome.SKIPPED)),
                        "time",
                        seconds(suite.took()),
                        "timestamp",
                        suite.time().truncatedTo(ChronoUnit.SECONDS).toString())
                .line();
        if (!suite.properties().isEmpty()) {
            xml.open("properties").line();
            suite.properties()
                    .forEach((name, value) ->
                            xml.empty("property", "name", name, "value", value).line());
            xml.close().line();
        }
        suite.cases().forEach(each -> add(xml, each));
        xml.close().line();
    }

    private static void add(Markup xml, Case each) {
        xml.open("testcase", "name", each.name(), "classname", each.group(), "time", "0");
        switch (each.outcome()) {
            case FAILED -> xml.element("failure", each.message(), "message", each.message(), "type", each.type());
            case SKIPPED -> xml.empty("skipped", "message", each.message());
            case PASSED -> {
                if (!each.message().isEmpty()) {
                    xml.element("system-out", each.message());
                }
            }
        }
        xml.close().line();
    }

    private static String seconds(Duration took) {
        return BigDecimal.valueOf(took.toMillis())
                .movePointLeft(3)
                .setScale(3, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
