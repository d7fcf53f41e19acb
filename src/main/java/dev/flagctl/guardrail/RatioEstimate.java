// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import java.util.List;

/**
 * The most likely ratio of the bad rates, given how many bad units each bucket had: arms are compared within buckets, so ramps and drift do no harm.
 */
final class RatioEstimate {

    private RatioEstimate() {}

    /** Returns the ratio; 0 or infinite when one arm has no bad units, NaN when none has. */
    static double of(List<Bucket> buckets) {
        double bad = 0;
        double treatmentBad = 0;
        for (Bucket bucket : buckets) {
            if (bucket.control().units() > 0 && bucket.treatment().units() > 0) {
                bad += bucket.control().bad() + (double) bucket.treatment().bad();
                treatmentBad += bucket.treatment().bad();
            }
        }
        if (bad == 0 || treatmentBad == 0 || treatmentBad == bad) {
            return bad == 0 ? Double.NaN : treatmentBad == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        // Ratios beyond these are of arms a billion times apart in size; the usual bits stay the same.
        double low = expected(buckets, StrictMath.exp(-20)) < treatmentBad ? -20 : -80;
        double high = expected(buckets, StrictMath.exp(20)) < treatmentBad ? 80 : 20;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (expected(buckets, StrictMath.exp(middle)) < treatmentBad) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return StrictMath.exp((low + high) / 2);
    }

    private static double expected(List<Bucket> buckets, double r) {
        double sum = 0;
        for (Bucket bucket : buckets) {
            double a = bucket.control().units();
            double b = bucket.treatment().units();
            double bad = bucket.control().bad() + (double) bucket.treatment().bad();
            if (bad > 0 && a > 0 && b > 0) {
                sum += bad * b * r / (b * r + a);
            }
        }
        return sum;
    }
}
