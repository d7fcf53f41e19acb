// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.numbers.gamma.LogBeta;

/**
 * The evidence that the test of a quantile has when the arms differ by a known effect.
 *
 * <p>Against q being the quantile an arm of n values with a share f beyond q has the e-value of a beta-binomial mixture: with t the share beyond a
 * quantile and c the concentration of the prior, ln e = lnB(c t + n f, c (1 - t) + n (1 - f)) - lnB(c t, c (1 - t)) - n f ln t - n (1 - f) ln(1 - t)
 * (Howard, Ramdas, McAuliffe and Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences", Annals of Statistics 2021).
 * The test is the smallest sum of both arms over q.
 */
final class QuantileEvidence {

    static final double DAY_SECONDS = 86_400;

    /** Number of values of an arm at which the test is tightest. */
    static final double BEST = 1000;

    /** The test waits for so many values of each arm. */
    private static final double FEWEST = 20;

    private static final double GOLDEN = 0.3819660112501051;

    private final QuantileSizing sizing;
    private final double tail;
    private final double concentration;
    private final double logTail;
    private final double logBody;
    private final double logPrior;
    private final double enough;

    QuantileEvidence(QuantileSizing sizing) {
        this.sizing = sizing;
        double l = -2 * Math.log(sizing.risk());
        this.tail = sizing.base();
        this.concentration = Math.max(BEST / (l + Math.log1p(l)) - 1, 1e-3);
        this.logTail = Math.log(tail);
        this.logBody = Math.log1p(-tail);
        this.logPrior = LogBeta.value(concentration * tail, concentration * (1 - tail));
        this.enough = -Math.log(sizing.alpha());
    }

    /** So many values of both arms, so many times; compared with one another and with no others. */
    private record Block(double control, double treatment, double times) {

        /** Variance of an estimated log odds ratio at a point beyond which some of both lie. */
        double variance(double beyondControl, double beyondTreatment) {
            return 1 / (control * beyondControl * (1 - beyondControl))
                    + 1 / (treatment * beyondTreatment * (1 - beyondTreatment));
        }
    }

    /**
     * Tells whether stages reach 1/alpha at the end of one of them or of its first day, when the estimated effect is less than the true one by some
     * standard errors.
     *
     * @param theta the true logarithm of the odds ratio, above 0
     * @param z standard errors that the estimate lies below it
     */
    boolean reaches(List<RampSizes.Part> stages, double theta, double z) {
        List<Block> blocks = new ArrayList<>();
        for (RampSizes.Part stage : stages) {
            for (Block block : blocks(stage)) {
                blocks.add(block);
                if (logE(blocks, theta, z) >= enough) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<Block> blocks(RampSizes.Part stage) {
        double controls = sizing.against().controls(stage.share());
        double perSecond = stage.share() * sizing.unitsPerSecond();
        double seconds = stage.lasts().toMillis() / 1000.0;
        double days = Math.floor(seconds / DAY_SECONDS);
        List<Block> blocks = new ArrayList<>();
        for (double[] each : new double[][] {
            {Math.min(1, days), DAY_SECONDS}, {days - 1, DAY_SECONDS}, {1, seconds - days * DAY_SECONDS}
        }) {
            double units = perSecond * each[1];
            if (each[0] > 0 && Math.min(units, units * controls) >= FEWEST) {
                blocks.add(new Block(units * controls, units, each[0]));
            }
        }
        return blocks;
    }

    /**
     * The mean effect of all parts lies z standard errors below the true one; around it the parts scatter, which on the average adds evidence as two
     * values of the same variance do.
     */
    private double logE(List<Block> blocks, double theta, double z) {
        double[] variances = new double[blocks.size()];
        double precision = 0;
        for (int i = 0; i < variances.length; i++) {
            Block block = blocks.get(i);
            double at = meeting(block, theta);
            variances[i] = block.variance(expit(at), expit(at + theta));
            precision += block.times() / variances[i];
        }
        double estimate = theta - z / Math.sqrt(precision);
        double sum = 0;
        for (int i = 0; i < variances.length; i++) {
            Block block = blocks.get(i);
            double scatter = Math.sqrt(Math.max(0, variances[i] - 1 / precision));
            sum += block.times() * (smallest(block, estimate - scatter) + smallest(block, estimate + scatter)) / 2;
        }
        return sum;
    }

    private double smallest(Block block, double theta) {
        double at = meeting(block, Math.abs(theta));
        return sum(block, at, Math.abs(theta));
    }

    /** Values are whole, and the test looks at each of them: of each arm half of one falls on the side that has less evidence. */
    private double sum(Block block, double at, double theta) {
        double control = Math.min(tail, expit(at) + 0.5 / block.control());
        double treatment = Math.max(tail, expit(at + theta) - 0.5 / block.treatment());
        return logE(block.control(), control) + logE(block.treatment(), treatment);
    }

    /** Returns the log odds of the control at the point where both arms together have the least evidence, by golden section. */
    private double meeting(Block block, double theta) {
        double to = logTail - logBody;
        double from = to - theta;
        while (to - from > 1e-3) {
            double left = from + GOLDEN * (to - from);
            double right = to - GOLDEN * (to - from);
            if (sum(block, left, theta) <= sum(block, right, theta)) {
                to = right;
            } else {
                from = left;
            }
        }
        return (from + to) / 2;
    }

    /** Returns the logarithm of the e-value against a point beyond which a share of n values lies. */
    double logE(double n, double share) {
        double beyond = n * share;
        double within = n - beyond;
        return LogBeta.value(concentration * tail + beyond, concentration * (1 - tail) + within)
                - logPrior
                - beyond * logTail
                - within * logBody;
    }

    private static double expit(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }
}
