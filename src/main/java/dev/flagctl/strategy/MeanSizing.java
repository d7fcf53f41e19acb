// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import java.time.Duration;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How many units it takes to see a change of a mean; pure arithmetic, by the normal approximation of a fixed sample, twice.
 *
 * <p>The interval that holds at any time is 1.69 times as wide as that of a fixed sample where it is tightest (Waudby-Smith et al., arXiv:2103.06476),
 * which takes (1.69 z<sub>alpha</sub> + z<sub>power</sub>)² / (z<sub>alpha</sub> + z<sub>power</sub>)² ≈ 2.1 times the units at 5 % and 80 %.
 *
 * @param unitsPerSecond eligible units, of both arms, above 0
 * @param spread standard deviation over the mean of the control, above 0
 * @param alpha risk of the rollout
 * @param power how probably the change is found
 * @param against what the treatment is compared with
 */
public record MeanSizing(double unitsPerSecond, double spread, double alpha, double power, Sizing.Against against) {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    public MeanSizing {
        if (!(unitsPerSecond > 0)
                || !(spread > 0 && Double.isFinite(spread))
                || !(alpha > 0 && alpha < 1)
                || !(power > 0.5 && power < 1)) {
            throw new IllegalArgumentException("sizes of a mean need traffic, a spread, a risk and a power");
        }
    }

    /** Makes the sizes of a comparison with everybody else. */
    public MeanSizing(double unitsPerSecond, double spread, double alpha, double power) {
        this(unitsPerSecond, spread, alpha, power, Sizing.Against.REST);
    }

    /** Returns the units of the treatment that a change needs, as a fraction of the control's mean. */
    public double units(double change, double share) {
        double controls = against.controls(share);
        return RateSizing.SEQUENTIAL * square(quantiles() * spread / change) * (1 + 1 / controls);
    }

    /** Returns how long a stage of a share lasts until a change is found with the power asked for. */
    public Duration lasts(double change, double share) {
        double seconds = units(change, share) / (share * unitsPerSecond);
        return Duration.ofMillis((long) Math.min(Math.ceil(seconds * 1000), 3e14));
    }

    /** Returns the smallest change that so many units of the treatment find, as a fraction of the control's mean. */
    public double detects(double units, double share) {
        double controls = against.controls(share);
        return quantiles() * spread * Math.sqrt(RateSizing.SEQUENTIAL * (1 + 1 / controls) / units);
    }

    private double quantiles() {
        return NORMAL.inverseSurvivalProbability(alpha) + NORMAL.inverseCumulativeProbability(power);
    }

    private static double square(double value) {
        return value * value;
    }
}
