// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

/**
 * The always-valid test of a rate against a known one, for a rollout without a control: the mixture of Poisson likelihood ratios over the ratios that
 * {@link RatioTest} bets on.
 *
 * <p>A rate that is not known but guessed makes every e-value wrong; a drifting one as well. Source: Kulldorff et al. 2011 for the setting; a mean of
 * likelihood ratios instead of their maximum needs no horizon.
 */
final class BaselineTest implements CountsTest {

    private final double[] grid;
    private final double rate;
    private double expected;
    private double events;

    /** Makes the test against a rate of bad units that is known, above 0, with the margin already in it. */
    BaselineTest(double[] grid, double rate) {
        this.grid = grid;
        this.rate = rate;
    }

    @Override
    public void add(double controlUnits, double controlBad, double units, double bad) {
        expected += units * rate;
        events += bad;
    }

    @Override
    public double logE() {
        return logE(grid, events, expected);
    }

    /** Returns the natural logarithm of the e-value of events where so many were expected. */
    static double logE(double[] grid, double events, double expected) {
        double max = Double.NEGATIVE_INFINITY;
        double[] logs = new double[grid.length];
        for (int i = 0; i < logs.length; i++) {
            double r = grid[i];
            logs[i] = events * StrictMath.log(r) - expected * (r - 1);
            max = Math.max(max, logs[i]);
        }
        double sum = 0;
        for (double log : logs) {
            sum += StrictMath.exp(log - max);
        }
        return max + StrictMath.log(sum / logs.length);
    }
}
