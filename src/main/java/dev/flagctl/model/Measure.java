// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.time.Duration;

/**
 * What a metric measures: its kind with the parameters of that kind. A parameter that the kind does not have is NaN or zero.
 *
 * @param kind what is counted
 * @param unit what one unit is
 * @param lowerIsWorse true when a lower mean, quantile or number is the harm; never for counts of bad units
 * @param edge for {@link MetricKind#SHARE_ABOVE}: values above it are bad, a value equal to it is not; in the metric's own measure, such as seconds
 * @param quantile for {@link MetricKind#QUANTILE}: which, above 0 and below 1
 * @param objective for {@link MetricKind#BURN}: the share of good events that was promised, above 0 and below 1
 * @param period for {@link MetricKind#BURN}: the time that the error budget is for
 */
public record Measure(
        MetricKind kind,
        MetricUnit unit,
        boolean lowerIsWorse,
        double edge,
        double quantile,
        double objective,
        Duration period) {

    /** Bad requests among all requests. */
    public static final Measure RATIO = of(MetricKind.RATIO, MetricUnit.REQUEST);

    public Measure {
        require(kind == MetricKind.SHARE_ABOVE == Double.isFinite(edge), "an edge belongs to share-above");
        require(kind == MetricKind.QUANTILE == (quantile > 0 && quantile < 1), "a quantile is between 0 and 1");
        require(kind == MetricKind.BURN == (objective > 0 && objective < 1), "an objective is between 0 and 1");
        require(kind == MetricKind.BURN == !period.isZero() && !period.isNegative(), "a period belongs to burn");
    }

    /** Returns a measure of a kind that has no parameters. */
    public static Measure of(MetricKind kind, MetricUnit unit) {
        return new Measure(kind, unit, false, Double.NaN, Double.NaN, Double.NaN, Duration.ZERO);
    }

    /** Returns the share of values above an edge. */
    public static Measure shareAbove(double edge, MetricUnit unit) {
        return new Measure(MetricKind.SHARE_ABOVE, unit, false, edge, Double.NaN, Double.NaN, Duration.ZERO);
    }

    /** Returns a mean per unit. */
    public static Measure mean(boolean lowerIsWorse, MetricUnit unit) {
        return new Measure(MetricKind.MEAN, unit, lowerIsWorse, Double.NaN, Double.NaN, Double.NaN, Duration.ZERO);
    }

    /** Returns a quantile of raw values. */
    public static Measure quantile(double quantile, boolean lowerIsWorse, MetricUnit unit) {
        return new Measure(MetricKind.QUANTILE, unit, lowerIsWorse, Double.NaN, quantile, Double.NaN, Duration.ZERO);
    }

    /** Returns the burn of an error budget. */
    public static Measure burn(double objective, Duration period, MetricUnit unit) {
        return new Measure(MetricKind.BURN, unit, false, Double.NaN, Double.NaN, objective, period);
    }

    /** Returns a plain number. */
    public static Measure threshold(boolean lowerIsWorse) {
        return new Measure(
                MetricKind.THRESHOLD,
                MetricUnit.REQUEST,
                lowerIsWorse,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Duration.ZERO);
    }

    /** Tells whether bad units are a part of all units, so that there are never more of them. */
    public boolean isShare() {
        return kind == MetricKind.RATIO || kind == MetricKind.SHARE_ABOVE || kind == MetricKind.BURN;
    }

    /** Tells whether units and bad units are all that an arm must carry. */
    public boolean countsBad() {
        return isShare() || kind == MetricKind.RATE;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
