// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import java.util.BitSet;

/** Sums over series, bucket by bucket, and how many series each is of. */
final class Sums {

    /** Of no series: nothing in any bucket. */
    static final Sums NONE = new Sums(0);

    private final double[] sums;
    private final int[] series;
    private final BitSet restarts = new BitSet(0);

    Sums(int buckets) {
        sums = new double[buckets];
        series = new int[buckets];
    }

    void add(int bucket, double value) {
        sums[bucket] += value;
        series[bucket]++;
    }

    /** Notes that a counter began again: what it counted in the bucket before it ended is lost. */
    void restarted(int bucket) {
        restarts.set(bucket);
    }

    /** Returns the buckets in which a counter began again. */
    BitSet restarts() {
        return restarts;
    }

    /** Adds the sums of a part of the buckets. */
    void addAll(int first, Sums part) {
        for (int i = 0; i < part.sums.length; i++) {
            sums[first + i] += part.sums[i];
            series[first + i] += part.series[i];
        }
        part.restarts.stream().forEach(bucket -> restarts.set(first + bucket));
    }

    /** Tells whether any series had a sample at the end of a bucket. */
    boolean has(int bucket) {
        return bucket < series.length && series[bucket] > 0;
    }

    /** Returns the sum; zero when there is none. */
    double sum(int bucket) {
        return bucket < sums.length ? sums[bucket] : 0;
    }

    /** Returns how many series had a sample at the end of a bucket. */
    int series(int bucket) {
        return series[bucket];
    }
}
