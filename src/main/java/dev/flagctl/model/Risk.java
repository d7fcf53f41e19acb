// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.time.Duration;

/**
 * How much error a rollout may make.
 *
 * @param alpha probability of rolling back a harmless rollout, spent once per rollout over all guardrails; above 0, below 1
 * @param power how probably the smallest harm of a guardrail is found in a stage, for planning; above 0.5, below 1
 * @param harmBudget extra bad units that the whole rollout may cost, for planning; 0 when nothing is said
 * @param traffic eligible units per second of both arms, for planning until it is measured; 0 when nothing is said
 * @param lag time between harm and its end when it is seen: telemetry, tick and flag together, for planning
 */
public record Risk(double alpha, double power, long harmBudget, double traffic, Duration lag) {

    /** Lag of a telemetry that is scraped each minute, and of a tick each minute. */
    public static final Duration LAG = Duration.ofMinutes(3);

    public static final Risk DEFAULT = new Risk(0.05, 0.8, 0, 0, LAG);

    public Risk {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be between 0 and 1: " + alpha);
        }
        if (!(power > 0.5 && power < 1) || harmBudget < 0) {
            throw new IllegalArgumentException("power must be between 0.5 and 1, and the harm budget not negative");
        }
        if (!(traffic >= 0) || Double.isInfinite(traffic) || lag.isNegative()) {
            throw new IllegalArgumentException("traffic and lag must not be negative: " + traffic + ", " + lag);
        }
    }

    /** Makes a risk with the usual power and no limit of the harm. */
    public Risk(double alpha) {
        this(alpha, DEFAULT.power, 0, 0, LAG);
    }
}
