// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.Arrays;

/** Values counted by edge, as Prometheus keeps them: for each edge how many values are not above it, and how many there are in all. */
public final class Histogram implements Distribution {

    private final double[] edges;
    private final long[] atMost;
    private final long total;

    /**
     * Takes copies.
     *
     * @param edges rising and finite; what is above the last one is only in the total
     * @param atMost one for each edge, cumulative: never falling, never above the total
     * @param total how many values there are
     * @throws IllegalArgumentException when one of these does not hold
     */
    public Histogram(double[] edges, long[] atMost, long total) {
        this.edges = edges.clone();
        this.atMost = atMost.clone();
        this.total = total;
        if (edges.length != atMost.length || edges.length == 0) {
            throw new IllegalArgumentException(edges.length + " edges need as many counts, not " + atMost.length);
        }
        for (int i = 0; i < edges.length; i++) {
            if (!Double.isFinite(edges[i]) || (i > 0 && !(edges[i] > edges[i - 1]))) {
                throw new IllegalArgumentException("edges must rise: " + Arrays.toString(edges));
            }
            if (atMost[i] < (i > 0 ? atMost[i - 1] : 0) || atMost[i] > total) {
                throw new IllegalArgumentException(
                        "counts by edge are cumulative: they never fall, nor pass the total " + total);
            }
        }
    }

    public int size() {
        return edges.length;
    }

    /** Returns an edge, counted from 0. */
    public double edge(int index) {
        return edges[index];
    }

    /** Returns how many values are not above an edge, counted from 0. */
    public long atMost(int index) {
        return atMost[index];
    }

    @Override
    public long total() {
        return total;
    }

    /** Tells whether a value is one of the edges, up to the error of writing it in decimals. */
    public boolean hasEdge(double value) {
        return index(value) >= 0;
    }

    /**
     * Returns how many values are not above an edge.
     *
     * @throws IllegalArgumentException when the value is none of the edges: between two of them nothing is known
     */
    @Override
    public long atMost(double edge) {
        int index = index(edge);
        if (index < 0) {
            throw new IllegalArgumentException(edge + " is none of the edges " + Arrays.toString(edges));
        }
        return atMost[index];
    }

    @Override
    public Histogram plus(Distribution other) {
        if (!(other instanceof Histogram more) || !Arrays.equals(edges, more.edges)) {
            throw new IllegalArgumentException("only histograms of the same edges add up");
        }
        long[] sum = atMost.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += more.atMost[i];
        }
        return new Histogram(edges, sum, total + more.total);
    }

    private int index(double value) {
        for (int i = 0; i < edges.length; i++) {
            if (Math.abs(edges[i] - value) <= 1e-9 * Math.abs(value)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Histogram that
                && total == that.total
                && Arrays.equals(edges, that.edges)
                && Arrays.equals(atMost, that.atMost);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(edges) + Arrays.hashCode(atMost);
    }

    @Override
    public String toString() {
        return "Histogram[" + Arrays.toString(edges) + ": " + Arrays.toString(atMost) + " of " + total + "]";
    }
}
