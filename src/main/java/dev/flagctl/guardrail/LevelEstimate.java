// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.Samples;

/** What one arm shows, without a comparison: its share of bad units, its mean or its quantile, each with a time-uniform interval. */
final class LevelEstimate {

    private LevelEstimate() {}

    static Analysis.Estimate of(Measure measure, Arm arm, double alpha) {
        MetricKind kind = measure.kind();
        if (kind == MetricKind.RATE) {
            double rate = arm.bad() / (double) arm.units();
            Bound bound = RatioBound.ofEvents((double) arm.bad(), (double) arm.units(), alpha / 2);
            return new Analysis.Estimate("rate of the treatment", rate, bound.lower(), bound.upper());
        }
        if (kind == MetricKind.QUANTILE && arm.distribution() instanceof Samples samples && samples.total() > 0) {
            double p = measure.quantile();
            Bound bound = new QuantileTest(p, QuantilePath.BEST, alpha).quantile(samples.sorted(), alpha);
            return new Analysis.Estimate(
                    "quantile of the treatment", QuantilePath.quantile(samples, p), bound.lower(), bound.upper());
        }
        return measure.countsBad() ? ofShare(arm, alpha) : ofMean(arm, alpha);
    }

    /** The share of bad units. Source of its interval: {@link ShareBound}. */
    static Analysis.Estimate ofShare(Arm arm, double alpha) {
        Bound bound = ShareBound.of((double) arm.bad(), (double) arm.units(), alpha, ShareBound.BEST);
        return new Analysis.Estimate(
                "share of bad units", arm.bad() / (double) arm.units(), bound.lower(), bound.upper());
    }

    /** The mean, with the asymptotic interval of {@link NormalMixture}; a single number has none. */
    private static Analysis.Estimate ofMean(Arm arm, double alpha) {
        Moments moments = Moments.ofSums(arm);
        double half = moments.variance() > 0
                ? NormalMixture.twoSided(MeanTest.BEST, alpha).bound(moments.n(), alpha)
                        * StrictMath.sqrt(moments.variance())
                        / moments.n()
                : Double.POSITIVE_INFINITY;
        return new Analysis.Estimate(
                "mean of the treatment", moments.mean(), moments.mean() - half, moments.mean() + half);
    }
}
