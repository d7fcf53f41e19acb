// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.time.Duration;
import java.util.List;

/** A short form in the manifest that compiles to stages. */
public sealed interface Strategy {

    StrategyKind kind();

    /** Everybody in one stage. */
    record AllAtOnce(Bake soak) implements Strategy {
        @Override
        public StrategyKind kind() {
            return StrategyKind.ALL_AT_ONCE;
        }
    }

    /** One stage of a fixed share, which is also where the rollout ends. */
    record Percentage(Percent percent, Bake soak) implements Strategy {
        @Override
        public StrategyKind kind() {
            return StrategyKind.PERCENTAGE;
        }
    }

    /** Equal steps: {@code from}, {@code from + step}, … {@code to}; the last step may be smaller. */
    record Linear(Percent from, Percent step, Percent to, Bake bake, Bake soak) implements Strategy {
        public Linear {
            if (from.isZero() || step.isZero() || to.compareTo(from) < 0) {
                throw new IllegalArgumentException("linear needs 0 < from <= to and a step above 0");
            }
        }

        @Override
        public StrategyKind kind() {
            return StrategyKind.LINEAR;
        }
    }

    /** Growing steps: {@code from}, {@code from × factor}, … {@code to}. */
    record Exponential(Percent from, double factor, Percent to, Bake bake, Bake soak) implements Strategy {
        public Exponential {
            if (from.isZero() || !(factor > 1) || Double.isInfinite(factor) || to.compareTo(from) < 0) {
                throw new IllegalArgumentException("exponential needs 0 < from <= to and a factor above 1");
            }
        }

        @Override
        public StrategyKind kind() {
            return StrategyKind.EXPONENTIAL;
        }
    }

    /**
     * Stages computed from risk.
     *
     * @param unitsPerSecond eligible units, above 0
     * @param base rate of bad units of the control, or share of its values beyond the quantile; above 0 and below 1
     * @param quantile of raw values that the stages must show something of, NaN where it is a rate; harm is above one of 0.5 and more, else below
     * @param detect the smallest harm that must be found, as a fraction: 1 is a doubling
     * @param harmBudget extra bad units that a stage may cost at worst, above 0
     * @param lag of the telemetry, the tick and the flag together
     * @param within how long a stage may last
     * @param soak of the full exposure
     */
    record Auto(
            double unitsPerSecond,
            double base,
            double quantile,
            double detect,
            long harmBudget,
            Duration lag,
            Duration within,
            Bake soak)
            implements Strategy {

        /** Makes stages about a rate. */
        public Auto(
                double unitsPerSecond,
                double base,
                double detect,
                long harmBudget,
                Duration lag,
                Duration within,
                Bake soak) {
            this(unitsPerSecond, base, Double.NaN, detect, harmBudget, lag, within, soak);
        }

        /** Returns the share of values beyond a quantile, on the side where harm lies. */
        public static double beyond(double quantile) {
            return quantile < 0.5 ? quantile : 1 - quantile;
        }

        public Auto {
            boolean sound = unitsPerSecond > 0 && base > 0 && base < 1 && detect > 0 && harmBudget > 0;
            if (!sound || Double.isInfinite(unitsPerSecond) || Double.isInfinite(detect) || within.isZero()) {
                throw new IllegalArgumentException("auto needs traffic, a base rate, an effect, a budget and a time");
            }
        }

        @Override
        public StrategyKind kind() {
            return StrategyKind.AUTO;
        }
    }

    /** Explicit stages. */
    record Canary(List<StageSpec> stages) implements Strategy {
        public Canary {
            stages = List.copyOf(stages);
        }

        @Override
        public StrategyKind kind() {
            return StrategyKind.CANARY;
        }
    }

    /** Cohort after cohort, each in full and each kept, then {@code rest} of everybody. */
    record Rings(List<String> cohorts, Percent rest, Bake bake, Bake soak) implements Strategy {
        public Rings {
            cohorts = List.copyOf(cohorts);
        }

        @Override
        public StrategyKind kind() {
            return StrategyKind.RINGS;
        }
    }

    /**
     * Two complete variants: warm the new one at 0 %, switch everybody at once, keep the old one on standby for a time, drop it.
     *
     * @param warm hooks that must pass, and the bake, before the switch
     * @param standby how long the old variant is kept ready to switch back to
     * @param drop hooks that take the old variant away after the standby
     */
    record BlueGreen(List<HookRef> warmHooks, Bake warm, Bake standby, List<HookRef> drop) implements Strategy {
        public BlueGreen {
            warmHooks = List.copyOf(warmHooks);
            drop = List.copyOf(drop);
        }

        @Override
        public StrategyKind kind() {
            return StrategyKind.BLUE_GREEN;
        }
    }

    /** Region after region, each to {@code percent} and each kept; regions in no wave come last when {@code percent} of all is reached. */
    record RegionWaves(List<List<String>> waves, Percent percent, Bake bake, Bake soak) implements Strategy {
        public RegionWaves {
            waves = waves.stream().map(List::copyOf).toList();
        }

        @Override
        public StrategyKind kind() {
            return StrategyKind.REGION_WAVES;
        }
    }
}
