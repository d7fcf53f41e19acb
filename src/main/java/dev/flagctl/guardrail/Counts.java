// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.Samples;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The counts of closed buckets, compact enough for the ledger. What is recorded here is what was judged; it never changes again.
 *
 * @param from everything at or after it is covered
 * @param to everything before it is covered: a bucket that is absent in between had no traffic
 * @param buckets rising, not overlapping, within the cover
 */
public record Counts(Instant from, Instant to, List<Bucket> buckets) {

    public Counts {
        buckets = List.copyOf(buckets);
        Instant last = from;
        for (Bucket bucket : buckets) {
            if (bucket.start().isBefore(last)) {
                throw new IllegalArgumentException(
                        "bucket at " + bucket.start() + " overlaps its neighbour or starts before " + last);
            }
            last = bucket.end();
        }
        if (last.isAfter(to)) {
            throw new IllegalArgumentException("bucket ends at " + last + ", after the cover " + to);
        }
    }

    /** Returns the closed buckets of a series from {@code since} on; the cover begins at the next whole second, as buckets do. */
    public static Counts of(BucketSeries series, Instant since) {
        Instant second = since.truncatedTo(ChronoUnit.SECONDS);
        Instant from = second.equals(since) ? since : second.plusSeconds(1);
        Instant to = series.watermark().isBefore(from) ? from : series.watermark();
        List<Bucket> kept = new ArrayList<>(series.buckets().size());
        for (Bucket bucket : series.buckets()) {
            if (!bucket.start().isBefore(from) && !bucket.end().isAfter(to)) {
                kept.add(bucket);
            }
        }
        return new Counts(from, to, kept);
    }

    /** Returns these counts, and after their cover those of {@code fresh}: a late sample never changes what was judged. */
    public Counts extendedBy(Counts fresh) {
        List<Bucket> all = new ArrayList<>(buckets);
        for (Bucket bucket : fresh.buckets) {
            if (!bucket.start().isBefore(to)) {
                all.add(bucket);
            }
        }
        return new Counts(from, fresh.to.isAfter(to) ? fresh.to : to, all);
    }

    /** Returns the sum of one arm over all buckets. */
    public Arm total(boolean treatment) {
        return total(buckets, treatment);
    }

    /** Returns how many units one arm has in all buckets. */
    long units(boolean treatment) {
        long units = 0;
        for (Bucket bucket : buckets) {
            units += (treatment ? bucket.treatment() : bucket.control()).units();
        }
        return units;
    }

    /** Returns the sum of one arm over buckets, with all its raw values. */
    static Arm total(List<Bucket> buckets, boolean treatment) {
        long units = 0;
        long bad = 0;
        double sum = 0;
        double sumOfSquares = 0;
        List<Samples> values = new ArrayList<>();
        for (Bucket bucket : buckets) {
            Arm arm = treatment ? bucket.treatment() : bucket.control();
            units += arm.units();
            bad += arm.bad();
            sum += arm.sum();
            sumOfSquares += arm.sumOfSquares();
            if (arm.distribution() instanceof Samples samples) {
                values.add(samples);
            }
        }
        return new Arm(units, bad, sum, sumOfSquares, values.isEmpty() ? null : Samples.of(values));
    }
}
