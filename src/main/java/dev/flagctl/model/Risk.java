// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/**
 * How much error a rollout may make.
 *
 * @param alpha probability of rolling back a harmless rollout, spent once per rollout over all guardrails; above 0, below 1
 */
public record Risk(double alpha) {

    public static final Risk DEFAULT = new Risk(0.05);

    public Risk {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be between 0 and 1: " + alpha);
        }
    }
}
