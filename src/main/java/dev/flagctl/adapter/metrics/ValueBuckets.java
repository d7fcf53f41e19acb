// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers values of both arms into aligned buckets. */
final class ValueBuckets {

    private final Duration bucket;
    private final boolean keeps;
    private final Map<Long, ValueTally[]> tallies = new TreeMap<>();

    /** @param keeps whether the values themselves are needed */
    ValueBuckets(Duration bucket, boolean keeps) {
        this.bucket = bucket;
        this.keeps = keeps;
    }

    ValueTally at(long start, boolean treatment) {
        ValueTally[] both =
                tallies.computeIfAbsent(start, key -> new ValueTally[] {new ValueTally(keeps), new ValueTally(keeps)});
        return both[treatment ? 1 : 0];
    }

    void clear() {
        tallies.clear();
    }

    /** Returns the buckets that end at or before a time, in milliseconds since the epoch. */
    List<Bucket> until(long limit) {
        List<Bucket> buckets = new ArrayList<>();
        tallies.forEach((start, both) -> {
            Arm control = both[0].arm();
            Arm treatment = both[1].arm();
            if (control.units() + treatment.units() > 0 && start + bucket.toMillis() <= limit) {
                buckets.add(new Bucket(Instant.ofEpochMilli(start), bucket, control, treatment));
            }
        });
        return buckets;
    }
}
