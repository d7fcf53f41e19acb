// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;

/**
 * The asymptotic always-valid test of means, by differences within buckets: ramps and drifting means do no harm.
 *
 * <p>Each bucket gives the difference of its means, weighted by the harmonic number of its units; the variance within the arms is pooled over
 * buckets, so that drift does not widen it. Their sum is judged by the normal mixture. It is asymptotic: it says nothing before 50 units of each arm
 * or 20 buckets.
 *
 * <p>Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences",
 * arXiv:2103.06476.
 */
final class MeanTest implements SequentialTest {

    static final long BURN_IN_UNITS = 50;
    static final int BURN_IN_BUCKETS = 20;
    /** Number of units at which the bound is tightest, as GrowthBook has it. */
    static final double BEST = 5000;

    private final double factor;
    private final double sign;
    private final double best;
    private final double alpha;
    private final boolean oneSided;
    private final ArmSpread control = new ArmSpread();
    private final ArmSpread treatment = new ArmSpread();
    private int buckets;
    private double sum;
    private double weights;
    private double controlWeight;
    private double treatmentWeight;
    private double scale;

    /**
     * Makes the one-sided test against a mean of the treatment that is worse than that of the control by at most a margin.
     *
     * @param margin accepted, as a fraction of the control's mean
     * @param lowerIsWorse true when a lower mean is the harm
     * @param best number of units at which the bound is tightest
     * @param alpha the risk it is tuned for
     */
    MeanTest(double margin, boolean lowerIsWorse, double best, double alpha) {
        this(margin, lowerIsWorse, best, alpha, true);
    }

    MeanTest(double margin, boolean lowerIsWorse, double best, double alpha, boolean oneSided) {
        this.factor = lowerIsWorse ? 1 - margin : 1 + margin;
        this.sign = lowerIsWorse ? -1 : 1;
        this.best = best;
        this.alpha = alpha;
        this.oneSided = oneSided;
    }

    @Override
    public void add(Bucket bucket) {
        Arm a = bucket.control();
        Arm b = bucket.treatment();
        if (a.units() == 0 || b.units() == 0) {
            return;
        }
        buckets++;
        control.add(a);
        treatment.add(b);
        double weight = a.units() * (double) b.units() / (a.units() + (double) b.units());
        scale = scale == 0 ? (a.units() + (double) b.units()) / weight : scale;
        sum += weight * sign * (b.sum() / b.units() - factor * a.sum() / a.units());
        weights += weight;
        controlWeight += weight * weight / a.units();
        treatmentWeight += weight * weight / b.units();
    }

    @Override
    public double logE() {
        double variance = variance();
        boolean enough =
                (control.units() >= BURN_IN_UNITS && treatment.units() >= BURN_IN_UNITS) || buckets >= BURN_IN_BUCKETS;
        if (!enough || !(variance > 0)) {
            return 0;
        }
        double time = time();
        return mixture().logE(sum * StrictMath.sqrt(time / variance), time);
    }

    /** Returns the weighted mean of the differences, harm counted positive; NaN without buckets. */
    double difference() {
        return sum / weights;
    }

    /** Returns half the width of the time-uniform interval of the difference; infinite before there is a variance. */
    double halfWidth(double risk) {
        double variance = variance();
        if (!(variance > 0)) {
            return Double.POSITIVE_INFINITY;
        }
        double time = time();
        return mixture().wide(time, risk) * StrictMath.sqrt(variance / time) / weights;
    }

    /** The clock is the information, in units of both arms at the shares of the first bucket: the number of units itself while shares stay. */
    private double time() {
        return scale * weights;
    }

    private double variance() {
        return factor * factor * control.variance() * controlWeight + treatment.variance() * treatmentWeight;
    }

    private NormalMixture mixture() {
        return oneSided ? NormalMixture.oneSided(best, alpha) : NormalMixture.twoSided(best, alpha);
    }
}
