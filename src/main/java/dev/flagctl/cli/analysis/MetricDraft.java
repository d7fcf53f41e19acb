// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import dev.flagctl.guardrail.AnalysisInput;
import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.InstantText;
import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricKind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    private final String usual;
    private ArmDraft control;
    private ArmDraft treatment;
    private @Nullable Instant start;
    private @Nullable String startText;
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

    /**
     * Makes an empty one.
     *
     * @param otherwise facts that hold where the file does not say; how long a bucket lasts is needed while it is read
     */
    MetricDraft(Budget budget, Map<String, String> otherwise) {
        this.budget = budget;
        this.usual = otherwise.getOrDefault("length", "60s");
        this.control = new ArmDraft(budget);
        this.treatment = new ArmDraft(budget);
    }

    /** Begins a bucket at a time, or at the end of the one before. */
    void begin(@Nullable String time, @Nullable String lasts, long line) {
        end(line);
        open = true;
        length = MetricFacts.duration(lasts == null ? facts.getOrDefault("length", usual) : lasts, line);
        Instant previous =
                buckets.isEmpty() ? FIRST : buckets.get(buckets.size() - 1).end();
        start = time == null ? previous : instant(time, length, line);
        startText = time;
        if (start.isBefore(previous) && !buckets.isEmpty()) {
            boolean before = start.isBefore(buckets.get(buckets.size() - 1).start());
            throw new BadDataException(
                    line,
                    "the bucket at " + time + (before ? " is older than the one before" : " overlaps the one before")
                            + "; buckets must rise and not overlap");
        }
        budget.bucket(line);
    }

    /** Takes how long every bucket lasts that does not say it itself; totals without buckets last so long, too. */
    void lasts(String text, long line) {
        facts.put("length", text);
        if (!buckets.isEmpty()) {
            throw new BadDataException(
                    line, "length stands behind the buckets that last so long: write it before them");
        }
        length = open ? MetricFacts.duration(text, line) : length;
    }

    /** Tells whether something was read. */
    boolean isEmpty() {
        return facts.isEmpty() && buckets.isEmpty() && counts.isEmpty() && !open;
    }

    /** Tells whether a row of this time belongs to the bucket at hand. */
    boolean isAt(@Nullable String time, long line) {
        return open
                && (time == null
                        || time.equals(startText)
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
     * @param asked what is to be said of it
     */
    AnalysisInput input(Map<String, String> otherwise, long line, DataFile.Asked asked) {
        end(line);
        Map<String, String> stated = Map.copyOf(facts);
        otherwise.forEach(facts::putIfAbsent);
        if (buckets.isEmpty() && counts.isEmpty()) {
            throw new BadDataException(0, "there are no buckets and no values in it");
        }
        MetricFacts said = new MetricFacts(facts, asked.test());
        MetricFacts.Carries carries = new MetricFacts.Carries(hasSums, hasValues, hasEdges, buckets.isEmpty());
        Measure measure = said.measure(carries);
        said.checkRead(stated, carries);
        if (tooManyBad > 0 && measure.kind() != MetricKind.RATE) {
            throw new BadDataException(tooManyBad, tooMany + "; only a rate (kind: rate) may");
        }
        if (counts.isEmpty() && measure.kind() != MetricKind.BURN) {
            needArms(asked.arms());
        }
        String from = facts.get("from");
        return new AnalysisInput(
                facts.getOrDefault("metric", "data"),
                measure,
                from == null ? null : instant(from, Duration.ofMinutes(1), 0),
                buckets,
                counts,
                said.parameters());
    }

    private void needArms(DataFile.Arms needed) {
        if (!toldTreatment || (needed == DataFile.Arms.BOTH && !toldControl)) {
            throw new BadDataException(
                    0,
                    "it tells of no " + (toldTreatment ? "control" : "treatment") + "; an arm without units has n 0");
        }
    }

    /** A time of RFC 3339, or the whole number of a bucket. */
    private static Instant instant(String text, Duration length, long line) {
        try {
            return text.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? FIRST.plus(length.multipliedBy(Long.parseLong(text)))
                    : InstantText.parse(text);
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            throw new BadDataException(
                    line, "\"" + text + "\" is no time such as 2026-11-23T13:02:00Z, nor the number of a bucket");
        }
    }
}
