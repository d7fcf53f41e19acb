// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.history;

import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryKind;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Page;
import java.util.List;

/** A few entries within another view. */
public final class HistoryLines {

    private HistoryLines() {}

    /** Writes one line for each entry, without the ones that only say that a task began. */
    public static void write(Page page, List<Entry> entries, Moments moments) {
        for (Entry entry : entries) {
            if (entry.draft().kind() != EntryKind.TASK_STARTED) {
                page.add("    " + entry.serial())
                        .to(12)
                        .add(moments.of(entry.draft().time()))
                        .to(26);
                page.add(entry.draft().actor() + " · "
                        + EntryWords.kind(entry.draft().kind()) + " · ");
                page.wrapped(EntryWords.why(entry)).end();
            }
        }
    }
}
