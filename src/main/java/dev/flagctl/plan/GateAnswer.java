// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a gate says.
 *
 * @param isOpen whether the stage may be entered as far as this gate goes
 * @param reason why not
 * @param waitsFor what must happen, as a phrase
 * @param until when it opens by itself, or null when that is not known
 * @param releasedBy who can open it
 */
record GateAnswer(
        boolean isOpen,
        Reason reason,
        String waitsFor,
        @Nullable Instant until,
        String releasedBy) {

    static final GateAnswer OPEN = new GateAnswer(true, Reason.NOTHING_DUE, "", null, "");

    static GateAnswer closed(Reason reason, String waitsFor, @Nullable Instant until, String releasedBy) {
        return new GateAnswer(false, reason, waitsFor, until, releasedBy);
    }
}
