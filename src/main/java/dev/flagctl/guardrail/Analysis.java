// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a test says of some data.
 *
 * @param metric name of the metric
 * @param test which test
 * @param because why this test
 * @param verdict FAIL when harm or a difference is shown at the risk, UNDECIDED when the evidence leans that way or there is too little, else PASS
 * @param logE natural logarithm of the e-value after the last bucket; NaN for a test that has none
 * @param maxLogE the largest so far; NaN for a test that has none
 * @param p p-value: always valid for a test with an e-value
 * @param estimate what is estimated with its interval, or null
 * @param numbers other numbers of the test, in order
 * @param path the evidence after each bucket, if asked for; else empty
 * @param sentence the finding in words
 */
public record Analysis(
        String metric,
        TestKind test,
        String because,
        Verdict verdict,
        double logE,
        double maxLogE,
        double p,
        @Nullable Estimate estimate,
        Map<String, Double> numbers,
        List<Look> path,
        String sentence) {

    /**
     * The evidence after a bucket.
     *
     * @param bucket counted from 1
     * @param logE natural logarithm of the e-value
     * @param p always-valid p-value so far
     */
    public record Look(int bucket, double logE, double p) {}

    /**
     * An estimate with an interval that holds at any time with the probability 1 - alpha; for a one-sided test each end does. That of a test of one look
     * holds at that look.
     *
     * @param of what, in words
     * @param value NaN when there is none
     * @param lower may be infinite
     * @param upper may be infinite
     */
    public record Estimate(String of, double value, double lower, double upper) {}
}
