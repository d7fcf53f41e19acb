// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

/**
 * How far the distribution function of n values is ever from the true one, at all values and all n from {@code first} on.
 *
 * <p>Source: Howard and Ramdas, arXiv:1906.09712, theorem 2, with A = 0.85, and its library confseq.
 */
final class EmpiricalBand {

    private static final double A = 0.85;
    private static final double GOLDEN = 0.6180339887498949;
    private static final int STEPS = 500;

    private final double c;
    private final double first;

    EmpiricalBand(double alpha, double first) {
        this.c = constant(alpha);
        this.first = first;
    }

    /** Returns the distance, infinite before {@code first} values. */
    double width(double n) {
        return n < first
                ? Double.POSITIVE_INFINITY
                : A * StrictMath.sqrt((StrictMath.log(1 + StrictMath.log(n / first)) + c) / n);
    }

    /** Solves for the constant whose smallest error over eta is alpha; the error falls as the constant rises. */
    private static double constant(double alpha) {
        double low = 1;
        double high = 200;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (error(middle) > alpha) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The smallest error over eta: a coarse grid, then golden section around its best point. */
    private static double error(double c) {
        double step = (2 * A * A - 1) / STEPS;
        int best = 1;
        for (int i = 2; i < STEPS; i++) {
            best = error(c, 1 + i * step) < error(c, 1 + best * step) ? i : best;
        }
        double from = 1 + (best - 1) * step;
        double to = from + 2 * step;
        while (to - from > 1e-10) {
            double left = to - GOLDEN * (to - from);
            double right = from + GOLDEN * (to - from);
            if (error(c, left) <= error(c, right)) {
                to = right;
            } else {
                from = left;
            }
        }
        return error(c, (from + to) / 2);
    }

    private static double error(double c, double eta) {
        double root = A - StrictMath.sqrt(2 * (eta - 1) / c);
        double gamma = root > 0 ? 2 / eta * root * root : 0;
        return gamma > 1
                ? 4 * StrictMath.exp(-gamma * c) * (1 + 1 / ((gamma - 1) * StrictMath.log(eta)))
                : Double.POSITIVE_INFINITY;
    }
}
