// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import java.time.Duration;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * What the stages of a rollout can show of a quantile of raw values.
 *
 * <p>A quantile is a share: of the control, {@link #base} of the values lie beyond its quantile, by definition. What is found is a larger share of the
 * treatment's values beyond the same point, so nothing need be known of the values themselves. Source of the test: Howard and Ramdas, "Sequential
 * estimation of quantiles with applications to A/B testing and best-arm identification", Bernoulli 2022, arXiv:1906.09712, section 5; {@link
 * QuantileEvidence} has its arithmetic.
 *
 * <p>With the logarithm theta of the odds ratio of both shares and the standard error s of its estimate, harm is found with the power 1 - beta when
 * theta - z<sub>1-beta</sub> s still has an e-value of 1/alpha; s by Woolf, Annals of Human Genetics 19 (1955). Between the quantiles of both arms the
 * odds ratio is taken to be the same everywhere, which is exact for a shifted logistic distribution: McCullagh, "Regression Models for Ordinal Data",
 * JRSS B 42 (1980). Values are compared within one stage and one day, and the evidence of the parts is added up, as the test does it.
 *
 * @param unitsPerSecond eligible units, of both arms, above 0
 * @param quantile of the control, between 0 and 1
 * @param lowerIsWorse whether harm lies below the quantile, else above
 * @param risk alpha of the rollout, for which the test is tightest
 * @param tests how many guardrails share the risk, at least 1
 * @param power how probably the harm is found
 * @param against what the treatment is compared with; never a known rate
 */
public record QuantileSizing(
        double unitsPerSecond,
        double quantile,
        boolean lowerIsWorse,
        double risk,
        int tests,
        double power,
        Sizing.Against against)
        implements Sizing {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /** What takes longer is not found: evidence of a day that is too thin to convince costs more than it adds. */
    private static final double LONGEST_SECONDS = 400 * QuantileEvidence.DAY_SECONDS;

    /** All values but so many beyond the quantile are as good as all. */
    private static final double NEARLY_ALL = 1 - 1e-9;

    public QuantileSizing {
        boolean sound = unitsPerSecond > 0 && quantile > 0 && quantile < 1 && risk > 0 && risk < 1 && tests > 0;
        if (!sound || !(power > 0.5 && power < 1) || against == Against.RATE) {
            throw new IllegalArgumentException("sizes of a quantile need traffic, a quantile, a risk and a power");
        }
    }

    /** Returns the share of the control's values that lie beyond its quantile. */
    @Override
    public double base() {
        return lowerIsWorse ? quantile : 1 - quantile;
    }

    @Override
    public double alpha() {
        return risk / tests;
    }

    @Override
    public boolean compares(double share) {
        return share > 0 && share < 1;
    }

    @Override
    public Duration lasts(double ratio, double share) {
        return Sizing.seconds(until(share, logOddsRatio(ratio), NORMAL.inverseCumulativeProbability(power)));
    }

    /** Tells whether a length is one after which something is found at all. */
    public boolean isInReach(Duration length) {
        return length.toSeconds() <= LONGEST_SECONDS;
    }

    /** Returns how many eligible units a second there would have to be for one day of a stage to find a ratio. */
    public double needed(double ratio, double share) {
        double low = 0;
        double high = unitsPerSecond;
        while (!withUnits(high).isFoundInADay(ratio, share)) {
            low = high;
            high *= 2;
        }
        while (high - low > 1e-2 * high) {
            double middle = (low + high) / 2;
            if (withUnits(middle).isFoundInADay(ratio, share)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private QuantileSizing withUnits(double perSecond) {
        return new QuantileSizing(perSecond, quantile, lowerIsWorse, risk, tests, power, against);
    }

    private boolean isFoundInADay(double ratio, double share) {
        double z = NORMAL.inverseCumulativeProbability(power);
        return reaches(evidence(), share, QuantileEvidence.DAY_SECONDS, logOddsRatio(ratio), z);
    }

    @Override
    public Duration noticed(double ratio, double share) {
        return Sizing.seconds(until(share, logOddsRatio(ratio), 0));
    }

    @Override
    public double found(List<RampSizes.Part> stages) {
        double z = NORMAL.inverseCumulativeProbability(power);
        QuantileEvidence evidence = evidence();
        double high = logOddsRatio(1 / base());
        if (!evidence.reaches(stages, high, z)) {
            return Double.POSITIVE_INFINITY;
        }
        double low = 0;
        while (high - low > 1e-4) {
            double middle = (low + high) / 2;
            if (evidence.reaches(stages, middle, z)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return beyond(high) / base();
    }

    /** Returns seconds until stages of one share show an effect, infinite when they never do. */
    private double until(double share, double theta, double z) {
        QuantileEvidence evidence = evidence();
        double low = 0;
        double high = QuantileEvidence.DAY_SECONDS;
        while (!reaches(evidence, share, high, theta, z)) {
            low = high;
            high *= 2;
            if (high > LONGEST_SECONDS) {
                return Double.POSITIVE_INFINITY;
            }
        }
        while (high - low > 1e-3 * high && high > 1e-3) {
            double middle = (low + high) / 2;
            if (reaches(evidence, share, middle, theta, z)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private static boolean reaches(QuantileEvidence evidence, double share, double seconds, double theta, double z) {
        return evidence.reaches(List.of(new RampSizes.Part(share, Sizing.seconds(seconds))), theta, z);
    }

    private QuantileEvidence evidence() {
        return new QuantileEvidence(this);
    }

    private double logOddsRatio(double ratio) {
        return logit(Math.min(NEARLY_ALL, base() * ratio)) - logit(base());
    }

    /** Returns the share of the treatment's values beyond the control's quantile. */
    private double beyond(double theta) {
        return 1 / (1 + Math.exp(-logit(base()) - theta));
    }

    private static double logit(double share) {
        return Math.log(share / (1 - share));
    }
}
