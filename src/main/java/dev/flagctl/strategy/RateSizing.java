// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import java.time.Duration;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * What the stages of a rollout can show of a rate of bad units, beside a control or a rate that is known.
 *
 * <p>Units of a fixed sample: Fleiss, Levin and Paik, "Statistical Methods for Rates and Proportions", as R's {@code power.prop.test} has it for equal
 * arms. The always-valid test needs about twice as many to be as powerful: 1.7 to 2.1 times in simulations over rates from 0.1 to 0.5 %, ratios from
 * 1.5 to 10 and shares of 10 and 50 % ({@code docs/judgement.md}).
 *
 * @param unitsPerSecond eligible units, of both arms, above 0
 * @param base rate of bad units of the control, above 0 and below 1
 * @param alpha risk of the rollout
 * @param power how probably the harm is found
 * @param against what the treatment is compared with
 */
public record RateSizing(double unitsPerSecond, double base, double alpha, double power, Against against)
        implements Sizing {

    /** Units that the always-valid test needs in place of one of a fixed sample. */
    static final double SEQUENTIAL = 2;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    public RateSizing {
        if (!(unitsPerSecond > 0)
                || !(base > 0 && base < 1)
                || !(alpha > 0 && alpha < 1)
                || !(power > 0.5 && power < 1)) {
            throw new IllegalArgumentException("sizes need traffic, a base rate, a risk and a power");
        }
    }

    /** Makes the sizes of a comparison with everybody else. */
    public RateSizing(double unitsPerSecond, double base, double alpha, double power) {
        this(unitsPerSecond, base, alpha, power, Against.REST);
    }

    @Override
    public boolean compares(double share) {
        return share > 0 && (share < 1 || (against == Against.RATE && share == 1));
    }

    /** Returns the units of the treatment that a one-sided test of a fixed sample needs to find a ratio of the rates, above 1. */
    public double fixedUnits(double ratio, double share) {
        double worse = Math.min(1, base * ratio);
        double controls = against.controls(share);
        double mean = (worse + controls * base) / (1 + controls);
        double za = NORMAL.inverseSurvivalProbability(alpha);
        double zb = NORMAL.inverseCumulativeProbability(power);
        double root = za * Math.sqrt(mean * (1 - mean) * (1 + 1 / controls))
                + zb * Math.sqrt(worse * (1 - worse) + base * (1 - base) / controls);
        return root * root / ((worse - base) * (worse - base));
    }

    /** Returns the units of the treatment that the always-valid test needs. */
    public double units(double ratio, double share) {
        return SEQUENTIAL * fixedUnits(ratio, share);
    }

    @Override
    public Duration lasts(double ratio, double share) {
        return Sizing.seconds(units(ratio, share) / (share * unitsPerSecond));
    }

    /** Units add up over the stages, as if all of them had come while the last one bakes. */
    @Override
    public double found(List<RampSizes.Part> stages) {
        double units = 0;
        for (RampSizes.Part stage : stages) {
            units += stage.share() * unitsPerSecond * stage.lasts().toSeconds();
        }
        double share = stages.get(stages.size() - 1).share();
        Duration length = RampSizes.equivalent(this, share, units);
        return detected(share, share * unitsPerSecond * length.toSeconds());
    }

    private double detected(double share, double units) {
        double largest = 1 / base;
        if (units(largest, share) > units) {
            return Double.POSITIVE_INFINITY;
        }
        double low = 0;
        double high = Math.log(largest);
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (units(Math.exp(middle), share) > units) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.exp(high);
    }

    /** By ln(1/alpha) over what an event tells, over events a second. */
    @Override
    public Duration noticed(double ratio, double share) {
        if (against == Against.RATE) {
            double each = ratio * Math.log(ratio) - ratio + 1;
            return Sizing.seconds(-Math.log(alpha) / each / (unitsPerSecond * share * base));
        }
        double controls = against.controls(share);
        double fair = 1 / (1 + controls);
        double q = ratio / (ratio + controls);
        double tells = q * Math.log(q / fair) + (1 - q) * Math.log((1 - q) / (1 - fair));
        double events = unitsPerSecond * share * base * (ratio + controls);
        return Sizing.seconds(-Math.log(alpha) / tells / events);
    }
}
