// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.WrongAnswerException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Fetches values at the edges of buckets, in as many queries as the limit of the server asks for. */
final class PromFetch {

    /** Prometheus refuses queries for more steps of one series than this. */
    static final int MOST_STEPS = 11_000;

    private final PromCalls calls;

    PromFetch(PromCalls calls) {
        this.calls = calls;
    }

    /** What servers said beside their answers. */
    static final class Said {
        private final List<String> warnings = new ArrayList<>();
        private boolean isPartial;

        List<String> warnings() {
            return List.copyOf(warnings);
        }

        boolean isPartial() {
            return isPartial;
        }
    }

    Matrix range(String query, Instant from, Duration step, int steps) throws WrongAnswerException {
        return calls.range(query, from, step, steps);
    }

    /**
     * Fetches the values at the edges of buckets: one more than there are buckets.
     *
     * @param column what the values are put under
     */
    void buckets(String query, Instant from, Duration bucket, int buckets, String column, Gathered gathered, Said said)
            throws WrongAnswerException {
        for (int first = 0; first < buckets; first += MOST_STEPS - 1) {
            int steps = Math.min(MOST_STEPS, buckets - first + 1);
            Matrix matrix = calls.range(query, from.plus(bucket.multipliedBy(first)), bucket, steps);
            for (Series series : matrix.series()) {
                gathered.add(column, series, first);
            }
            matrix.warnings().stream()
                    .filter(warning -> !said.warnings.contains(warning))
                    .forEach(said.warnings::add);
            said.isPartial |= matrix.isPartial();
        }
    }
}
