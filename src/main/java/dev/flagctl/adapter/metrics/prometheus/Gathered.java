// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.WrongAnswerException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the series of a selector say of each flag and variant, bucket by bucket: sums over all of one flag and variant, such as those of many instances. */
final class Gathered implements SeriesSink {

    /** Where there is no histogram everything stands at this edge. */
    static final double NO_EDGE = 0;

    /**
     * What is made of a series.
     *
     * @param isCounter whether it only rises, so that what counts is by how much
     * @param isHistogram whether it is an edge of a histogram
     */
    record Form(boolean isCounter, boolean isHistogram) {}

    /** An arm of a flag. */
    private record Key(String flag, String variant) {}

    private final Labels labels;
    private final Form form;
    private final int buckets;
    private final Map<Key, TreeMap<Double, Sums>> arms = new HashMap<>();
    private final Set<String> flags = new HashSet<>();

    /** @param buckets how many buckets there are: one less than steps of the query */
    Gathered(Labels labels, Form form, int buckets) {
        this.labels = labels;
        this.form = form;
        this.buckets = buckets;
    }

    @Override
    public void take(Series series) throws WrongAnswerException {
        String flag = series.label(labels.flag());
        flags.add(flag);
        double edge = form.isHistogram() ? edge(series.label(Labels.EDGE)) : NO_EDGE;
        Sums sums = arms.computeIfAbsent(new Key(flag, series.label(labels.variant())), key -> new TreeMap<>())
                .computeIfAbsent(edge, key -> new Sums(buckets));
        if (form.isCounter()) {
            increases(series, sums);
        } else {
            values(series, sums);
        }
    }

    /**
     * Adds by how much a counter rose. One that began again counts from zero, and so does one that was not there before: the first error of a kind makes its series. One that was away for
     * a while goes on where it was. Nothing is extrapolated, as {@code rate()} would.
     */
    private static void increases(Series series, Sums sums) {
        double last = series.value(0);
        for (int step = 1; step < series.steps(); step++) {
            double value = series.value(step);
            if (!Double.isNaN(value)) {
                boolean again = value < last;
                sums.add(step - 1, Double.isNaN(last) || again ? value : value - last);
                if (again) {
                    sums.restarted(step - 1);
                }
                last = value;
            }
        }
    }

    private static void values(Series series, Sums sums) {
        for (int step = 1; step < series.steps(); step++) {
            if (!Double.isNaN(series.value(step))) {
                sums.add(step - 1, series.value(step));
            }
        }
    }

    private static double edge(String le) throws WrongAnswerException {
        try {
            return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
        } catch (NumberFormatException e) {
            throw new WrongAnswerException("a series of the histogram has the label le=\"" + le
                    + "\"; name the series that end in _bucket, of a classic histogram");
        }
    }

    /** Tells whether there is a series of a flag. */
    boolean has(String flag) {
        return flags.contains(flag);
    }

    /** Tells whether there is a series of an arm. */
    boolean has(String flag, String variant) {
        return arms.containsKey(new Key(flag, variant));
    }

    /** Returns the variants that a flag has series of; an empty one for series that name none. Looked for: few flags are asked for it. */
    Set<String> variants(String flag) {
        Set<String> variants = new HashSet<>();
        for (Key key : arms.keySet()) {
            if (key.flag().equals(flag)) {
                variants.add(key.variant());
            }
        }
        return variants;
    }

    /** Tells whether there is any series. */
    boolean any() {
        return !flags.isEmpty();
    }

    /** Returns the sums of an arm by edge, rising; empty when it has no series. */
    Map<Double, Sums> arm(String flag, String variant) {
        TreeMap<Double, Sums> arm = arms.get(new Key(flag, variant));
        return arm == null ? Map.of() : arm;
    }
}
