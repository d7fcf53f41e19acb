// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.history;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.report.Csv;
import java.time.Instant;
import java.util.function.Consumer;

/** One row for each entry, under a row of names. */
final class HistoryCsvView implements HistoryView {

    @Override
    public void render(EntrySource entries, Instant now, Consumer<String> out) {
        out.accept(Csv.line(
                "serial",
                "time",
                "run",
                "actor",
                "kind",
                "feature",
                "environment",
                "task",
                "why",
                "previousHash",
                "hash"));
        entries.each(entry -> {
            EntryDraft draft = entry.draft();
            FeatureKey key = draft.key();
            out.accept(Csv.line(
                    Long.toString(entry.serial()),
                    draft.time().toString(),
                    draft.run(),
                    draft.actor(),
                    draft.kind().name(),
                    key == null ? "" : key.feature(),
                    key == null ? "" : key.environment(),
                    draft.task() == null ? "" : draft.task(),
                    EntryWords.why(entry),
                    entry.previousHash(),
                    entry.hash()));
        });
    }
}
