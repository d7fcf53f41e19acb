// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import org.jspecify.annotations.Nullable;

/**
 * What a person asks for by a command of its own.
 *
 * @param kind what
 * @param by who asks
 * @param reason why, kept in the ledger
 * @param to for a rollback: name of a stage to go back to, or null for the stage before; not used otherwise
 */
public record Intervention(
        Kind kind, String by, String reason, @Nullable String to) {

    /** What can be asked for. */
    public enum Kind {
        /** Stop here until resumed. */
        PAUSE,
        /** Go on from where it stands, with a new bake and new evidence. */
        RESUME,
        /** Take exposure back to an earlier stage, and stop there. */
        ROLL_BACK,
        /** Take all exposure back at once, and stop. */
        KILL
    }
}
