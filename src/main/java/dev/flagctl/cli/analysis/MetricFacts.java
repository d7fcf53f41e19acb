// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import dev.flagctl.guardrail.TestKind;
import dev.flagctl.model.DurationText;
import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.MetricUnit;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is said of a metric beside its numbers, and what it measures by that. */
final class MetricFacts {

    /** They look at the values themselves, so they need no edge and cannot do with counts. */
    private static final Set<TestKind> OF_VALUES =
            EnumSet.of(TestKind.DISTRIBUTION, TestKind.MANN_WHITNEY, TestKind.QUANTILE_AB);

    private static final double SECONDS_A_DAY = 86_400;

    private final Map<String, String> facts;
    private final @Nullable TestKind test;

    /**
     * What the arms of a metric carry.
     *
     * @param sums sums of the values
     * @param values raw values
     * @param edges counts by edge
     * @param nothing true without a bucket
     */
    record Carries(boolean sums, boolean values, boolean edges, boolean nothing) {}

    /**
     * Takes what is said.
     *
     * @param facts by key, of the file and of the options
     * @param test that is asked for, or null for the one that fits
     */
    MetricFacts(Map<String, String> facts, @Nullable TestKind test) {
        this.facts = facts;
        this.test = test;
    }

    /**
     * Returns what it measures.
     *
     * @throws BadDataException when the facts do not fit what it carries
     */
    Measure measure(Carries carries) {
        MetricKind kind = kind(carries);
        MetricUnit unit = word(MetricUnit.values(), "unit", "request");
        boolean lower = facts.getOrDefault("worse", "higher").equals("lower");
        if (kind == MetricKind.SHARE_ABOVE && test != null && OF_VALUES.contains(test)) {
            return Measure.mean(lower, unit);
        }
        try {
            return switch (kind) {
                case RATIO, RATE -> Measure.of(kind, unit);
                case SHARE_ABOVE -> Measure.shareAbove(number("edge"), unit);
                case MEAN -> Measure.mean(lower, unit);
                case QUANTILE -> Measure.quantile(number("quantile"), lower, unit);
                case BURN -> Measure.burn(number("objective"), duration(facts.getOrDefault("period", "30d"), 0), unit);
                case THRESHOLD -> Measure.threshold(lower);
            };
        } catch (IllegalArgumentException wrong) {
            throw new BadDataException(0, "kind " + word(kind) + ": " + wrong.getMessage());
        }
    }

    /** Returns the parameters of tests among the facts, as their numbers. */
    Map<String, Double> parameters() {
        Map<String, Double> parameters = new HashMap<>();
        if (facts.containsKey("quantile")) {
            parameters.put("quantile", number("quantile"));
        }
        if (facts.containsKey("objective")) {
            parameters.put("objective", number("objective"));
        }
        if (facts.containsKey("period")) {
            parameters.put("period-days", duration(facts.get("period"), 0).toSeconds() / SECONDS_A_DAY);
        }
        return parameters;
    }

    /**
     * Refuses a fact that neither the kind of the metric nor the test reads: whoever wrote it takes it for part of the answer.
     *
     * @param stated facts that the file states of this metric
     */
    void checkRead(Map<String, String> stated, Carries carries) {
        MetricKind kind = kind(carries);
        for (String key : List.of("worse", "edge", "quantile", "objective", "period")) {
            boolean is = stated.containsKey(key) && !(key.equals("worse") && "higher".equals(stated.get(key)));
            if (is && !reads(kind, key) && !testReads(key)) {
                throw new BadDataException(
                        0,
                        "\"" + key + "\" would not be read: it is not for kind " + word(kind)
                                + (test == null ? "" : ", nor for the test " + test.word()) + "; " + hint(key));
            }
        }
    }

    private static boolean reads(MetricKind kind, String key) {
        return switch (key) {
            case "edge" -> kind == MetricKind.SHARE_ABOVE;
            case "quantile" -> kind == MetricKind.QUANTILE;
            case "worse" -> kind == MetricKind.MEAN || kind == MetricKind.QUANTILE || kind == MetricKind.THRESHOLD;
            default -> kind == MetricKind.BURN;
        };
    }

    private boolean testReads(String key) {
        return switch (key) {
            case "edge" -> false;
            case "quantile" -> test == TestKind.QUANTILE_AB;
            case "worse" -> test != null && OF_VALUES.contains(test);
            default -> test == TestKind.BURN;
        };
    }

    private static String hint(String key) {
        return switch (key) {
            case "edge" -> "write kind share-above, with counts by edge or values, or take it out";
            case "quantile" -> "write kind quantile, with values, or take it out";
            case "worse" -> "more bad units are always the harm: count the others as bad, or take it out";
            default -> "write kind burn, ask for --test burn, or take it out";
        };
    }

    /** Without a word of the file, what the arms carry says what it is. */
    private MetricKind kind(Carries carries) {
        boolean cut = carries.edges() || (carries.values() && facts.containsKey("edge"));
        String values = facts.containsKey("quantile") ? "quantile" : "mean";
        String inferred = cut ? "share-above" : carries.values() ? values : carries.sums() ? "mean" : "ratio";
        MetricKind kind = word(MetricKind.values(), "kind", inferred);
        boolean needsValues = kind == MetricKind.QUANTILE;
        boolean needsCounts = kind == MetricKind.RATIO || kind == MetricKind.RATE || kind == MetricKind.BURN;
        boolean isCounted = !carries.values() && !carries.sums() && !carries.edges();
        if ((needsValues && !carries.values() && !carries.nothing()) || (needsCounts && !isCounted)) {
            throw new BadDataException(
                    0, "kind " + word(kind) + (needsValues ? " needs raw values (samples)" : " needs n and x"));
        }
        return kind;
    }

    private double number(String key) {
        String text = facts.get(key);
        if (text == null) {
            throw new BadDataException(0, "it needs \"" + key + "\", in the file or as --" + key);
        }
        try {
            boolean percent = text.endsWith("%");
            double value = NumberText.number(key, percent ? text.substring(0, text.length() - 1) : text, 0);
            return percent ? value / 100 : value;
        } catch (BadDataException e) {
            throw new BadDataException(0, "\"" + key + "\" is no number: " + text);
        }
    }

    private <E extends Enum<E>> E word(E[] constants, String key, String otherwise) {
        String word = facts.getOrDefault(key, otherwise);
        List<String> known = new ArrayList<>();
        for (E constant : constants) {
            known.add(word(constant));
            if (known.get(known.size() - 1).equals(word)) {
                return constant;
            }
        }
        throw new BadDataException(0, "\"" + key + "\" is one of " + String.join(", ", known) + ", not " + word);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Duration duration(String text, long line) {
        try {
            Duration duration = DurationText.parse(text);
            if (!duration.isZero()) {
                return duration;
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            // Said below, the same for both.
        }
        throw new BadDataException(line, "\"" + text + "\" is no length of time such as 60s, 5m or 1h");
    }
}
