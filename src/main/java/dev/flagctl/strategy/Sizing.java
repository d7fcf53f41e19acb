// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Feature;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Serve;
import dev.flagctl.model.Strategy;
import java.time.Duration;
import java.util.List;

/** How many units a decision takes, how long that lasts, and how much harm it can do; pure arithmetic on what is known before a rollout. */
public sealed interface Sizing permits RateSizing, QuantileSizing {

    /** Returns eligible units, of both arms, above 0. */
    double unitsPerSecond();

    /** Returns the share of units of the control that count as harm: the rate of bad units, or the share beyond a quantile; between 0 and 1. */
    double base();

    /** Returns the risk at which one guardrail decides. */
    double alpha();

    /** Returns how probably the harm is found. */
    double power();

    /** Returns what the treatment is compared with. */
    Against against();

    /** Tells whether a stage of a share has something to compare with. */
    boolean compares(double share);

    /** Returns how long a stage of a share lasts until a ratio over {@link #base}, above 1, is found with the power asked for. */
    Duration lasts(double ratio, double share);

    /**
     * Returns the smallest ratio that stages find together with the power asked for; infinite when they find none.
     *
     * @param stages in order, at least one; each has a share that {@link #compares}
     */
    double found(List<RampSizes.Part> stages);

    /** Returns how long it takes in the mean until harm of a ratio is noticed. */
    Duration noticed(double ratio, double share);

    /** What the treatment is compared with. */
    enum Against {
        /** Everybody else. */
        REST,
        /** A control group as large as the treatment, or as large as there is room for. */
        MATCHED,
        /** A rate that is known; no control is beside it. */
        RATE;

        /** A rate that is known is a control of so many times the treatment. */
        private static final double KNOWN = 1e9;

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

    /** Makes the sizes of the computed stages of a feature: each of the guardrails that share the risk must find the harm alone. */
    static Sizing of(Strategy.Auto auto, Feature feature) {
        return of(auto, feature.risk(), feature.guardrails(), Against.of(feature.serve()));
    }

    /** Makes the same beside a control. */
    static Sizing of(Strategy.Auto auto, Risk risk, List<Guardrail> guardrails, Against against) {
        int tests = Math.max(1, Guardrail.sharing(guardrails));
        if (auto.quantile() > 0) {
            boolean lower = auto.quantile() < 0.5;
            return new QuantileSizing(
                    auto.unitsPerSecond(), auto.quantile(), lower, risk.alpha(), tests, risk.power(), against);
        }
        return new RateSizing(auto.unitsPerSecond(), auto.base(), risk.alpha() / tests, risk.power(), against);
    }

    /** Returns the smallest ratio that a stage of a share and a length finds with the power asked for; infinite when it finds none. */
    default double detects(double share, Duration length) {
        return found(List.of(new RampSizes.Part(share, length)));
    }

    /**
     * Returns how many extra bad units a stage costs at worst, until its harm is noticed and taken back.
     *
     * @param ratio the largest that is still possible when the stage begins
     * @param lag of the telemetry, the tick and the flag together
     */
    default double worstHarm(double ratio, double share, Duration lag) {
        double extra = Math.min(1, base() * ratio) - base();
        double time = noticed(Math.min(ratio, 1 / base()), share).toMillis() / 1000.0 + lag.toSeconds();
        return unitsPerSecond() * share * time * extra;
    }

    /** Returns the smallest share at which a ratio is found within a time, 0 when even half of all units do not. */
    default double smallestShare(double ratio, Duration within) {
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

    /** Returns a length, rounded up to milliseconds; at most some thousand years. */
    static Duration seconds(double seconds) {
        return Duration.ofMillis((long) Math.min(Math.ceil(seconds * 1000), 3e14));
    }
}
