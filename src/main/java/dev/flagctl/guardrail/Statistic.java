// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

/**
 * What the always-valid test of a guardrail says.
 *
 * @param logE natural logarithm of the e-value after the last bucket; 0 is no evidence
 * @param maxLogE the largest {@code logE} so far among buckets with enough bad units; by Ville's inequality a failure once shown stays shown
 * @param threshold the e-value at which this guardrail alone stops the rollout: 1 / (alpha × weight)
 * @param weight its share of the risk, 0 for a guardrail that only watches; the weights of a rollout add up to 1
 * @param ratio bound of the ratio of the bad rates, or of the means
 * @param test which test
 * @param because why this test
 */
public record Statistic(
        double logE, double maxLogE, double threshold, double weight, Bound ratio, TestKind test, String because) {

    /** Returns the largest e-value so far; infinite beyond what a double holds. */
    public double evidence() {
        return StrictMath.exp(maxLogE);
    }

    /** Returns the always-valid p-value: min(1, 1 / largest e-value so far). */
    public double p() {
        return Math.min(1, StrictMath.exp(-maxLogE));
    }

    boolean reached() {
        return maxLogE >= StrictMath.log(threshold);
    }
}
