// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import java.time.Instant;
import java.util.List;

/** The evidence of one guardrail after each of its buckets. */
final class EvidencePath {

    private final Instant[] ends;
    private final double[] counted;
    private double logE;
    private double maxLogE;

    private EvidencePath(int buckets) {
        ends = new Instant[buckets];
        counted = new double[buckets];
    }

    /**
     * Follows a test along buckets.
     *
     * @param fewest bad units of the treatment that evidence must rest on before it counts
     */
    static EvidencePath of(SequentialTest test, List<Bucket> buckets, long fewest) {
        EvidencePath path = new EvidencePath(buckets.size());
        long bad = 0;
        for (int i = 0; i < path.ends.length; i++) {
            Bucket bucket = buckets.get(i);
            test.add(bucket);
            bad += bucket.treatment().bad();
            path.logE = test.logE();
            path.counted[i] = bad >= fewest ? path.logE : Math.min(0, path.logE);
            path.maxLogE = Math.max(path.maxLogE, path.counted[i]);
            path.ends[i] = bucket.end();
        }
        return path;
    }

    int size() {
        return ends.length;
    }

    Instant end(int bucket) {
        return ends[bucket];
    }

    /** Returns what counts towards a stop after a bucket: the logarithm of the e-value, at most 0 while there are too few bad units. */
    double counted(int bucket) {
        return counted[bucket];
    }

    /** Returns the logarithm of the e-value after the last bucket, 0 without any. */
    double logE() {
        return logE;
    }

    /** Returns the largest of what counted so far, at least 0. */
    double maxLogE() {
        return maxLogE;
    }
}
