// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Missing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who has been silent, since when, and whether that is more than chance.
 *
 * @param state OK, NO_TRAFFIC or TOO_FEW
 * @param missing which arm
 * @param since end of the last bucket in which it had units, or the start of the attempt
 */
record Traffic(DataState state, Missing missing, Instant since) {

    /** Silence counts when so many units were expected that none at all has a probability below 1/1000: -ln 0.001. */
    private static final double EXPECTED = 6.9;
    /** The odds of the arms are taken from the newest buckets before the silence that hold this many units of the silent arm. */
    private static final long RECENT = 20;

    static Traffic of(Reading reading, Counts counts) {
        List<Bucket> buckets = counts.buckets();
        int lastControl = last(buckets, false);
        int lastTreatment = last(buckets, true);
        int lastAny = Math.max(lastControl, lastTreatment);
        if (counts.from().equals(counts.to())) {
            // Before the first bucket is closed nobody can say that nobody came.
            return new Traffic(DataState.TOO_FEW, Missing.BOTH, counts.from());
        }
        long units = counts.units(true);
        if (lastAny < 0 || silent(counts, lastAny, (double) units + counts.units(false))) {
            return new Traffic(DataState.NO_TRAFFIC, Missing.BOTH, end(counts, lastAny));
        }
        double odds = reading.share() / (1 - reading.share());
        if (reading.controlServed() && expected(buckets, true, lastTreatment, odds) >= EXPECTED) {
            return new Traffic(DataState.NO_TRAFFIC, Missing.TREATMENT, end(counts, lastTreatment));
        }
        if (reading.controlServed() && expected(buckets, false, lastControl, 1 / odds) >= EXPECTED) {
            return new Traffic(DataState.NO_TRAFFIC, Missing.CONTROL, end(counts, lastControl));
        }
        boolean few = units == 0 || units < reading.guardrail().minUnits();
        Missing missing = few ? Missing.TREATMENT : Missing.BOTH;
        return new Traffic(few ? DataState.TOO_FEW : DataState.OK, missing, end(counts, few ? lastTreatment : lastAny));
    }

    /** Returns the units expected of an arm after its last bucket, from what the other arm had; never more than its configured share gives. */
    private static double expected(List<Bucket> buckets, boolean treatment, int last, double configuredOdds) {
        long other = 0;
        for (int i = last + 1; i < buckets.size(); i++) {
            other += units(buckets.get(i), !treatment);
        }
        long own = 0;
        long beside = 0;
        for (int i = last; i >= 0 && own < RECENT; i--) {
            own += units(buckets.get(i), treatment);
            beside += units(buckets.get(i), !treatment);
        }
        double odds = own == 0 || beside == 0 ? configuredOdds : Math.min(configuredOdds, own / (double) beside);
        return other * odds;
    }

    private static boolean silent(Counts counts, int last, double units) {
        Instant end = end(counts, last);
        double before = Duration.between(counts.from(), end).toSeconds();
        double after = Duration.between(end, counts.to()).toSeconds();
        return before > 0 && units * after / before >= EXPECTED;
    }

    private static int last(List<Bucket> buckets, boolean treatment) {
        int i = buckets.size() - 1;
        while (i >= 0 && units(buckets.get(i), treatment) == 0) {
            i--;
        }
        return i;
    }

    private static Instant end(Counts counts, int index) {
        return index < 0 ? counts.from() : counts.buckets().get(index).end();
    }

    private static long units(Bucket bucket, boolean treatment) {
        return (treatment ? bucket.treatment() : bucket.control()).units();
    }

    /** Returns whether the counts say more than the source: a source that has no closed bucket yet finds no traffic, and nobody can know that. */
    private static boolean judgedHere(DataState told, Traffic traffic) {
        return told == DataState.OK
                || told == DataState.TOO_FEW
                || (told == DataState.NO_TRAFFIC && traffic.state() == DataState.TOO_FEW);
    }

    /** Returns the hold that follows, or null when the data is fine. */
    static @Nullable DataHold hold(Reading reading, Traffic traffic, Instant now) {
        DataState told = reading.series().state();
        DataState state = judgedHere(told, traffic) ? traffic.state() : told;
        if (state == DataState.OK) {
            return null;
        }
        Missing missing = traffic.state() == DataState.NO_TRAFFIC || state == DataState.TOO_FEW
                ? traffic.missing()
                : reading.series().missing();
        Instant since = traffic.since();
        if (!state.tellsSince()) {
            // A source that cannot be asked now may have had data until now: only a row of failed runs makes time pass.
            since = reading.errorSince() == null ? now : reading.errorSince();
        }
        return DataPolicy.hold(reading.guardrail(), state, missing, since);
    }
}
