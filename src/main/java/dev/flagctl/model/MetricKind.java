// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** What a metric counts, and so what its {@link Arm}s must carry. */
public enum MetricKind {
    /** Bad units among all units: units and bad, at most units. */
    RATIO,
    /** Bad events per exposure, of which there may be several for each: units are the exposure (evaluations, requests, seconds), bad is the events. */
    RATE,
    /** Units whose value is above an edge: units and bad, or a {@link Histogram} one of whose edges it is. */
    SHARE_ABOVE,
    /** Mean of a value per unit: units, sum and sum of squares, the squares per unit and not per request. */
    MEAN,
    /** A quantile of the values: {@link Samples}. */
    QUANTILE,
    /** Bad events among all events of a service level objective: units and bad. Its windows reach back before the rollout. */
    BURN,
    /** A plain number without counts behind it: units is how often it was read, sum is the sum of what was read. For plain limits only. */
    THRESHOLD
}
