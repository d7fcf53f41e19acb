// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricUnit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Which test compares the treatment with the control, and why. Chosen from what was known before the rollout only, and from the sizes of the arms, so
 * that the choice cannot follow the outcome.
 *
 * @param kind the test
 * @param because the reason, in words
 */
record TestChoice(TestKind kind, String because) {

    /** From this rate of the control on, bad units are common, and the test of proportions is the stronger one. */
    static final double COMMON = 0.05;

    /**
     * Chooses.
     *
     * @param before buckets from before the rollout, perhaps none
     * @param during buckets of the rollout; only their units are looked at
     */
    static TestChoice of(Measure measure, List<Bucket> before, List<Bucket> during) {
        return switch (measure.kind()) {
            case MEAN -> new TestChoice(TestKind.ASYMPCS, "it is a mean per unit");
            case QUANTILE -> new TestChoice(TestKind.QUANTILE_AB, "it is a quantile of raw values");
            case RATE -> counts(measure, before, during, "it counts events per exposure");
            case RATIO, SHARE_ABOVE, BURN ->
                counts(measure, before, during, "bad units are rare or their rate is not known");
            case THRESHOLD -> throw new IllegalArgumentException("a plain number has no test");
        };
    }

    private static TestChoice counts(Measure measure, List<Bucket> before, List<Bucket> during, String rare) {
        Dispersion dispersion = Dispersion.ofControl(before);
        String known = dispersion.isKnown() ? "dispersion " + number(dispersion.phi()) + " before the rollout" : "";
        if (measure.unit() == MetricUnit.REQUEST && dispersion.isBursty()) {
            return matched(during)
                    ? new TestChoice(
                            TestKind.SHARE_BET, "requests come in bursts (" + known + "), control of the same size")
                    : new TestChoice(
                            TestKind.BUCKET_ASYMPCS,
                            "requests come in bursts (" + known + "), control of another size");
        }
        String independent = measure.unit() == MetricUnit.USER
                ? "units are users"
                : known.isEmpty() ? "dispersion not measured: no buckets from before the rollout" : known;
        Arm control = Arm.EMPTY;
        for (Bucket bucket : before) {
            control = control.plus(
                    Arm.of(bucket.control().units(), bucket.control().bad()));
        }
        return measure.isShare() && control.bad() > COMMON * control.units()
                ? new TestChoice(TestKind.SAFE_2X2, "bad units are common; " + independent)
                : new TestChoice(TestKind.CONDITIONAL, rare + "; " + independent);
    }

    /** Tells whether both arms have been of about the same size in all buckets that have both. */
    static boolean matched(List<Bucket> buckets) {
        boolean any = false;
        for (Bucket bucket : buckets) {
            double a = bucket.control().units();
            double b = bucket.treatment().units();
            if (a > 0 && b > 0) {
                any = true;
                // Four standard errors of a fair split, or a fifth: small buckets vary by chance.
                double off = Math.abs(a - b);
                if (off > 0.2 * (a + b) && off > 4 * StrictMath.sqrt(a + b)) {
                    return false;
                }
            }
        }
        return any;
    }

    /** Makes the test. */
    SequentialTest test(Measure measure, double margin, double alpha) {
        double r0 = 1 + margin;
        return switch (kind) {
            case SAFE_2X2 -> new ProportionTest(r0);
            case CONDITIONAL -> new RatioTest(RatioTest.WORSE, r0);
            case SHARE_BET -> new ShareBetTest(r0);
            case BUCKET_ASYMPCS -> new BucketDifferenceTest(r0, alpha);
            case ASYMPCS -> new MeanTest(margin, measure.lowerIsWorse(), MeanTest.BEST, alpha);
            case QUANTILE_AB -> new QuantilePath(measure.quantile(), measure.lowerIsWorse(), alpha);
            case BASELINE, MAXSPRT, DISTRIBUTION, MULTINOMIAL_SRM, MANN_WHITNEY, Z, GROUP_SEQUENTIAL, BURN, LIMIT ->
                throw new IllegalStateException(kind + " does not compare with a control bucket by bucket");
        };
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP).toPlainString();
    }
}
