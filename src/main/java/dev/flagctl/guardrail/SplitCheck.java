// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import java.time.Instant;
import java.util.Locale;

/**
 * Whether users fall on the arms in the configured share. When they do not, assignment or telemetry is broken, and no number can be trusted: that
 * holds a rollout and never advances or rolls it back.
 *
 * @param share configured for the treatment, above 0 and below 1
 * @param control users who first met the control
 * @param treatment users who first met the treatment
 * @param logE natural logarithm of the largest e-value so far against the configured share
 * @param counts users who first met an arm, by bucket
 */
public record SplitCheck(double share, long control, long treatment, double logE, Counts counts) {

    /** The risk of holding a rollout whose split is right. */
    public static final double ALPHA = 0.001;

    /**
     * Checks the buckets from {@code from} on, while the share stayed the same. Without users of one arm there is nothing to compare: that is a state
     * of the data.
     */
    public static SplitCheck of(BucketSeries exposures, Instant from, double share) {
        return of(Counts.of(exposures, from), share);
    }

    /** Checks counts of users while the share stayed the same. */
    public static SplitCheck of(Counts users, double share) {
        SplitTest test = new SplitTest(new double[] {1 - share, share}, SplitTest.CONCENTRATION);
        long control = 0;
        long treatment = 0;
        double logE = 0;
        for (Bucket bucket : users.buckets()) {
            control += bucket.control().units();
            treatment += bucket.treatment().units();
            test.add((double) bucket.control().units(), (double)
                    bucket.treatment().units());
            logE = control > 0 && treatment > 0 ? Math.max(logE, test.logE()) : logE;
        }
        return new SplitCheck(share, control, treatment, logE, users);
    }

    /** Tells whether the split is shown to be wrong. */
    public boolean mismatch() {
        return logE >= -StrictMath.log(ALPHA);
    }

    /** Returns the always-valid p-value. */
    public double p() {
        return Math.min(1, StrictMath.exp(-logE));
    }

    /** Returns the finding in words. */
    public String sentence() {
        long all = control + treatment;
        return String.format(
                Locale.ROOT,
                "%,d of %,d users met the treatment where %s was configured (p %.1g)",
                treatment,
                all,
                Sentences.percent(share),
                p());
    }
}
