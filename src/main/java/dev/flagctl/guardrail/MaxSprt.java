// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

/**
 * The maximised sequential probability ratio test of a Poisson count against a known mean: for a rollout without a control.
 *
 * <p>Source: Kulldorff, Davis, Kolczak, Lewis, Lieu and Platt, "A maximized sequential probability ratio test for drug and vaccine safety
 * surveillance", Sequential Analysis 2011; critical values as the R package Sequential.
 */
final class MaxSprt {

    /** What is rarer adds nothing to a probability that is compared with a risk. */
    private static final double NEVER = 1e-40;

    /** No critical value is beyond; at a larger ratio without harm a signal is rarer than a double can tell from never. */
    private static final double HIGHEST = 50;

    private final double horizon;
    private final int minEvents;
    private final double critical;

    /**
     * Finds the critical value.
     *
     * @param horizon largest expected number of events that is watched
     * @param minEvents a signal needs at least this many events
     */
    MaxSprt(double horizon, int minEvents, double alpha) {
        this.horizon = horizon;
        this.minEvents = minEvents;
        if (signal(0, 1) < alpha) {
            throw new IllegalArgumentException("within a horizon of " + horizon + " expected events, " + minEvents
                    + " events are rarer than " + alpha + ": there is no critical value");
        }
        double low = 0;
        double high = HIGHEST;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (signal(middle, 1) > alpha) {
                low = middle;
            } else {
                high = middle;
            }
        }
        this.critical = (low + high) / 2;
    }

    private MaxSprt(double horizon, int minEvents) {
        this.horizon = horizon;
        this.minEvents = minEvents;
        this.critical = Double.NaN;
    }

    double critical() {
        return critical;
    }

    /** Returns how probable a signal before the horizon is when events are {@code ratio} times as many as expected. */
    double power(double ratio) {
        return signal(critical, ratio);
    }

    /** Returns how probable it is without harm that the largest likelihood ratio reaches one before the horizon. */
    static double p(double horizon, int minEvents, double logRatio) {
        return logRatio > 0 ? new MaxSprt(horizon, minEvents).signal(Math.min(logRatio, HIGHEST), 1) : 1;
    }

    /** Returns the logarithm of the likelihood ratio of {@code events} where {@code expected} were; 0 when there are not more. */
    static double logRatio(double events, double expected) {
        return events <= expected ? 0 : expected - events + events * StrictMath.log(events / expected);
    }

    /**
     * Follows the Poisson process from boundary to boundary: n events that come before mean m(n) are a signal, so the process must have fewer than
     * n events at m(n).
     */
    private double signal(double cv, double ratio) {
        int most = minEvents;
        while (mean(most, cv) < horizon) {
            most++;
        }
        double[] state = new double[most];
        state[0] = 1;
        double at = 0;
        double silent = 1;
        for (int n = minEvents; n <= most; n++) {
            double next = Math.min(horizon, mean(n, cv));
            state = step(state, (next - at) * ratio, n);
            at = next;
            silent = 0;
            for (double p : state) {
                silent += p;
            }
        }
        return 1 - silent;
    }

    /** Lets a mean pass; from {@code n} events on the process has left. */
    private static double[] step(double[] state, double mean, int n) {
        double[] after = new double[state.length];
        double[] poisson = new double[n];
        double p = StrictMath.exp(-mean);
        int likely = 0;
        while (likely < n && (likely <= mean || p > NEVER)) {
            poisson[likely] = p;
            likely++;
            p *= mean / likely;
        }
        for (int from = 0; from < n; from++) {
            for (int k = 0; k < likely && from + k < n; k++) {
                after[from + k] += state[from] * poisson[k];
            }
        }
        return after;
    }

    /** Returns the mean at which n events are just a signal: logRatio(n, mean) = cv, below n. */
    private static double mean(int n, double cv) {
        double low = 0;
        double high = n;
        for (int i = 0; i < 100; i++) {
            double middle = (low + high) / 2;
            if (logRatio(n, middle) > cv) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
