// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** The rule of a guardrail. */
public sealed interface Rule {

    /** The smallest harm that is looked for unless a guardrail says otherwise: a doubling. */
    double DETECT = 1;

    RuleKind kind();

    /**
     * Worse than the control by more than a margin, tested at any time at the risk of the feature.
     *
     * @param margin how much worse than the control is still accepted, as a fraction: 0.1 accepts a ratio of up to 1.1
     * @param tolerance passing needs proof that the treatment is not worse by more than this, above the margin; infinite when no proof is asked for
     * @param detect the smallest harm that must be found, as a fraction above 0: 1 is a doubling; for planning
     * @param expect rate of bad units that the control is expected to have, for planning until it is measured; NaN when nothing is said
     */
    record WorseThanControl(double margin, double tolerance, double detect, double expect) implements Rule {
        public WorseThanControl {
            if (!(margin >= 0) || Double.isInfinite(margin)) {
                throw new IllegalArgumentException("margin must not be negative: " + margin);
            }
            if (!(tolerance > margin)) {
                throw new IllegalArgumentException("tolerance must be above the margin: " + tolerance);
            }
        }

        /** Makes a rule that passes without proof, as long as nothing speaks for harm. */
        public WorseThanControl(double margin) {
            this(margin, Double.POSITIVE_INFINITY, DETECT);
        }

        /** Makes a rule about a control of which nothing is known yet. */
        public WorseThanControl(double margin, double tolerance, double detect) {
            this(margin, tolerance, detect, Double.NaN);
        }

        @Override
        public RuleKind kind() {
            return RuleKind.WORSE_THAN_CONTROL;
        }
    }

    /**
     * Worse than a known rate by more than a margin, tested at any time at the risk of the feature; for rollouts without a control.
     *
     * @param baseline bad units per unit, above 0
     * @param margin as of {@link WorseThanControl}
     * @param detect as of {@link WorseThanControl}
     */
    record WorseThanBaseline(double baseline, double margin, double detect) implements Rule {
        public WorseThanBaseline {
            if (!(baseline > 0) || !Double.isFinite(baseline) || !(margin >= 0) || !Double.isFinite(margin)) {
                throw new IllegalArgumentException("baseline must be above 0 and margin not negative");
            }
        }

        @Override
        public RuleKind kind() {
            return RuleKind.WORSE_THAN_BASELINE;
        }
    }

    /**
     * The error budget of the treatment burns too fast, in one of several pairs of windows.
     *
     * @param pagesOnly true for the pairs that wake somebody, false for those that write a ticket as well
     */
    record Burn(boolean pagesOnly) implements Rule {
        @Override
        public RuleKind kind() {
            return RuleKind.BURN;
        }
    }

    /**
     * A plain limit on the treatment, exclusive: a value equal to the limit passes. The value is that of the metric: a share or rate of bad units, a
     * mean, a quantile, a number.
     *
     * @param limit a fraction for shares, else in the measure of the metric
     * @param above true when values above the limit are bad, false when values below it are
     */
    record Threshold(double limit, boolean above) implements Rule {
        public Threshold {
            if (!Double.isFinite(limit)) {
                throw new IllegalArgumentException("limit must be a number: " + limit);
            }
        }

        @Override
        public RuleKind kind() {
            return RuleKind.THRESHOLD;
        }
    }
}
