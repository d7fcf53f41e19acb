// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.model.Metric;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which buckets are asked for.
 *
 * @param metric the metric, or null for plain exposures: units are the distinct users who met an arm
 * @param environment name of the environment
 * @param flagKey key of the flag
 * @param treatment variant of the treatment arm
 * @param control variant of the control arm
 * @param from start of the first bucket, inclusive
 * @param to nothing at or after it is asked for
 */
public record MetricQuery(
        @Nullable Metric metric,
        String environment,
        String flagKey,
        String treatment,
        String control,
        Instant from,
        Instant to) {}
