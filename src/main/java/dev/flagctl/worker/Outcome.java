// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import java.time.Instant;

/**
 * What came of looking at a key.
 *
 * @param next when to look again
 * @param result what was found or done
 * @param why what a person is told about a key that failed; empty otherwise
 */
record Outcome(Instant next, Result result, String why) {

    Outcome(Instant next, Result result) {
        this(next, result, "");
    }

    /** What came of it, for the metrics. */
    enum Result {
        /** Nothing was due. */
        NOTHING,
        /** What was due is done. */
        DONE,
        /** Another run holds it. */
        LOCKED,
        /** Its manifest asks for what it may not. */
        REFUSED,
        /** A task or a service failed. */
        FAILED,
        /** The worker stops. */
        STOPPED
    }
}
