// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/**
 * How much error a rollout may make.
 *
 * @param alpha probability of rolling back a harmless rollout, spent once per rollout over all guardrails; above 0, below 1
 * @param power how probably the smallest harm of a guardrail is found in a stage, for planning; above 0.5, below 1
 * @param harmBudget extra bad units that the whole rollout may cost, for planning; 0 when nothing is said
 */
public record Risk(double alpha, double power, long harmBudget) {

    public static final Risk DEFAULT = new Risk(0.05, 0.8, 0);

    public Risk {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be between 0 and 1: " + alpha);
        }
        if (!(power > 0.5 && power < 1) || harmBudget < 0) {
            throw new IllegalArgumentException("power must be between 0.5 and 1, and the harm budget not negative");
        }
    }

    /** Makes a risk with the usual power and no limit of the harm. */
    public Risk(double alpha) {
        this(alpha, 0.8, 0);
    }
}
