// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.Measure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Data to analyze without a rollout.
 *
 * @param metric its name
 * @param measure what it measures
 * @param from start of what is judged; buckets before it only choose the test; null for all
 * @param buckets rising, not overlapping
 * @param counts units of each of any number of arms, one list for each time, for the test of the split; else empty
 * @param parameters of tests that the data itself states, by name
 */
public record AnalysisInput(
        String metric,
        Measure measure,
        @Nullable Instant from,
        List<Bucket> buckets,
        List<List<Double>> counts,
        Map<String, Double> parameters) {

    public AnalysisInput {
        buckets = List.copyOf(buckets);
        counts = List.copyOf(counts);
        parameters = Map.copyOf(parameters);
    }

    /** Returns the buckets that are judged. */
    List<Bucket> judged() {
        return from == null
                ? buckets
                : buckets.stream().filter(b -> !b.start().isBefore(from)).toList();
    }
}
