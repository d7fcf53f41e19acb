// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.DataState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run found of the data of a guardrail, when it was not as the run before had found it.
 *
 * @param metric name of the metric
 * @param state state of the data
 * @param since since when it cannot be used, or null when it can
 * @param why what its source said, empty when nothing
 */
public record OutageRecord(
        String metric, DataState state, @Nullable Instant since, String why) {}
