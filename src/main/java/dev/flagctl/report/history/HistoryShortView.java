// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.history;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.report.Looks;
import java.time.Instant;
import java.util.function.Consumer;

/** One line for each entry, its fields separated by tabs: serial, time, actor, kind, feature, environment, why. */
final class HistoryShortView implements HistoryView {

    private final Looks looks;

    HistoryShortView(Looks looks) {
        this.looks = looks;
    }

    @Override
    public void render(EntrySource entries, Instant now, Consumer<String> out) {
        entries.each(entry -> {
            StringBuilder text = new StringBuilder();
            FeatureKey key = entry.draft().key();
            text.append(entry.serial()).append('\t').append(entry.draft().time());
            field(text, entry.draft().actor());
            field(text, entry.draft().kind().name());
            field(text, key == null ? "" : key.feature());
            field(text, key == null ? "" : key.environment());
            field(text, EntryWords.why(entry));
            out.accept(text.append('\n').toString());
        });
    }

    private void field(StringBuilder text, String value) {
        text.append('\t').append(looks.say(value));
    }
}
