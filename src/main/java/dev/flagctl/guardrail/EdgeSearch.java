// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import org.jspecify.annotations.Nullable;

/**
 * Searches for where the evidence about a ratio r0 crosses the limit of the risk, on the grid of a bisection of its logarithm: the same grid gives the
 * same bits whatever the search begins with.
 */
final class EdgeSearch {

    private static final double WIDEST = StrictMath.log(1e9);
    /** Ends are found to a ten-thousandth of their value. */
    private static final double TOLERANCE = 1e-4;

    private static final double STRIDE = 8;
    private static final double CLOSE = TOLERANCE / 16;

    private final Against against;
    private final boolean above;
    private final double limit;
    /** Logarithm of r0, and how far the evidence there is beyond the limit; the sign is such that ratios are rejected below and accepted above. */
    private double rejected = -WIDEST;

    private double beyond;
    private double accepted = WIDEST;
    private double below = Double.NaN;

    private EdgeSearch(Against against, boolean above, double limit) {
        this.against = against;
        this.above = above;
        this.limit = limit;
    }

    /** The evidence that the ratio is above r0, for the lower end, or below it, for the upper one. */
    interface Against {
        double logE(double r0, boolean above);
    }

    /** Returns the ratios that are not rejected. */
    static Bound bound(Against against, double alpha) {
        return bound(against, null, alpha);
    }

    /**
     * Returns the ratios that are not rejected.
     *
     * @param against evidence that falls all the way from the rejected to the accepted end
     * @param alike evidence that is found faster and crosses the limit nearly where the other does; null when there is none
     */
    static Bound bound(Against against, @Nullable Against alike, double alpha) {
        double limit = -StrictMath.log(alpha);
        double lower = end(against, alike, true, limit);
        double upper = end(against, alike, false, limit);
        return new Bound(
                Double.isNaN(lower) ? 0 : StrictMath.exp(lower),
                Double.isNaN(upper) ? Double.POSITIVE_INFINITY : StrictMath.exp(-upper));
    }

    /** Returns the last rejected logarithm, with the sign of the direction; NaN when none is rejected. */
    private static double end(Against against, @Nullable Against alike, boolean above, double limit) {
        EdgeSearch search = new EdgeSearch(against, above, limit);
        if (search.isAccepted(-WIDEST)) {
            return Double.NaN;
        }
        if (alike != null) {
            search.narrow(new EdgeSearch(alike, above, limit).bisect());
        }
        return search.bisect();
    }

    /** Bisects between a rejected and an accepted end; asks only about points of which nothing is known yet. */
    private double bisect() {
        double out = -WIDEST;
        double in = WIDEST;
        while (Math.abs(in - out) > TOLERANCE) {
            double middle = (in + out) / 2;
            if (middle >= accepted || (middle > rejected && isAccepted(middle))) {
                in = middle;
            } else {
                out = middle;
            }
        }
        return out;
    }

    /** Brings the points that are known to be rejected and accepted close together, from a guess on. */
    private void narrow(double guess) {
        boolean up = !isAccepted(guess);
        for (double step = TOLERANCE; up ? accepted == WIDEST : rejected == -WIDEST; step *= STRIDE) {
            double next = up ? guess + step : guess - step;
            if (Math.abs(next) >= WIDEST || isAccepted(next) == up) {
                break;
            }
        }
        for (int i = 0; i < 2 && accepted - rejected > TOLERANCE && below < 0; i++) {
            double between = rejected + (accepted - rejected) * beyond / (beyond - below);
            probe(between - CLOSE);
            probe(between + CLOSE);
        }
    }

    private void probe(double point) {
        if (point > rejected && point < accepted) {
            isAccepted(point);
        }
    }

    private boolean isAccepted(double point) {
        double found = against.logE(StrictMath.exp(above ? point : -point), above) - limit;
        if (found >= 0) {
            rejected = point;
            beyond = found;
            return false;
        }
        accepted = point;
        below = found;
        return true;
    }
}
