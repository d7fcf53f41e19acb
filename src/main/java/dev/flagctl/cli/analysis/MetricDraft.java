// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import dev.flagctl.guardrail.AnalysisInput;
import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.DurationText;
import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.MetricUnit;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One metric of a file, as far as it was read; checks what each bucket says when the bucket is complete. */
final class MetricDraft {

    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");

    /** What the metric is, by key: metric, kind, unit, worse, edge, quantile, objective, period, from, length. */
    final Map<String, String> facts = new TreeMap<>();

    final List<List<Double>> counts = new ArrayList<>();
    private final List<Bucket> buckets = new ArrayList<>();
    private final Budget budget;
    private ArmDraft control;
    private ArmDraft treatment;
    private @Nullable Instant start;
    private @Nullable Duration length;
    private boolean open;
    private boolean hasSums;
    private boolean hasValues;
    private boolean hasEdges;
    private long tooManyBad;
    private boolean toldControl;
    private boolean toldTreatment;
    private double all;
    private String tooMany = "";

    MetricDraft(Budget budget) {
        this.budget = budget;
        this.control = new ArmDraft(budget);
        this.treatment = new ArmDraft(budget);
    }

    /** Begins a bucket at a time, or at the end of the one before. */
    void begin(@Nullable String time, @Nullable String lasts, long line) {
        end(line);
        open = true;
        length = duration(lasts == null ? facts.getOrDefault("length", "60s") : lasts, line);
        Instant previous =
                buckets.isEmpty() ? FIRST : buckets.get(buckets.size() - 1).end();
        start = time == null ? previous : instant(time, length, line);
        if (start.isBefore(previous) && !buckets.isEmpty()) {
            boolean before = start.isBefore(buckets.get(buckets.size() - 1).start());
            throw new BadDataException(
                    line,
                    "the bucket at " + time + (before ? " is older than the one before" : " overlaps the one before")
                            + "; buckets must rise and not overlap");
        }
        budget.bucket(line);
    }

    /** Tells whether a row of this time belongs to the bucket at hand. */
    boolean isAt(@Nullable String time, long line) {
        return open
                && (time == null
                        || instant(time, length == null ? Duration.ofMinutes(1) : length, line)
                                .equals(start));
    }

    ArmDraft arm(boolean treated) {
        return treated ? treatment : control;
    }

    /** Returns an arm that the file tells of, even if it had no units. */
    ArmDraft told(boolean treated) {
        toldTreatment |= treated;
        toldControl |= !treated;
        return arm(treated);
    }

    /** Ends the bucket at hand. */
    void end(long line) {
        if (!open || start == null || length == null) {
            return;
        }
        open = false;
        Arm a = control.arm(line);
        Arm b = treatment.arm(line);
        all += (double) a.units() + a.bad() + b.units() + b.bad();
        if (all > NumberText.MOST) {
            throw new BadDataException(line, "there are more than 9e15 units in all");
        }
        noteTooMany("control", a, line);
        noteTooMany("treatment", b, line);
        hasSums |= control.hasSums() || treatment.hasSums();
        hasValues |= control.hasValues() || treatment.hasValues();
        hasEdges |= control.hasEdges() || treatment.hasEdges();
        buckets.add(new Bucket(start, length, a, b));
        control = new ArmDraft(budget);
        treatment = new ArmDraft(budget);
    }

    private void noteTooMany(String arm, Arm counted, long line) {
        if (counted.bad() > counted.units() && tooManyBad == 0) {
            tooManyBad = line;
            tooMany = arm + " has x " + counted.bad() + ", more than n " + counted.units();
        }
    }

    /**
     * Returns the data.
     *
     * @param otherwise facts that hold where the file does not say
     * @param needed arms without which nothing can be said
     */
    AnalysisInput input(Map<String, String> otherwise, long line, DataFile.Arms needed) {
        end(line);
        otherwise.forEach(facts::putIfAbsent);
        if (buckets.isEmpty() && counts.isEmpty()) {
            throw new BadDataException(0, "there are no buckets and no values in it");
        }
        Measure measure = measure();
        if (tooManyBad > 0 && measure.kind() != MetricKind.RATE) {
            throw new BadDataException(tooManyBad, tooMany + "; only a rate (kind: rate) may");
        }
        if (counts.isEmpty() && measure.kind() != MetricKind.BURN) {
            needArms(needed);
        }
        String from = facts.get("from");
        return new AnalysisInput(
                facts.getOrDefault("metric", "data"),
                measure,
                from == null ? null : instant(from, Duration.ofMinutes(1), 0),
                buckets,
                counts);
    }

    private void needArms(DataFile.Arms needed) {
        if (!toldTreatment || (needed == DataFile.Arms.BOTH && !toldControl)) {
            throw new BadDataException(
                    0,
                    "it tells of no " + (toldTreatment ? "control" : "treatment") + "; an arm without units has n 0");
        }
    }

    private Measure measure() {
        MetricKind kind = kind();
        MetricUnit unit = word(MetricUnit.values(), "unit", "request");
        boolean lower = facts.getOrDefault("worse", "higher").equals("lower");
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
            throw new BadDataException(0, "kind " + kind.name().toLowerCase(Locale.ROOT) + ": " + wrong.getMessage());
        }
    }

    /** Without a word of the file, what the arms carry says what it is. */
    private MetricKind kind() {
        String inferred = hasEdges
                ? "share-above"
                : hasValues ? facts.containsKey("quantile") ? "quantile" : "mean" : hasSums ? "mean" : "ratio";
        MetricKind kind = word(MetricKind.values(), "kind", inferred);
        boolean needsValues = kind == MetricKind.QUANTILE;
        boolean needsCounts = kind == MetricKind.RATIO || kind == MetricKind.RATE || kind == MetricKind.BURN;
        if ((needsValues && !hasValues && !buckets.isEmpty()) || (needsCounts && (hasValues || hasSums || hasEdges))) {
            throw new BadDataException(
                    0,
                    "kind " + facts.getOrDefault("kind", inferred)
                            + (needsValues ? " needs raw values (samples)" : " needs n and x"));
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
            known.add(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            if (known.get(known.size() - 1).equals(word)) {
                return constant;
            }
        }
        throw new BadDataException(0, "\"" + key + "\" is one of " + String.join(", ", known) + ", not " + word);
    }

    private static Duration duration(String text, long line) {
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

    /** A time of RFC 3339, or the whole number of a bucket. */
    private static Instant instant(String text, Duration length, long line) {
        try {
            return text.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? FIRST.plus(length.multipliedBy(Long.parseLong(text)))
                    : Instant.parse(text);
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            throw new BadDataException(
                    line, "\"" + text + "\" is no time such as 2026-11-23T13:02:00Z, nor the number of a bucket");
        }
    }
}
