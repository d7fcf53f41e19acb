// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.Freshness;
import java.time.Duration;
import java.util.List;

/**
 * How a Prometheus is read.
 *
 * @param labels which labels say what a series is about
 * @param exposures selector of a counter of evaluations; empty for none
 * @param freshness how late samples may come
 * @param lookBack how far back is looked for a series
 */
record PromSettings(Labels labels, String exposures, Freshness freshness, Duration lookBack) {

    /** Returns a selector with nothing but the series of an environment. */
    Selector in(String environment, Selector selector) {
        return labels.environment().isEmpty() ? selector : selector.with(labels.environment(), List.of(environment));
    }
}
