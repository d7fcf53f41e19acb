// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.history;

import dev.flagctl.port.Entry;
import java.time.Instant;
import java.util.List;

/** One way to show entries of the ledger. */
public interface HistoryView {

    /**
     * Returns the whole text, each line with its end.
     *
     * @param entries in rising order
     * @param now time that days are seen from
     */
    String render(List<Entry> entries, Instant now);
}
