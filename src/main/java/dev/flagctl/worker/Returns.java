// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import dev.flagctl.diag.AdapterException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives rows back that were looked at, a batch in one statement. What cannot be given back while the database is away waits here: as long as this worker lives
 * nobody else frees its rows.
 */
final class Returns {

    private final WorkTable table;
    private final Clock clock;
    private final List<WorkTable.GivenBack> waiting = new ArrayList<>();

    Returns(WorkTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** Gives back what waits, and these. */
    synchronized void giveBack(List<WorkTable.GivenBack> rows) {
        waiting.addAll(rows);
        try {
            table.giveBack(waiting, clock.instant());
            waiting.clear();
        } catch (AdapterException unreachable) {
            // Kept for the next time; readiness tells that the database is away.
            return;
        }
    }

    /** Tries again what waits. */
    synchronized void tryAgain() {
        if (!waiting.isEmpty()) {
            giveBack(List.of());
        }
    }
}
