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
import java.util.List;

/** Entries for people, oldest first; that a task began is left out, because its end follows. */
final class HistoryTextView implements HistoryView {

    private static final int LONGEST = 40;
    private static final int TIME = 12;
    private static final int KIND = 9;

    private final Looks looks;

    HistoryTextView(Looks looks) {
        this.looks = looks;
    }

    @Override
    public String render(List<Entry> entries, Instant now) {
        Page page = new Page(looks);
        Moments moments = new Moments(now);
        boolean several = severalEnvironments(entries);
        int serial = 1;
        int actor = 1;
        int feature = 1;
        for (Entry entry : entries) {
            serial = Math.max(serial, Long.toString(entry.serial()).length());
            actor = Math.max(actor, Math.min(LONGEST, page.width(entry.draft().actor())));
            feature = Math.max(feature, Math.min(LONGEST, page.width(feature(entry.draft(), several))));
        }
        int second = serial + 2;
        int third = second + TIME + 2;
        int fourth = third + actor + 2;
        int fifth = fourth + KIND + 2;
        int hidden = 0;
        for (Entry entry : entries) {
            EntryDraft draft = entry.draft();
            if (draft.kind() == EntryKind.TASK_STARTED) {
                hidden++;
                continue;
            }
            page.add(Ink.DIM, Long.toString(entry.serial()))
                    .to(second)
                    .add(moments.of(draft.time()))
                    .to(third);
            page.add(draft.actor()).to(fourth).add(ink(draft.kind()), EntryWords.kind(draft.kind()));
            page.to(fifth).add(feature(draft, several)).to(fifth + feature + 2);
            page.wrapped(EntryWords.why(entry)).end();
        }
        page.add(Numbers.count(entries.size() - hidden) + (entries.size() - hidden == 1 ? " entry" : " entries"));
        page.add(hidden == 0 ? "" : " · " + Numbers.count(hidden) + " that only began left out");
        return page.end().toString();
    }

    private static boolean severalEnvironments(List<Entry> entries) {
        String first = null;
        for (Entry entry : entries) {
            FeatureKey key = entry.draft().key();
            if (key != null && first != null && !first.equals(key.environment())) {
                return true;
            }
            first = key == null ? first : key.environment();
        }
        return false;
    }

    private static String feature(EntryDraft draft, boolean several) {
        FeatureKey key = draft.key();
        return key == null ? "" : several ? key.toString() : key.feature();
    }

    private static Ink ink(EntryKind kind) {
        return switch (kind) {
            case TASK_FAILED, REJECTED, UNLOCKED -> Ink.RED;
            case APPROVED -> Ink.GREEN;
            case TASK_DONE, DECISION, ADOPTED, SPEC, DATA -> Ink.BOLD;
            case RUN_STARTED, RUN_ENDED, TASK_STARTED -> Ink.DIM;
        };
    }
}
