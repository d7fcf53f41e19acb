// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.Samples;

/** The test of a quantile after each of some buckets: computed anew when an arm has grown by a hundredth, else the same as before. */
final class QuantileLooks {

    private static final double GROWTH = 1.01;

    private final QuantileTest test;
    private Samples control = new Samples();
    private Samples treatment = new Samples();
    private double computedAt;
    private double logE;

    QuantileLooks(QuantileTest test) {
        this.test = test;
    }

    /** Adds a bucket; returns the natural logarithm of the e-value. */
    double after(Bucket bucket) {
        if (bucket.control().distribution() instanceof Samples a) {
            control = control.plus(a);
        }
        if (bucket.treatment().distribution() instanceof Samples b) {
            treatment = treatment.plus(b);
        }
        double fewer = Math.min(control.total(), treatment.total());
        if (fewer >= Math.max(1, GROWTH * computedAt)) {
            computedAt = fewer;
            logE = test.logE(control.sorted(), treatment.sorted());
        }
        return logE;
    }
}
