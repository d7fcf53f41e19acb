// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

/**
 * The exact distribution of Mann and Whitney's U of values without ties, where both arms are alike.
 *
 * <p>The largest value of all is one of the first arm with the probability m / (m + n), and is then above all n of the second; what is left is the same
 * with one value less. All terms are positive, so that small probabilities keep their digits. It needs memory for m × u numbers, where a table of all
 * m × n × u would not fit. Source: Mann and Whitney, "On a test of whether one of two random variables is stochastically larger than the other", 1947.
 */
final class RankDistribution {

    /** With more pairs it would take longer than some seconds. */
    static final int MOST_PAIRS = 100_000;

    private final int fewer;
    private final int more;
    private final int pairs;

    /** Makes that of arms of so many values; at most {@link #MOST_PAIRS} pairs. */
    RankDistribution(int first, int second) {
        this.fewer = Math.min(first, second);
        this.more = Math.max(first, second);
        this.pairs = first * second;
    }

    /** Returns the p-value of a U, the number of pairs in which the first arm's value is larger: of two sides, or that it is not larger. */
    double p(double u, boolean oneSided) {
        int above = pairs - (int) u;
        return oneSided ? atMost(above) : Math.min(1, 2 * atMost(Math.min(above, (int) u)));
    }

    /** By symmetry the smaller of both tails is added up. */
    private double atMost(int u) {
        return 2 * u < pairs ? tail(u) : 1 - tail(pairs - u - 1);
    }

    private double tail(int u) {
        if (u < 0) {
            return 0;
        }
        double[][] probability = new double[fewer + 1][u + 1];
        for (double[] each : probability) {
            each[0] = 1;
        }
        for (int n = 1; n <= more; n++) {
            for (int m = 1; m <= fewer; m++) {
                add(probability[m - 1], probability[m], m, n);
            }
        }
        double sum = 0;
        for (double each : probability[fewer]) {
            sum += each;
        }
        return sum;
    }

    /** Turns the distribution of m and n - 1 values into that of m and n. */
    private static void add(double[] oneLess, double[] own, int m, int n) {
        double first = m / (double) (m + n);
        double second = n / (double) (m + n);
        int end = (int) Math.min(own.length - 1, (long) m * n);
        for (int u = 0; u <= end; u++) {
            own[u] = second * own[u] + (u < n ? 0 : first * oneLess[u - n]);
        }
    }
}
