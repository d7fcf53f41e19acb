// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Feature;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Serve;
import dev.flagctl.model.Strategy;
import java.time.Duration;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How many units a decision takes, how long that lasts, and how much harm it can do; pure arithmetic on what is known before a rollout.
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
public record Sizing(double unitsPerSecond, double base, double alpha, double power, Against against) {

    /** What the treatment is compared with. */
    public enum Against {
        /** Everybody else. */
        REST,
        /** A control group as large as the treatment, or as large as there is room for. */
        MATCHED,
        /** A rate that is known; no control is beside it. */
        RATE;

        /** Returns what guardrails compare with that name the control. */
        public static Against of(Serve serve) {
            return serve.isMatched() ? MATCHED : REST;
        }

        /** Returns how many units of the control there are for one of the treatment. */
        double controls(double share) {
            return switch (this) {
                case REST -> (1 - share) / share;
                case MATCHED -> Math.min(1, (1 - share) / share);
                case RATE -> KNOWN;
            };
        }
    }

    /** Units that the always-valid test needs in place of one of a fixed sample. */
    static final double SEQUENTIAL = 2;

    /** A rate that is known is a control of so many times the treatment. */
    private static final double KNOWN = 1e9;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    public Sizing {
        if (!(unitsPerSecond > 0)
                || !(base > 0 && base < 1)
                || !(alpha > 0 && alpha < 1)
                || !(power > 0.5 && power < 1)) {
            throw new IllegalArgumentException("sizes need traffic, a base rate, a risk and a power");
        }
    }

    /** Makes the sizes of the computed stages of a feature, beside the control that it serves. */
    public static Sizing of(Strategy.Auto auto, Feature feature) {
        return of(auto, feature.risk(), feature.guardrails()).against(Against.of(feature.serve()));
    }

    /** Makes the sizes of computed stages: each of the guardrails that share the risk must find the harm alone. */
    public static Sizing of(Strategy.Auto auto, Risk risk, List<Guardrail> guardrails) {
        int tests = Math.max(1, Guardrail.sharing(guardrails));
        return new Sizing(auto.unitsPerSecond(), auto.base(), risk.alpha() / tests, risk.power());
    }

    /** Makes the sizes of a comparison with everybody else. */
    public Sizing(double unitsPerSecond, double base, double alpha, double power) {
        this(unitsPerSecond, base, alpha, power, Against.REST);
    }

    /** Returns the same for another comparison. */
    Sizing against(Against other) {
        return new Sizing(unitsPerSecond, base, alpha, power, other);
    }

    /** Tells whether a stage of a share has something to compare with. */
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

    /** Returns how long a stage of a share lasts until a ratio is found with the power asked for. */
    public Duration lasts(double ratio, double share) {
        return seconds(units(ratio, share) / (share * unitsPerSecond));
    }

    /** Returns the smallest ratio that a stage of a share and a length finds with the power asked for; infinite when it finds none. */
    public double detects(double share, Duration length) {
        double units = share * unitsPerSecond * length.toSeconds();
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

    /** Returns how long it takes in the mean until harm of a ratio is noticed: ln(1/alpha) over what an event tells, over events a second. */
    public Duration noticed(double ratio, double share) {
        if (against == Against.RATE) {
            double each = ratio * Math.log(ratio) - ratio + 1;
            return seconds(-Math.log(alpha) / each / (unitsPerSecond * share * base));
        }
        double controls = against.controls(share);
        double fair = 1 / (1 + controls);
        double q = ratio / (ratio + controls);
        double tells = q * Math.log(q / fair) + (1 - q) * Math.log((1 - q) / (1 - fair));
        double events = unitsPerSecond * share * base * (ratio + controls);
        return seconds(-Math.log(alpha) / tells / events);
    }

    /**
     * Returns how many extra bad units a stage costs at worst, until its harm is noticed and taken back.
     *
     * @param ratio the largest that is still possible when the stage begins
     * @param lag of the telemetry, the tick and the flag together
     */
    public double worstHarm(double ratio, double share, Duration lag) {
        double extra = Math.min(1, base * ratio) - base;
        double time = noticed(Math.min(ratio, 1 / base), share).toMillis() / 1000.0 + lag.toSeconds();
        return unitsPerSecond * share * time * extra;
    }

    /** Returns the smallest share at which a ratio is found within a time, 0 when even half of all units do not. */
    public double smallestShare(double ratio, Duration within) {
        if (lasts(ratio, 0.5).compareTo(within) > 0) {
            return 0;
        }
        double low = 1e-6;
        double high = 0.5;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (lasts(ratio, middle).compareTo(within) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) Math.min(Math.ceil(seconds * 1000), 3e14));
    }
}
