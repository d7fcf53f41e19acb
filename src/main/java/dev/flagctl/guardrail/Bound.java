// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

/**
 * A time-uniform interval for the ratio of the bad rates, treatment over control.
 *
 * <p>Each end is wrong at any time of the rollout with at most the probability alpha of the rollout.
 *
 * @param lower zero or more
 * @param upper above lower; {@link Double#POSITIVE_INFINITY} while the data bounds nothing
 */
public record Bound(double lower, double upper) {

    /** What is known before any bad unit. */
    public static final Bound NOTHING_KNOWN = new Bound(0, Double.POSITIVE_INFINITY);
}
