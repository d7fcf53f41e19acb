// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * By how much a source tells otherwise now of buckets that were judged before: samples that came after their bucket was closed, or that are gone. It is
 * told and kept, and never scored.
 *
 * @param units units that came or went, summed over buckets and arms
 * @param bad bad units that came or went
 * @param judged units that were judged
 */
public record Correction(long units, long bad, long judged) {

    /** What a source says that tells the same as before, or of which nothing was judged. */
    public static final Correction NONE = new Correction(0, 0, 0);

    /** Compares bucket by bucket, so that what came to one and what another lost do not cancel out. */
    static Correction of(Counts judged, Counts fresh) {
        Map<Instant, Bucket> now = new HashMap<>();
        for (Bucket bucket : fresh.buckets()) {
            if (bucket.start().isBefore(judged.to())) {
                now.put(bucket.start(), bucket);
            }
        }
        long units = 0;
        long bad = 0;
        long all = 0;
        for (Bucket bucket : judged.buckets()) {
            Bucket other = now.remove(bucket.start());
            Arm control = other == null ? Arm.EMPTY : other.control();
            Arm treatment = other == null ? Arm.EMPTY : other.treatment();
            units += units(bucket.control(), control) + units(bucket.treatment(), treatment);
            bad += bad(bucket.control(), control) + bad(bucket.treatment(), treatment);
            all += bucket.control().units() + bucket.treatment().units();
        }
        for (Bucket bucket : now.values()) {
            units += bucket.control().units() + bucket.treatment().units();
            bad += bucket.control().bad() + bucket.treatment().bad();
        }
        return new Correction(units, bad, all);
    }

    private static long units(Arm one, Arm other) {
        return Math.abs(one.units() - other.units());
    }

    private static long bad(Arm one, Arm other) {
        return Math.abs(one.bad() - other.bad());
    }

    /** Returns the size in words. */
    public String sentence() {
        return String.format(
                Locale.ROOT,
                "the source tells otherwise now of what was judged before, by %,d of %,d units and %,d bad ones: told here, and not scored",
                units,
                judged,
                bad);
    }

    /** Tells whether the source tells the same as before. */
    public boolean isNone() {
        return units == 0 && bad == 0;
    }
}
