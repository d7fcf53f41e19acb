// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import java.util.function.DoubleUnaryOperator;

/**
 * The time-uniform interval of a share of bad units, of one arm alone: the shares that the two-sided beta-binomial mixture does not reject.
 *
 * <p>Source: Howard, Ramdas, McAuliffe and Sekhon, Annals of Statistics 2021, and {@code bernoulli_confidence_interval} of its library confseq.
 */
final class ShareBound {

    /** Number of units at which it is tightest. */
    static final double BEST = 1000;

    private static final int STEPS = 100;

    private ShareBound() {}

    /**
     * Finds the interval.
     *
     * @param bad units, from 0 to {@code units}
     * @param units how many there are; without any, nothing is known
     * @param best number of units at which it is tightest
     */
    static Bound of(double bad, double units, double alpha, double best) {
        if (!(units > 0)) {
            return new Bound(0, 1);
        }
        double limit = -StrictMath.log(alpha);
        double share = bad / units;
        DoubleUnaryOperator beyond = p -> new BetaBinomialMixture(p * (1 - p) * best, 0.05, p, 1 - p)
                        .logE((share - p) * units, p * (1 - p) * units)
                - limit;
        double lower = share > 0 ? edge(beyond, 0, share) : 0;
        double upper = share < 1 ? edge(beyond, 1, share) : 1;
        return new Bound(lower, upper);
    }

    /** Bisects between an end, which counts as rejected, and the share itself, which is not. */
    private static double edge(DoubleUnaryOperator beyond, double rejected, double accepted) {
        double out = rejected;
        double in = accepted;
        for (int i = 0; i < STEPS; i++) {
            double middle = (out + in) / 2;
            if (middle <= 0 || middle >= 1 || beyond.applyAsDouble(middle) >= 0) {
                out = middle;
            } else {
                in = middle;
            }
        }
        return in;
    }
}
