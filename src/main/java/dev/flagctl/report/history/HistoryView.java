// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.history;

import java.time.Instant;
import java.util.function.Consumer;

/** One way to show entries of the ledger, however many there are. */
public interface HistoryView {

    /**
     * Writes the whole text in pieces that end with a line.
     *
     * @param now time that days are seen from
     */
    void render(EntrySource entries, Instant now, Consumer<String> out);

    /** Returns the whole text of a few entries. */
    default String text(EntrySource entries, Instant now) {
        StringBuilder text = new StringBuilder();
        render(entries, now, text::append);
        return text.toString();
    }
}
