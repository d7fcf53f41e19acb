// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** What one unit of a metric is; it says whether bad units come independently of each other. */
public enum MetricUnit {
    /** One for each targeting key, however often it comes back: units are independent. */
    USER,
    /** One for each request or event: those of one user may come in bursts, so dispersion is measured before a test is chosen. */
    REQUEST
}
