// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The bounds of a group-sequential test with an alpha-spending function, for few looks that are planned.
 *
 * <p>The density of the score of those that have not stopped is carried from look to look by numerical integration. Sources: Lan and DeMets,
 * Biometrika 1983; Armitage, McPherson and Rowe, JRSS A 1969; the R package ldbounds spends half of alpha on each side.
 */
final class SpendingBounds {

    /** How alpha is spent over the information, from 0 to 1. */
    enum Spending {
        OBRIEN_FLEMING,
        POCOCK;

        double spent(double alpha, double information) {
            return switch (this) {
                case OBRIEN_FLEMING ->
                    2
                            * NORMAL.survivalProbability(
                                    NORMAL.inverseSurvivalProbability(alpha / 2) / StrictMath.sqrt(information));
                case POCOCK -> alpha * StrictMath.log1p((Math.E - 1) * information);
            };
        }
    }

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final int POINTS = 2001;
    /** A step of the score of more than so many standard deviations has a density below the last bit of a sum. */
    private static final double FARTHEST = 9;

    private SpendingBounds() {}

    /**
     * Returns the z of each look at or beyond which the test stops, on both sides.
     *
     * @param information of each look, rising, the last one 1
     * @param eachSide true to spend half of alpha by the function on each side, false to spend all of it on both together
     */
    static double[] twoSided(double[] information, double alpha, Spending spending, boolean eachSide) {
        return bounds(information, alpha, spending, eachSide, false);
    }

    /** Returns the z of each look at or above which the test stops, with alpha spent above only, as ldbounds with one side and gsDesign of type 1. */
    static double[] oneSided(double[] information, double alpha, Spending spending) {
        return bounds(information, alpha, spending, false, true);
    }

    private static double[] bounds(
            double[] information, double alpha, Spending spending, boolean eachSide, boolean oneSided) {
        double[] bounds = new double[information.length];
        double[] density = {1};
        double[] grid = {0};
        double before = 0;
        double spent = 0;
        for (int look = 0; look < bounds.length; look++) {
            double now = information[look];
            if (!(now > before)) {
                throw new IllegalArgumentException("look " + (look + 1)
                        + " brings no new units: group-sequential needs more units at each look, and --planned "
                        + "at least as many as there are");
            }
            double due = eachSide ? 2 * spending.spent(alpha / 2, now) : spending.spent(alpha, now);
            double sd = StrictMath.sqrt(now - before);
            double bound = bound(grid, density, sd, due - spent, oneSided);
            bounds[look] = bound / StrictMath.sqrt(now);
            double[] next = new double[POINTS];
            double[] values = new double[POINTS];
            // Below nine standard deviations there is nothing left to carry.
            double floor = oneSided ? -9 * StrictMath.sqrt(now) : -bound;
            double step = (bound - floor) / (POINTS - 1);
            for (int i = 0; i < POINTS; i++) {
                next[i] = floor + i * step;
                double weight = i == 0 || i == POINTS - 1 ? 1 : i % 2 == 1 ? 4 : 2;
                values[i] = densityAt(grid, density, sd, next[i]) * weight * step / 3;
            }
            grid = next;
            density = values;
            before = now;
            spent = due;
        }
        return bounds;
    }

    /** Bisects for the score that exactly the probability due passes; what has not stopped is a set of weighted points. */
    private static double bound(double[] grid, double[] weights, double sd, double due, boolean oneSided) {
        double low = 0;
        double high = 20;
        for (int i = 0; i < 80; i++) {
            double middle = (low + high) / 2;
            double beyond = 0;
            for (int p = 0; p < grid.length; p++) {
                double below = oneSided ? 0 : NORMAL.cumulativeProbability((-middle - grid[p]) / sd);
                beyond += weights[p] * (NORMAL.survivalProbability((middle - grid[p]) / sd) + below);
            }
            if (beyond > due) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double densityAt(double[] grid, double[] weights, double sd, double x) {
        double sum = 0;
        for (int p = 0; p < grid.length; p++) {
            double step = (x - grid[p]) / sd;
            if (Math.abs(step) <= FARTHEST) {
                sum += weights[p] * NORMAL.density(step) / sd;
            }
        }
        return sum;
    }
}
