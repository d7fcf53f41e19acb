// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.ArmValues;
import dev.flagctl.adapter.metrics.NoAnswerException;
import dev.flagctl.adapter.metrics.WrongAnswerException;
import dev.flagctl.model.Arm;
import dev.flagctl.model.MetricKind;
import dev.flagctl.port.MetricQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One arm of one query: what was gathered for it, bucket by bucket. */
final class PromArm {

    /** What the columns of a kind make of a bucket. */
    private interface Form {
        @Nullable
        Arm at(int bucket) throws WrongAnswerException;
    }

    private final Form form;
    private final BitSet restarts = new BitSet();
    private final double[] edges;

    private PromArm(Form form, Collection<Sums> sums, double... edges) {
        this.form = form;
        this.edges = edges;
        sums.forEach(each -> restarts.or(each.restarts()));
    }

    /** Returns the buckets in which one of its counters began again. */
    BitSet restarts() {
        return restarts;
    }

    /** Returns what an arm did in a bucket, null when no series had a sample at its end. */
    @Nullable
    Arm at(int bucket) throws WrongAnswerException {
        return form.at(bucket);
    }

    /**
     * Returns what was gathered for an arm.
     *
     * @param columns columns in the order of the question
     */
    static PromArm of(Map<String, PromColumn> columns, MetricQuery query, String variant)
            throws NoAnswerException, WrongAnswerException {
        PromColumn histogram = columns.get(PromQuestion.HISTOGRAM);
        if (histogram != null) {
            return histogram(histogram.arm(query.flagKey(), variant));
        }
        PromColumn value = columns.get("value");
        if (value != null) {
            Sums sums = reading(value, query, variant);
            return new PromArm(
                    bucket ->
                            sums.has(bucket) ? ArmValues.readings(sums.series(bucket), finite(sums.sum(bucket))) : null,
                    List.of());
        }
        List<Sums> sums = new ArrayList<>();
        for (PromColumn column : columns.values()) {
            sums.add(column.arm(query.flagKey(), variant).getOrDefault(Gathered.NO_EDGE, Sums.NONE));
        }
        MetricKind kind =
                query.metric() == null ? MetricKind.RATIO : query.metric().kind();
        return new PromArm(bucket -> counts(sums, kind, bucket), sums);
    }

    private static @Nullable Arm counts(List<Sums> sums, MetricKind kind, int bucket) throws WrongAnswerException {
        boolean isThere = false;
        for (Sums each : sums) {
            isThere |= each.has(bucket);
        }
        if (!isThere) {
            return null;
        }
        long units = whole(sums.get(0).sum(bucket));
        if (sums.size() == 1) {
            return Arm.of(units, 0);
        }
        double second = finite(sums.get(1).sum(bucket));
        return kind == MetricKind.MEAN
                ? ArmValues.sums(units, second, finite(sums.get(2).sum(bucket)))
                : ArmValues.counts(units, whole(second), kind);
    }

    private static PromArm histogram(Map<Double, Sums> byEdge) {
        Sums all = byEdge.getOrDefault(Double.POSITIVE_INFINITY, Sums.NONE);
        List<Sums> sums = new ArrayList<>();
        List<Double> found = new ArrayList<>();
        byEdge.forEach((edge, each) -> {
            if (edge != Double.POSITIVE_INFINITY) {
                found.add(edge);
                sums.add(each);
            }
        });
        double[] edges = found.stream().mapToDouble(Double::doubleValue).toArray();
        return new PromArm(
                bucket -> all.has(bucket) && edges.length > 0 ? counted(all, edges, sums, bucket) : null,
                byEdge.values(),
                edges);
    }

    private static Arm counted(Sums all, double[] edges, List<Sums> sums, int bucket) throws WrongAnswerException {
        long[] atMost = new long[edges.length];
        for (int i = 0; i < atMost.length; i++) {
            atMost[i] = whole(sums.get(i).sum(bucket));
        }
        return ArmValues.histogram(edges, atMost, whole(all.sum(bucket)));
    }

    /** A number without a variant is one of the feature as a whole, and stands with the treatment; one without a flag is one of all. */
    private static Sums reading(PromColumn value, MetricQuery query, String variant)
            throws NoAnswerException, WrongAnswerException {
        boolean treatment = variant.equals(query.treatment());
        for (String flag : new String[] {query.flagKey(), ""}) {
            for (String name : treatment ? new String[] {variant, ""} : new String[] {variant}) {
                Sums sums = value.arm(flag, name).get(Gathered.NO_EDGE);
                if (sums != null) {
                    return sums;
                }
            }
        }
        return Sums.NONE;
    }

    /** Refuses histograms of other edges than those of the other arm: they do not compare. */
    static void sameEdges(PromArm one, PromArm other) throws WrongAnswerException {
        boolean both = one.edges.length > 0 && other.edges.length > 0;
        if (both && !Arrays.equals(one.edges, other.edges)) {
            throw new WrongAnswerException("the arms have other edges, " + Arrays.toString(one.edges) + " and "
                    + Arrays.toString(other.edges) + "; let both count by the same");
        }
    }

    private static long whole(double value) throws WrongAnswerException {
        return Math.round(finite(value));
    }

    private static double finite(double value) throws WrongAnswerException {
        if (!Double.isFinite(value)) {
            throw new WrongAnswerException("a sum is " + value + ", which is no finite number");
        }
        return value;
    }
}
