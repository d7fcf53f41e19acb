// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import java.util.ArrayList;
import java.util.List;

/** Finds the time-uniform bound of a rate ratio: the ratios r0 that the test does not reject. */
final class RatioBound {

    private static final double WIDEST = StrictMath.log(1e9);
    /** Ends are found to a ten-thousandth of their value. */
    private static final double TOLERANCE = 1e-4;

    private RatioBound() {}

    static Bound of(List<Bucket> buckets, double alpha) {
        List<Bucket> telling = new ArrayList<>();
        for (Bucket bucket : buckets) {
            if (bucket.control().bad() + bucket.treatment().bad() > 0) {
                telling.add(bucket);
            }
        }
        if (telling.isEmpty()) {
            return Bound.NOTHING_KNOWN;
        }
        double limit = -StrictMath.log(alpha);
        double lower = rejected(telling, RatioTest.WORSE, -WIDEST, limit)
                ? StrictMath.exp(edge(telling, RatioTest.WORSE, -WIDEST, WIDEST, limit))
                : 0;
        double upper = rejected(telling, RatioTest.BETTER, WIDEST, limit)
                ? StrictMath.exp(edge(telling, RatioTest.BETTER, WIDEST, -WIDEST, limit))
                : Double.POSITIVE_INFINITY;
        return new Bound(lower, upper);
    }

    /** Bisects between a rejected and an accepted logarithm of r0: the e-value is monotone in r0 for each grid. */
    private static double edge(List<Bucket> buckets, double[] grid, double rejected, double accepted, double limit) {
        double out = rejected;
        double in = accepted;
        while (Math.abs(in - out) > TOLERANCE) {
            double middle = (in + out) / 2;
            if (rejected(buckets, grid, middle, limit)) {
                out = middle;
            } else {
                in = middle;
            }
        }
        return out;
    }

    private static boolean rejected(List<Bucket> buckets, double[] grid, double logR0, double limit) {
        RatioTest test = new RatioTest(grid, StrictMath.exp(logR0));
        for (Bucket bucket : buckets) {
            test.add(bucket);
        }
        return test.logE() >= limit;
    }
}
