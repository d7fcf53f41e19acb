// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** Which arm lacks data. A treatment that falls silent beside a busy control may have crashed; both silent is an outage of the telemetry. */
public enum Missing {
    TREATMENT,
    CONTROL,
    BOTH
}
