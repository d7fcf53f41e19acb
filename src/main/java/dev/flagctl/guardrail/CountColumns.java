// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import java.util.List;

/** The counts of many buckets, close together in memory: a search runs a test over them tens of times. */
final class CountColumns {

    private static final int COLUMNS = 4;

    private final double[] counts;

    private CountColumns(double[] counts) {
        this.counts = counts;
    }

    static CountColumns of(List<Bucket> buckets) {
        double[] counts = new double[buckets.size() * COLUMNS];
        int at = 0;
        for (Bucket bucket : buckets) {
            counts[at++] = bucket.control().units();
            counts[at++] = bucket.control().bad();
            counts[at++] = bucket.treatment().units();
            counts[at++] = bucket.treatment().bad();
        }
        return new CountColumns(counts);
    }

    int size() {
        return counts.length / COLUMNS;
    }

    /** Returns at most so many buckets, each the sum of as many that follow each other. */
    CountColumns merged(int most) {
        int width = (size() + most - 1) / most;
        double[] sums = new double[(size() + width - 1) / width * COLUMNS];
        for (int i = 0; i < counts.length; i++) {
            sums[i / COLUMNS / width * COLUMNS + i % COLUMNS] += counts[i];
        }
        return new CountColumns(sums);
    }

    /** Adds all buckets to a test, as they are or with the arms exchanged. */
    void addTo(CountsTest test, boolean asTheyAre) {
        int a = asTheyAre ? 0 : 2;
        int b = asTheyAre ? 2 : 0;
        for (int i = 0; i < counts.length; i += COLUMNS) {
            test.add(counts[i + a], counts[i + a + 1], counts[i + b], counts[i + b + 1]);
        }
    }
}
