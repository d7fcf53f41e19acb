// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.Samples;

/** The test of a quantile after each of some buckets: computed anew when an arm has grown by a hundredth, else the same as before. */
final class QuantileLooks {

    private static final double GROWTH = 1.01;

    private final QuantileTest test;
    private final GrowingSamples control = new GrowingSamples();
    private final GrowingSamples treatment = new GrowingSamples();
    private double computedAt;
    private double logE;

    QuantileLooks(QuantileTest test) {
        this.test = test;
    }

    /** Adds a bucket; returns the natural logarithm of the e-value. */
    double after(Bucket bucket) {
        if (bucket.control().distribution() instanceof Samples a) {
            control.add(a);
        }
        if (bucket.treatment().distribution() instanceof Samples b) {
            treatment.add(b);
        }
        double fewer = Math.min(control.total(), treatment.total());
        if (fewer >= Math.max(1, GROWTH * computedAt)) {
            computedAt = fewer;
            logE = test.logE(control.all().sorted(), treatment.all().sorted());
        }
        return logE;
    }
}
