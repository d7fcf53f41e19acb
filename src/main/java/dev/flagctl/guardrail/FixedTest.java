// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * Classical tests of a fixed number of units, for comparison and for migration from tools that use them. Each may be looked at once: looked at again
 * and again, it rolls back harmless rollouts.
 */
final class FixedTest {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private FixedTest() {}

    /**
     * Returns the z of two proportions with pooled variance, treatment minus control; 0 without units or without variance.
     */
    static double z(Arm control, Arm treatment) {
        double nA = control.units();
        double nB = treatment.units();
        double pooled = (control.bad() + (double) treatment.bad()) / (nA + nB);
        double error = StrictMath.sqrt(pooled * (1 - pooled) * (1 / nA + 1 / nB));
        return error > 0 ? (treatment.bad() / nB - control.bad() / nA) / error : 0;
    }

    /** Returns the z of two means by Welch's variance, treatment minus control; 0 without variance. */
    static double zOfMeans(Moments control, Moments treatment) {
        double error = StrictMath.sqrt(control.error() + treatment.error());
        return error > 0 ? (treatment.mean() - control.mean()) / error : 0;
    }

    /** Returns the p-value of a z; of two sides, or that it is not above 0. */
    static double pOf(double z, boolean oneSided) {
        return oneSided ? NORMAL.survivalProbability(z) : Math.min(1, 2 * NORMAL.survivalProbability(Math.abs(z)));
    }

    /** Returns the z that is passed with a probability. */
    static double quantile(double probability) {
        return NORMAL.inverseSurvivalProbability(probability);
    }

    /**
     * Returns statistic and p-value of the Mann-Whitney test that the treatment's values are not larger; exact for few values without ties, else by
     * the normal approximation with continuity correction.
     */
    static MannWhitneyUTest.Result mannWhitney(double[] control, double[] treatment, boolean oneSided) {
        return MannWhitneyUTest.withDefaults()
                .with(oneSided ? AlternativeHypothesis.GREATER_THAN : AlternativeHypothesis.TWO_SIDED)
                .test(treatment, control);
    }
}
