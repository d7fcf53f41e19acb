// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A query for the newest sample at each of some steps.
 *
 * @param query what is asked, in PromQL
 * @param start time of the first step, in seconds since the epoch
 * @param step seconds between two steps, above zero
 * @param steps how many there are, at most {@link #MOST_STEPS}
 */
record PromRange(String query, long start, long step, int steps) {

    /** Prometheus refuses queries for more steps of one series than this. */
    static final int MOST_STEPS = 11_000;

    /** Returns it as the form that {@code /api/v1/query_range} takes. */
    String form() {
        return "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + "&start=" + start + "&end="
                + (start + step * (steps - 1)) + "&step=" + step;
    }
}
