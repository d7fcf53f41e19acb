// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import java.util.List;

/**
 * The most likely ratio of the bad rates, given how many bad units each bucket had: arms are compared within buckets, so ramps and drift do no harm.
 */
final class RatioEstimate {

    /** Of each bucket that tells something the units of the control, those of the treatment, and the bad units of both. */
    private final double[] cells;

    private int size;
    private double treatmentBad;
    private double bad;

    private RatioEstimate(List<Bucket> buckets) {
        cells = new double[3 * buckets.size()];
        for (Bucket bucket : buckets) {
            add(bucket);
        }
    }

    /** Returns the ratio; 0 or infinite when one arm has no bad units, NaN when none has. */
    static double of(List<Bucket> buckets) {
        return new RatioEstimate(buckets).ratio();
    }

    private void add(Bucket bucket) {
        double both = bucket.control().bad() + (double) bucket.treatment().bad();
        if (both > 0 && bucket.control().units() > 0 && bucket.treatment().units() > 0) {
            cells[size++] = bucket.control().units();
            cells[size++] = bucket.treatment().units();
            cells[size++] = both;
            bad += both;
            treatmentBad += bucket.treatment().bad();
        }
    }

    private double ratio() {
        if (bad == 0 || treatmentBad == 0 || treatmentBad == bad) {
            return bad == 0 ? Double.NaN : treatmentBad == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        // Ratios beyond these are of arms a billion times apart in size; the usual bits stay the same.
        double low = expected(StrictMath.exp(-20)) < treatmentBad ? -20 : -80;
        double high = expected(StrictMath.exp(20)) < treatmentBad ? 80 : 20;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (expected(StrictMath.exp(middle)) < treatmentBad) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return StrictMath.exp((low + high) / 2);
    }

    private double expected(double r) {
        double sum = 0;
        for (int i = 0; i < size; i += 3) {
            double a = cells[i];
            double b = cells[i + 1];
            sum += cells[i + 2] * b * r / (b * r + a);
        }
        return sum;
    }
}
