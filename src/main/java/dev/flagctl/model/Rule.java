// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** The rule of a guardrail. */
public sealed interface Rule {

    RuleKind kind();

    /**
     * Worse than the control by more than a margin, tested at any time at the risk of the feature.
     *
     * @param margin how much worse than the control is still accepted, as a fraction: 0.1 accepts a ratio of up to 1.1
     */
    record WorseThanControl(double margin) implements Rule {
        public WorseThanControl {
            if (!(margin >= 0) || Double.isInfinite(margin)) {
                throw new IllegalArgumentException("margin must not be negative: " + margin);
            }
        }

        @Override
        public RuleKind kind() {
            return RuleKind.WORSE_THAN_CONTROL;
        }
    }

    /**
     * A plain limit on the share of bad units of the treatment, exclusive: a value equal to the limit passes.
     *
     * @param limit fraction, 0 to 1
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
