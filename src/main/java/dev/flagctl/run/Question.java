// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Guardrail;
import dev.flagctl.port.MetricQuery;
import org.jspecify.annotations.Nullable;

/**
 * One question to a metric source, and where its answer goes.
 *
 * @param watched the rollout that is watched, or null before anybody is exposed, when only an error budget is asked for
 * @param guardrail null for a question about who was exposed
 * @param besides whether it is about everybody beside a matched control, and completes the answer to the next one
 */
record Question(
        FeatureKey key,
        @Nullable WatchedRollout watched,
        @Nullable Guardrail guardrail,
        MetricQuery query,
        boolean besides) {

    /** A question that no adapter can be asked. */
    record Unanswerable(FeatureKey key, @Nullable WatchedRollout watched, Guardrail guardrail) {}
}
