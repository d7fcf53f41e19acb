// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.RuleKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A guardrail with what its metric source answered.
 *
 * @param guardrail the guardrail
 * @param measure what its metric measures
 * @param series the closed buckets of the whole attempt, not only of the current stage: a test spends its risk once per rollout
 * @param from start of the attempt; earlier buckets are not judged
 * @param share the share of units that the treatment should have now among both arms, above 0 to 1 inclusive; 1 says that no control is served
 * @param errorSince when an unbroken row of earlier runs first met data that does not tell since when it cannot be used, or null
 * @param definition what was asked for, whatever the window: counts of equal definitions are of one thing; empty when nobody can tell
 * @param correction by how much the source tells otherwise now of what was judged before
 */
public record Reading(
        Guardrail guardrail,
        Measure measure,
        BucketSeries series,
        Instant from,
        double share,
        @Nullable Instant errorSince,
        String definition,
        Correction correction) {

    /** Makes a reading of which nothing was judged before. */
    public Reading(
            Guardrail guardrail,
            Measure measure,
            BucketSeries series,
            Instant from,
            double share,
            @Nullable Instant errorSince) {
        this(guardrail, measure, series, from, share, errorSince, "", Correction.NONE);
    }

    public Reading {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share of the treatment must be above 0 and at most 1: " + share);
        }
    }

    /** Returns this reading with what a source gave turned into what the metric counts; where there is no control to compare with, none is missed. */
    Reading usable() {
        boolean alone =
                measure.kind() == MetricKind.THRESHOLD || guardrail.rule().kind() == RuleKind.WORSE_THAN_BASELINE;
        return !alone && measure.kind() != MetricKind.SHARE_ABOVE
                ? this
                : new Reading(
                        guardrail,
                        measure,
                        Edges.counted(series, measure),
                        from,
                        alone ? 1 : share,
                        errorSince,
                        definition,
                        correction);
    }

    /**
     * Returns this reading with the counts that a recorded decision of this attempt was made on, and after them what is new: a sample that comes late
     * is told as a correction, and never scored.
     *
     * @param judged what was recorded under the same definition; counts of another attempt are passed by
     */
    public Reading keeping(Counts judged) {
        Reading usable = usable();
        Counts fresh = usable.counts();
        if (!judged.from().equals(fresh.from())) {
            return this;
        }
        Counts kept = judged.extendedBy(fresh);
        List<Bucket> all = new ArrayList<>(usable.earlier());
        all.addAll(kept.buckets());
        BucketSeries known = usable.series;
        BucketSeries merged =
                new BucketSeries(all, kept.to(), known.state(), known.missing(), known.query(), known.warnings());
        return new Reading(
                guardrail, measure, merged, from, usable.share, errorSince, definition, Correction.of(judged, fresh));
    }

    /** Returns the counts of the attempt, which are judged. */
    public Counts counts() {
        return Counts.of(series, from);
    }

    private List<Bucket> earlier() {
        Instant attempt = counts().from();
        List<Bucket> earlier = new ArrayList<>();
        for (Bucket bucket : series.buckets()) {
            if (bucket.start().isBefore(attempt)) {
                earlier.add(bucket);
            }
        }
        return earlier;
    }

    /** Returns the counts from before the attempt: they choose the test, and tell how fast an error budget burnt and what was left of it. */
    public Counts before() {
        Instant attempt = counts().from();
        Instant used = counts().to().minus(BurnWindow.LONGEST);
        boolean burns = guardrail.rule().kind() == RuleKind.BURN;
        List<Bucket> older = new ArrayList<>();
        List<Bucket> earlier = new ArrayList<>();
        for (Bucket bucket : series.buckets()) {
            if (bucket.start().isBefore(attempt)) {
                (burns && !bucket.end().isAfter(used) ? older : earlier).add(bucket);
            }
        }
        if (!older.isEmpty()) {
            earlier.add(0, sum(older));
        }
        return earlier.isEmpty()
                ? new Counts(attempt, attempt, earlier)
                : new Counts(
                        earlier.get(0).start(), earlier.get(earlier.size() - 1).end(), earlier);
    }

    /** What no window looks back to counts only as a sum, for what is left of an error budget. */
    private static Bucket sum(List<Bucket> buckets) {
        Instant start = buckets.get(0).start();
        return new Bucket(
                start,
                Duration.between(start, buckets.get(buckets.size() - 1).end()),
                Counts.total(buckets, false),
                Counts.total(buckets, true));
    }

    boolean controlServed() {
        return share < 1;
    }
}
