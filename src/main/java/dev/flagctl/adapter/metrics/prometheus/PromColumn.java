// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.NoAnswerException;
import dev.flagctl.adapter.metrics.WrongAnswerException;
import dev.flagctl.adapter.metrics.prometheus.AtOnce.Asked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The values of one selector over all buckets of a group, of which each query answered a part. */
final class PromColumn {

    private final List<Part> parts;
    private final int buckets;
    private @Nullable List<Matrix<Gathered>> answers;

    PromColumn(List<Part> parts, int buckets) {
        this.parts = List.copyOf(parts);
        this.buckets = buckets;
    }

    /**
     * A part of the buckets.
     *
     * @param first index of its first bucket
     */
    record Part(int first, Asked<Matrix<Gathered>> answer) {}

    /** Waits for all parts. */
    private List<Matrix<Gathered>> answers() throws NoAnswerException, WrongAnswerException {
        List<Matrix<Gathered>> known = answers;
        if (known == null) {
            known = new ArrayList<>(parts.size());
            for (Part part : parts) {
                known.add(part.answer().get());
            }
            answers = known;
        }
        return known;
    }

    /** Returns the sums of an arm by edge, rising; empty when it has no series. */
    Map<Double, Sums> arm(String flag, String variant) throws NoAnswerException, WrongAnswerException {
        List<Matrix<Gathered>> all = answers();
        if (all.size() == 1) {
            return all.get(0).series().arm(flag, variant);
        }
        Map<Double, Sums> joined = new TreeMap<>();
        for (int i = 0; i < all.size(); i++) {
            int first = parts.get(i).first();
            all.get(i)
                    .series()
                    .arm(flag, variant)
                    .forEach((edge, sums) -> joined.computeIfAbsent(edge, key -> new Sums(buckets))
                            .addAll(first, sums));
        }
        return joined;
    }

    /** Tells whether there is a series of a flag. */
    boolean has(String flag) throws NoAnswerException, WrongAnswerException {
        return answers().stream().anyMatch(part -> part.series().has(flag));
    }

    /** Tells whether there is a series of an arm. */
    boolean has(String flag, String variant) throws NoAnswerException, WrongAnswerException {
        for (Matrix<Gathered> part : answers()) {
            if (part.series().has(flag, variant)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the variants that a flag has series of; an empty one for series that name none. */
    Set<String> variants(String flag) throws NoAnswerException, WrongAnswerException {
        Set<String> variants = new TreeSet<>();
        answers().forEach(part -> variants.addAll(part.series().variants(flag)));
        return variants;
    }

    /** Tells whether there is any series. */
    boolean any() throws NoAnswerException, WrongAnswerException {
        return answers().stream().anyMatch(part -> part.series().any());
    }

    /** Returns what the server warned of. */
    List<String> warnings() throws NoAnswerException, WrongAnswerException {
        return answers().stream().flatMap(part -> part.warnings().stream()).toList();
    }

    /** Tells whether the server says that a part is missing. */
    boolean isPartial() throws NoAnswerException, WrongAnswerException {
        return answers().stream().anyMatch(Matrix::isPartial);
    }
}
