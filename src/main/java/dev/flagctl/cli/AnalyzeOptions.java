// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.cli.analysis.DataFile;
import dev.flagctl.guardrail.AnalysisInput;
import dev.flagctl.guardrail.Parameters;
import dev.flagctl.guardrail.TestKind;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.DurationText;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.Rule;
import dev.flagctl.model.SourceRef;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The options of {@code analyze}: what the metric is, the rule, and the parameters of tests. */
final class AnalyzeOptions {

    /** What the metric is, where the file does not say. */
    private static final List<String> FACTS =
            List.of("kind", "unit", "worse", "edge", "quantile", "objective", "period", "from", "length");

    /** Parameters of tests: one number, or several with commas between them. */
    private static final Map<String, String> NUMBERS = numbers();

    private static final List<String> METHODS = List.of("exact", "asymptotic");

    private static final List<String> SIDES = List.of("one", "two");

    private final Arguments arguments;
    private final Map<String, List<Double>> given = new HashMap<>();

    AnalyzeOptions(Arguments arguments) {
        this.arguments = arguments;
        for (String name : NUMBERS.keySet()) {
            arguments.value("--" + name).ifPresent(text -> given.put(name, list(name, text)));
        }
        arguments.value("--quantile").ifPresent(text -> given.put("quantile", list("quantile", text)));
        arguments.value("--objective").ifPresent(text -> given.put("objective", list("objective", text)));
        arguments.value("--period").ifPresent(text -> given.put("period-days", List.of(days(text))));
        word("--sided", SIDES);
        word("--worse", List.of("higher", "lower"));
        word("--method", METHODS);
        arguments
                .value("--method")
                .ifPresent(method -> given.put("exact", List.of(method.equals("exact") ? 1.0 : 0.0)));
        Map.of("continuity", "--no-continuity", "pooled", "--unpooled")
                .forEach((name, option) -> given.put(name, List.of(arguments.has(option) ? 0.0 : 1.0)));
        given.put("path", List.of(arguments.has("--path") ? 1.0 : 0.0));
        double alpha = alpha();
        if (given.getOrDefault("alpha", List.of()).size() > 1) {
            throw new UsageException("--alpha is one number");
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new UsageException("--alpha must be between 0 and 1: " + alpha);
        }
        String test = arguments.value("--test").orElse("");
        given.forEach((name, numbers) -> TestParameter.check(name, numbers, test));
        if (given.containsKey("above") && given.containsKey("below")) {
            throw new UsageException("--above and --below are two limits: a guardrail has one of them");
        }
    }

    private void word(String option, List<String> known) {
        arguments.value(option).filter(word -> !known.contains(word)).ifPresent(word -> {
            throw new UsageException(option + " is one of " + String.join(", ", known) + ", not \"" + word + "\"");
        });
    }

    private static double days(String text) {
        Duration period;
        try {
            period = DurationText.parse(text);
        } catch (DateTimeException wrong) {
            throw new UsageException("--period must be a length of time such as 30d, not \"" + text + "\"");
        }
        if (period.isZero()) {
            throw new UsageException("--period must be longer than nothing, such as 30d");
        }
        return period.toSeconds() / (double) Duration.ofDays(1).toSeconds();
    }

    static CommandForm add(CommandForm form) {
        form.value("KIND", "Kind of the metric: ratio, rate, share-above, mean, quantile, burn, threshold.", "--kind")
                .value("UNIT", "What one unit is: user or request.", "--unit")
                .value("DIRECTION", "Where harm lies, higher or lower, for means and quantiles.", "--worse")
                .value("NUMBER", "Edge of share-above: values above it are bad.", "--edge")
                .value("NUMBER", "Which quantile.", "--quantile")
                .value("NUMBER", "Objective of burn, such as 0.999.", "--objective")
                .value("DURATION", "Period of the error budget; 30d without it.", "--period")
                .value("TIME", "Start of what is judged; buckets before it only choose the test.", "--from")
                .value("DURATION", "Length of the buckets; 60s without it.", "--length");
        NUMBERS.forEach((name, purpose) -> form.value("NUMBER", purpose, "--" + name));
        return form.choice("N", SIDES, "One side (harm) or two (any difference); one without it", "--sided")
                .flag("The difference as a fraction of the control.", "--relative")
                .choice(
                        "METHOD",
                        METHODS,
                        "Of mann-whitney: how the p-value is computed; exact for few values without ties",
                        "--method")
                .flag("Of mann-whitney: no correction for continuity.", "--no-continuity")
                .flag("Of z: the variances of both arms instead of the pooled one.", "--unpooled")
                .flag("Also the evidence after each bucket.", "--path");
    }

    double alpha() {
        return one("alpha", 0.05);
    }

    Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        for (String name : FACTS) {
            arguments.value("--" + name).ifPresent(value -> facts.put(name, value));
        }
        return facts;
    }

    /** Only a known rate or a limit can do without a control. */
    DataFile.Asked asked() {
        boolean alone = given.containsKey("above")
                || given.containsKey("below")
                || given.containsKey("baseline")
                || given.containsKey("expected")
                || "burn".equals(arguments.value("--test").orElse(""));
        return new DataFile.Asked(
                alone ? DataFile.Arms.TREATMENT : DataFile.Arms.BOTH,
                arguments.value("--test").flatMap(TestKind::of).orElse(null));
    }

    Parameters parameters() {
        return new Parameters(
                given, !arguments.value("--sided").orElse("one").equals("two"), arguments.has("--relative"));
    }

    /** Returns the guardrail that the rule of the options makes; without one it compares with the control, a burn with the pages. */
    Guardrail guardrail(AnalysisInput input) {
        Rule rule;
        double margin = one("margin", 0);
        if (given.containsKey("above") || given.containsKey("below")) {
            boolean above = given.containsKey("above");
            rule = new Rule.Threshold(one(above ? "above" : "below", 0), above);
        } else if (input.measure().kind() == MetricKind.BURN) {
            rule = new Rule.Burn(false);
        } else if (input.measure().kind() == MetricKind.THRESHOLD) {
            throw new UsageException("a plain number has only limits: add --above or --below");
        } else if (given.containsKey("baseline")) {
            rule = new Rule.WorseThanBaseline(one("baseline", 0), margin, Rule.DETECT);
        } else {
            rule = new Rule.WorseThanControl(margin, one("tolerance", Double.POSITIVE_INFINITY), Rule.DETECT);
        }
        DataDeadline deadline = new DataDeadline(Duration.ofHours(1), DataDeadline.Action.HOLD);
        return new Guardrail(
                input.metric(),
                GuardrailRole.GUARD,
                rule,
                (long) one("min-bad-units", 3),
                (long) one("min-units", 20),
                deadline,
                SourceRef.NONE);
    }

    private double one(String name, double otherwise) {
        List<Double> numbers = given.getOrDefault(name, List.of());
        return numbers.isEmpty() ? otherwise : numbers.get(0);
    }

    private static List<Double> list(String name, String text) {
        List<Double> numbers = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            try {
                boolean percent = each.strip().endsWith("%");
                String digits = percent ? each.strip().substring(0, each.strip().length() - 1) : each.strip();
                double number = Double.parseDouble(digits);
                if (Double.isFinite(number)) {
                    numbers.add(percent ? number / 100 : number);
                    continue;
                }
            } catch (NumberFormatException e) {
                // Said below, the same for both.
            }
            throw new UsageException("--" + name + " must be a finite number, or several with commas: " + text);
        }
        return numbers;
    }

    private static Map<String, String> numbers() {
        Map<String, String> all = new java.util.LinkedHashMap<>();
        all.put("alpha", "Risk of a wrong FAIL; 0.05 without it.");
        all.put("margin", "How much worse than the control is accepted, such as 10%.");
        all.put("tolerance", "Passing needs proof that it is not worse by more than this.");
        all.put("baseline", "Known rate of bad units, for data without a control.");
        all.put("above", "A plain limit: fails above it.");
        all.put("below", "A plain limit: fails below it.");
        all.put("min-bad-units", "Bad units that a failure needs; 3 without it.");
        all.put("min-units", "Units of the treatment that a verdict needs; 20 without it.");
        all.put("grid", "Of conditional and baseline: ratios that are bet on.");
        all.put("prior", "Of safe-2x2: prior successes and failures; 0.18. Of multinomial-srm: one for each arm.");
        all.put("prior-treatment", "Of safe-2x2: the treatment's own prior, whatever its units are.");
        all.put("best", "Of asympcs and quantile-ab: units at which the test is tightest; 5000 and 100.");
        all.put("best-alpha", "Of the same: risk at which it is tightest; that of --alpha without it.");
        all.put("shares", "Of multinomial-srm: configured shares of the arms; 0.5,0.5.");
        all.put("concentration", "Of multinomial-srm: concentration of the prior; 100.");
        all.put("horizon", "Of maxsprt: largest expected number of events.");
        all.put("expected", "Of maxsprt: expected number of events, instead of a baseline.");
        all.put("min-events", "Of maxsprt: events that a signal needs; 1.");
        all.put("first", "Of distribution: values of an arm from which on it is watched; 100.");
        all.put("planned", "Of group-sequential: units of both arms at the last look.");
        all.put("pocock", "Of group-sequential: 1 to spend by Pocock; else by O'Brien and Fleming.");
        all.put("each-side", "Of group-sequential: 1 to spend half of alpha on each side.");
        all.put("ratio", "Of maxsprt: ratio whose power is told; 2.");
        return all;
    }
}
