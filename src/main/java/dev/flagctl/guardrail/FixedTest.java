// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.ContinuityCorrection;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/**
 * Classical tests of a fixed number of units, for comparison and for migration from tools that use them. Each may be looked at once: looked at again
 * and again, it rolls back harmless rollouts.
 */
final class FixedTest {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final int FEW = 50;

    private FixedTest() {}

    /**
     * What the test of Mann and Whitney says.
     *
     * @param u how many pairs have the larger value in the treatment, ties by half
     * @param p p-value; NaN where all values are the same, of the normal approximation
     */
    record Ranks(double u, double p) {}

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

    /** Returns the standard error of the difference of two proportions without pooling, which an interval needs. */
    static double error(Arm control, Arm treatment) {
        Moments a = Moments.ofShare(control);
        Moments b = Moments.ofShare(treatment);
        return StrictMath.sqrt(a.error() + b.error());
    }

    /** Returns the z of two proportions by their own variances, as Wald; 0 without units or without variance. */
    static double zUnpooled(Arm control, Arm treatment) {
        double error = error(control, treatment);
        return error > 0
                ? (treatment.bad() / (double) treatment.units() - control.bad() / (double) control.units()) / error
                : 0;
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
     * Returns statistic and p-value of the Mann-Whitney test that the treatment's values are not larger: exact for few values without ties, else by
     * the normal approximation with continuity correction.
     */
    static Ranks mannWhitney(double[] control, double[] treatment, boolean oneSided) {
        return mannWhitney(control, treatment, oneSided, isExact(control, treatment), true);
    }

    /** Tells whether an exact p-value of ranks is worth its time, as R has it: fewer than 50 values of each arm, and no ties. */
    static boolean isExact(double[] a, double[] b) {
        return a.length < FEW && b.length < FEW && !hasTies(a, b);
    }

    /**
     * Returns the same by a method of one's choice.
     *
     * @param exact true for the exact distribution of U, which needs values without ties; false for its normal approximation
     * @param continuity whether the approximation is corrected by half a step
     */
    static Ranks mannWhitney(
            double[] control, double[] treatment, boolean oneSided, boolean exact, boolean continuity) {
        MannWhitneyUTest.Result approximate = MannWhitneyUTest.withDefaults()
                .with(oneSided ? AlternativeHypothesis.GREATER_THAN : AlternativeHypothesis.TWO_SIDED)
                .with(PValueMethod.ASYMPTOTIC)
                .with(continuity ? ContinuityCorrection.ENABLED : ContinuityCorrection.DISABLED)
                .test(treatment, control);
        double u = approximate.getStatistic();
        return new Ranks(
                u,
                exact
                        ? new RankDistribution(treatment.length, control.length).p(u, oneSided)
                        : approximate.getPValue());
    }

    /** Tells whether a value stands twice in sorted arrays, in one or over both. */
    static boolean hasTies(double[] a, double[] b) {
        double[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        Arrays.sort(all);
        for (int i = 1; i < all.length; i++) {
            if (all[i] == all[i - 1]) {
                return true;
            }
        }
        return false;
    }
}
