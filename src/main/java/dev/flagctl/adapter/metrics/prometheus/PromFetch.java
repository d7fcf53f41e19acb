// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.prometheus.AtOnce.Asked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks a Prometheus several queries at once, and the same query once only: what two guardrails need is read for both. */
final class PromFetch {

    private final PromCalls calls;
    private final Labels labels;
    private final AtOnce threads;
    private final Map<Key, Asked<Matrix<Gathered>>> gathered = new HashMap<>();
    private final Map<PromRange, Asked<Matrix<Newest>>> newest = new HashMap<>();

    PromFetch(PromCalls calls, Labels labels, AtOnce threads) {
        this.calls = calls;
        this.labels = labels;
        this.threads = threads;
    }

    private record Key(PromRange range, Gathered.Form form) {}

    /** Asks for the newest time that a query answers. */
    Asked<Matrix<Newest>> newest(PromRange range) {
        return newest.computeIfAbsent(range, key -> threads.ask(() -> calls.range(key, List.of(), Newest::new)));
    }

    /** Asks which flags a query has series of. */
    Asked<Matrix<FlagsThere>> flags(PromRange range) {
        return threads.ask(() -> calls.range(range, List.of(labels.flag()), () -> new FlagsThere(labels.flag())));
    }

    /**
     * Asks for the values at the edges of buckets, in as many queries as the limit of the server needs.
     *
     * @param selector what is read
     * @param start start of the first bucket, in seconds since the epoch
     * @param bucket length of a bucket, in seconds
     * @param buckets how many there are
     */
    PromColumn column(Selector selector, long start, long bucket, int buckets, Gathered.Form form) {
        List<PromColumn.Part> parts = new ArrayList<>();
        for (int first = 0; first < buckets; first += PromRange.MOST_STEPS - 1) {
            int steps = Math.min(PromRange.MOST_STEPS, buckets - first + 1);
            PromRange range = new PromRange(selector.toString(), start + first * bucket, bucket, steps);
            parts.add(new PromColumn.Part(
                    first, gathered.computeIfAbsent(new Key(range, form), key -> ask(range, form))));
        }
        return new PromColumn(parts, buckets);
    }

    private Asked<Matrix<Gathered>> ask(PromRange range, Gathered.Form form) {
        List<String> names = form.isHistogram()
                ? List.of(labels.flag(), labels.variant(), Labels.EDGE)
                : List.of(labels.flag(), labels.variant());
        return threads.ask(() -> calls.range(range, names, () -> new Gathered(labels, form, range.steps() - 1)));
    }
}
