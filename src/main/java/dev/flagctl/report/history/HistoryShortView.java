// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.history;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.port.Entry;
import dev.flagctl.report.Looks;
import java.time.Instant;
import java.util.List;

/** One line for each entry, its fields separated by tabs: serial, time, actor, kind, feature, environment, why. */
final class HistoryShortView implements HistoryView {

    private final Looks looks;

    HistoryShortView(Looks looks) {
        this.looks = looks;
    }

    @Override
    public String render(List<Entry> entries, Instant now) {
        StringBuilder text = new StringBuilder();
        for (Entry entry : entries) {
            FeatureKey key = entry.draft().key();
            text.append(entry.serial()).append('\t').append(entry.draft().time());
            field(text, entry.draft().actor());
            field(text, entry.draft().kind().name());
            field(text, key == null ? "" : key.feature());
            field(text, key == null ? "" : key.environment());
            field(text, EntryWords.why(entry));
            text.append('\n');
        }
        return text.toString();
    }

    private void field(StringBuilder text, String value) {
        text.append('\t').append(looks.say(value));
    }
}
