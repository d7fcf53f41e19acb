// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.Histogram;
import dev.flagctl.model.Metric;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.Missing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes closed buckets of the rows that a source answered, and refuses rows that cannot be right: a time that is none of the buckets that were asked
 * for, an arm that nobody asked for, two rows for one thing, more bad units than units.
 */
public final class AnswerBuckets {

    private final AnswerWindow window;
    private final MetricKind kind;
    private final ValueBudget budget;
    private final boolean one;
    private final Map<Long, Arms> arms = new TreeMap<>();
    private final List<Bucket> whole = new ArrayList<>();
    private @Nullable AnswerForm form;
    private long rows;
    private boolean partial;
    private @Nullable Missing reset;
    private boolean strange;

    /**
     * Begins with no rows.
     *
     * @param budget how many values may be kept, over all queries of a reading
     */
    AnswerBuckets(AnswerWindow window, ValueBudget budget) {
        this(window, budget, false);
    }

    private AnswerBuckets(AnswerWindow window, ValueBudget budget, boolean one) {
        this.window = window;
        this.budget = budget;
        this.one = one;
        Metric metric = window.query().metric();
        this.kind = metric == null ? MetricKind.RATIO : metric.kind();
    }

    /** Returns what has enough when it knows that there is any row. */
    static AnswerBuckets ofOneRow(AnswerWindow window) {
        return new AnswerBuckets(window, new ValueBudget(), true);
    }

    private static final class Arms {
        private @Nullable AnswerArm control;
        private @Nullable AnswerArm treatment;
    }

    /**
     * Takes one row.
     *
     * @throws WrongAnswerException when it cannot be right
     */
    public void take(AnswerRow row) throws WrongAnswerException {
        AnswerForm known = form == null ? AnswerForm.of(window.query().metric(), row) : form;
        form = known;
        rows++;
        Instant start = AnswerValues.time(row, "bucket");
        String name = AnswerValues.text(row, "arm");
        window.check(start);
        boolean treatment = name.equals(window.query().treatment());
        if (!treatment && !name.equals(window.query().control())) {
            throw new WrongAnswerException("arm is \"" + name + "\", which is neither "
                    + window.query().treatment() + " nor " + window.query().control()
                    + "; keep to the arms that are asked for");
        }
        if (row.has("partial") && AnswerValues.yes(row, "partial")) {
            partial = true;
        }
        try {
            arm(start, treatment, known).take(row);
        } catch (WrongAnswerException e) {
            throw new WrongAnswerException("arm " + name + " of the bucket " + start + ": " + e.sentence());
        }
    }

    /**
     * Takes whole buckets instead of rows, from a source that makes them itself: what such an answer cannot be wrong in is not looked at again.
     *
     * @param found buckets of the window, rising, in which somebody was met
     * @param read how many arms of buckets something was read for, also when nobody was met
     */
    public void takeAll(List<Bucket> found, long read) {
        whole.addAll(found);
        rows += read;
    }

    private AnswerArm arm(Instant start, boolean treatment, AnswerForm known) {
        Arms both = arms.computeIfAbsent(start.toEpochMilli(), key -> new Arms());
        AnswerArm arm = treatment ? both.treatment : both.control;
        if (arm == null) {
            arm = new AnswerArm(known, kind, budget);
            if (treatment) {
                both.treatment = arm;
            } else {
                both.control = arm;
            }
        }
        return arm;
    }

    /** Returns what was asked for. */
    public AnswerWindow window() {
        return window;
    }

    /** Returns how many rows were taken. */
    public long rows() {
        return rows;
    }

    /** Tells whether no further row is needed. */
    public boolean enough() {
        return one && rows > 0;
    }

    /** Notes that the source as a whole said that a part is missing. */
    public void notePartial() {
        partial = true;
    }

    /** Tells whether the source, or a row of it, said that a part is missing. */
    public boolean partial() {
        return partial;
    }

    /** Notes that the source knows the flag, and neither of its arms. */
    public void noteStrange() {
        strange = true;
    }

    /** Tells whether the source knows the flag, and neither of its arms. */
    boolean strange() {
        return strange;
    }

    /** Notes that counters began again in the newest closed bucket. */
    public void noteReset(Missing arm) {
        reset = arm;
    }

    /** Returns whose counters began again in the newest closed bucket; null when none did. */
    @Nullable
    Missing reset() {
        return reset;
    }

    /**
     * Returns the buckets in which somebody was met.
     *
     * @throws WrongAnswerException when the rows of a bucket do not fit together
     */
    public List<Bucket> buckets() throws WrongAnswerException {
        if (arms.isEmpty()) {
            return List.copyOf(whole);
        }
        List<Bucket> buckets = new ArrayList<>(arms.size());
        Histogram first = null;
        for (Map.Entry<Long, Arms> each : arms.entrySet()) {
            Instant start = Instant.ofEpochMilli(each.getKey());
            Arm control = arm(each.getValue().control, start);
            Arm treatment = arm(each.getValue().treatment, start);
            for (Arm arm : List.of(control, treatment)) {
                if (arm.distribution() instanceof Histogram histogram) {
                    first = first == null ? histogram : first;
                    same(first, histogram, start);
                }
            }
            if (control.units() > 0 || treatment.units() > 0 || control.bad() > 0 || treatment.bad() > 0) {
                buckets.add(new Bucket(start, window.bucket(), control, treatment));
            }
        }
        return buckets;
    }

    private static Arm arm(@Nullable AnswerArm arm, Instant start) throws WrongAnswerException {
        try {
            return arm == null ? Arm.EMPTY : arm.arm();
        } catch (WrongAnswerException e) {
            throw new WrongAnswerException("the bucket " + start + ": " + e.sentence());
        }
    }

    /** Histograms of different edges do not add up. */
    private static void same(Histogram first, Histogram other, Instant start) throws WrongAnswerException {
        boolean same = first.size() == other.size();
        for (int i = 0; same && i < first.size(); i++) {
            same = first.edge(i) == other.edge(i);
        }
        if (!same) {
            throw new WrongAnswerException("the bucket " + start
                    + " has other edges than one before it; answer all edges, also those without values");
        }
    }
}
