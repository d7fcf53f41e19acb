// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import dev.flagctl.model.Bucket;
import java.util.List;

/** Draws the bad share of the treatment bucket by bucket, scaled to the largest of them. */
public final class Sparkline {

    private static final String BARS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    /**
     * Returns one bar for each of the newest buckets, {@code ·} for one without units.
     *
     * @param most how many bars at most
     */
    public static String of(List<Bucket> buckets, int most) {
        List<Bucket> newest = buckets.subList(Math.max(0, buckets.size() - most), buckets.size());
        double largest = 0;
        for (Bucket bucket : newest) {
            largest = Math.max(largest, rate(bucket));
        }
        StringBuilder line = new StringBuilder(newest.size());
        for (Bucket bucket : newest) {
            if (bucket.treatment().units() == 0) {
                line.append('·');
            } else {
                int bar = largest == 0 ? 0 : (int) Math.round(rate(bucket) / largest * (BARS.length() - 1));
                line.append(BARS.charAt(bar));
            }
        }
        return line.toString();
    }

    private static double rate(Bucket bucket) {
        return bucket.treatment().units() == 0
                ? 0
                : bucket.treatment().bad() / (double) bucket.treatment().units();
    }
}
