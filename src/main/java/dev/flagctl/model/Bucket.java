// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.time.Duration;
import java.time.Instant;

/**
 * A closed, aligned time bucket of telemetry. Closed means that no sample of it is expected any more; it never changes again.
 *
 * @param start inclusive, a multiple of {@code length} since the epoch
 * @param length above zero
 * @param control what the control arm did
 * @param treatment what the treatment arm did
 */
public record Bucket(Instant start, Duration length, Arm control, Arm treatment) {

    /** Returns the same bucket with its arms exchanged, for the question in the other direction. */
    public Bucket exchanged() {
        return new Bucket(start, length, /* control= */ treatment, /* treatment= */ control);
    }

    /** Returns the end, exclusive. */
    public Instant end() {
        return start.plus(length);
    }
}
