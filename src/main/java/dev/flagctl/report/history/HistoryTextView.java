// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.history;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryKind;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Numbers;
import dev.flagctl.report.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Entries for people, oldest first; that a task began is left out unless it is asked for, because its end follows. */
final class HistoryTextView implements HistoryView {

    private static final int LONGEST = 40;
    private static final int TIME = 12;
    private static final int KIND = 9;

    /** How many entries the columns are measured by; the table must begin before all entries are there. */
    private static final int MEASURED = 1000;

    private final Looks looks;
    private final boolean begun;

    HistoryTextView(Looks looks, boolean begun) {
        this.looks = looks;
        this.begun = begun;
    }

    @Override
    public void render(EntrySource entries, Instant now, Consumer<String> out) {
        Table table = new Table(new Moments(now), out);
        entries.each(table::take);
        table.end();
    }

    private final class Table {

        private final Moments moments;
        private final Consumer<String> out;
        private final List<Entry> waiting = new ArrayList<>();
        private boolean isMeasured;
        private boolean several;
        private int second;
        private int fourth;
        private int last;
        private long shown;
        private long hidden;

        Table(Moments moments, Consumer<String> out) {
            this.moments = moments;
            this.out = out;
        }

        void take(Entry entry) {
            waiting.add(entry);
            if (waiting.size() == MEASURED) {
                writeWaiting();
            }
        }

        void end() {
            writeWaiting();
            Page page = new Page(looks);
            page.add(Numbers.count(shown) + (shown == 1 ? " entry" : " entries"));
            page.add(hidden == 0 ? "" : " · " + Numbers.count(hidden) + " that only began left out");
            out.accept(page.end().toString());
        }

        private void writeWaiting() {
            if (!isMeasured) {
                measure();
                isMeasured = true;
            }
            Page page = new Page(looks);
            waiting.forEach(entry -> row(page, entry));
            out.accept(page.toString());
            waiting.clear();
        }

        private void measure() {
            Page page = new Page(looks);
            several = severalEnvironments(waiting);
            int serial = 1;
            int actor = 1;
            int feature = 1;
            for (Entry entry : waiting) {
                serial = Math.max(serial, Long.toString(entry.serial()).length());
                actor = Math.max(
                        actor, Math.min(LONGEST, page.width(entry.draft().actor())));
                feature = Math.max(feature, Math.min(LONGEST, page.width(feature(entry.draft(), several))));
            }
            second = serial + 2;
            fourth = second + TIME + 2 + actor + 2;
            last = fourth + KIND + 2 + feature + 2;
        }

        private void row(Page page, Entry entry) {
            EntryDraft draft = entry.draft();
            if (draft.kind() == EntryKind.TASK_STARTED && !begun) {
                hidden++;
                return;
            }
            shown++;
            page.add(Ink.DIM, Long.toString(entry.serial())).to(second).add(moments.of(draft.time()));
            page.to(second + TIME + 2).add(draft.actor()).to(fourth);
            page.add(ink(draft.kind()), EntryWords.kind(draft.kind()));
            page.to(fourth + KIND + 2).add(feature(draft, several)).to(last);
            page.wrapped(EntryWords.why(entry)).end();
        }
    }

    private static boolean severalEnvironments(List<Entry> entries) {
        return entries.stream()
                        .map(entry -> entry.draft().key())
                        .filter(key -> key != null)
                        .map(FeatureKey::environment)
                        .distinct()
                        .limit(2)
                        .count()
                > 1;
    }

    private static String feature(EntryDraft draft, boolean several) {
        FeatureKey key = draft.key();
        return key == null ? "" : several ? key.toString() : key.feature();
    }

    private static Ink ink(EntryKind kind) {
        return switch (kind) {
            case TASK_FAILED, REJECTED, UNLOCKED -> Ink.RED;
            case PRUNED -> Ink.YELLOW;
            case APPROVED -> Ink.GREEN;
            case TASK_DONE, DECISION, ADOPTED, SPEC, DATA -> Ink.BOLD;
            case RUN_STARTED, RUN_ENDED, TASK_STARTED -> Ink.DIM;
        };
    }
}
