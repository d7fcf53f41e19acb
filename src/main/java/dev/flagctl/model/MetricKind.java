// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** What a metric counts. */
public enum MetricKind {
    /** Bad units among all units. */
    RATIO
}
