// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;

/**
 * The conditional always-valid test of a rate ratio: given that a bad unit happened, whose was it?
 *
 * <p>Given x bad units in a bucket of exposure share rho, those of the treatment are Binomial(x, q) with q = rho r / (rho r + 1 - rho), whatever the
 * base rate is and however it drifts. The e-value is the mean of the likelihood ratios of a grid of ratios r against r0, multiplied over buckets.
 * For outcomes that are not rare the split is hypergeometric, which is narrower, so the test stays valid and loses some power.
 *
 * <p>Source: Lindon and Malek, "Anytime-Valid Inference For Multinomial Count Data", NeurIPS 2022, arXiv:2011.03567; Ville's inequality. All sums
 * are kept as logarithms, and {@link StrictMath} gives the same bits on every machine.
 */
final class RatioTest implements SequentialTest {

    /** Ratios that are bet on, relative to r0, with equal weights: treatment worse. */
    static final double[] WORSE = {1.1, 1.25, 1.5, 2, 3, 5, 10};
    /** The same for treatment better, for the upper end of the bound. */
    static final double[] BETTER = {0.5, 0.7, 0.8, 0.9, 0.95};

    private final double[] grid;
    private final double r0;
    private final double[] logGrid;
    private final double[] logLikelihood;

    RatioTest(double[] grid, double r0) {
        this.grid = grid;
        this.r0 = r0;
        this.logLikelihood = new double[grid.length];
        this.logGrid = new double[grid.length];
        for (int i = 0; i < grid.length; i++) {
            logGrid[i] = StrictMath.log(grid[i]);
        }
    }

    /** Adds a bucket. One without bad units or without one of the arms says nothing: its factor is 1. */
    @Override
    public void add(Bucket bucket) {
        Arm control = bucket.control();
        Arm treatment = bucket.treatment();
        double bad = (double) control.bad() + treatment.bad();
        if (bad == 0 || control.units() == 0 || treatment.units() == 0) {
            return;
        }
        add(treatment.units() / ((double) control.units() + treatment.units()), bad, (double) treatment.bad());
    }

    /** Adds bad units, of which some are the treatment's, where its share of the units is rho. */
    void add(double rho, double bad, double treatmentBad) {
        double logNull = StrictMath.log1p(rho * (r0 - 1));
        for (int i = 0; i < grid.length; i++) {
            logLikelihood[i] +=
                    treatmentBad * logGrid[i] - bad * (StrictMath.log1p(rho * (r0 * grid[i] - 1)) - logNull);
        }
    }

    @Override
    public double logE() {
        double max = logLikelihood[0];
        for (double l : logLikelihood) {
            max = Math.max(max, l);
        }
        double sum = 0;
        for (double l : logLikelihood) {
            sum += StrictMath.exp(l - max);
        }
        return max + StrictMath.log(sum / grid.length);
    }
}
