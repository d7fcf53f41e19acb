// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.status;

import java.util.List;

/**
 * Who may write, and who could and has gone silent.
 *
 * @param held holders of leases in force, such as {@code run 7714, alice, since 13:02 UTC}
 * @param silent holders of leases that ran out and that nobody took over yet
 */
public record Locks(List<String> held, List<String> silent) {

    public static final Locks FREE = new Locks(List.of(), List.of());

    public Locks {
        held = List.copyOf(held);
        silent = List.copyOf(silent);
    }

    /** Says it behind the other figures of a status. */
    String words() {
        String words = held.isEmpty() ? "lock free" : "locked: " + String.join("; ", held);
        return silent.isEmpty()
                ? words
                : words + ", ran out and is taken over by the next apply: " + String.join("; ", silent);
    }
}
