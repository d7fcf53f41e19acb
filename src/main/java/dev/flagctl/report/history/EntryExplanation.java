// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.history;

import dev.flagctl.guardrail.Correction;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.plan.codec.Replay;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryKind;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Page;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that one entry of the ledger says, with the evidence it was decided on. */
public final class EntryExplanation {

    private static final int WORDS = 12;

    private final Looks looks;

    public EntryExplanation(Looks looks) {
        this.looks = looks;
    }

    /**
     * Returns the whole text, each line with its end.
     *
     * @param replay what came of judging its evidence again, or null when it has none
     * @param pruning the entry that records that its evidence was dropped, or null when it was not
     */
    public String render(Entry entry, @Nullable Replay replay, @Nullable Entry pruning, Instant now) {
        EntryDraft draft = entry.draft();
        FeatureKey key = draft.key();
        Page page = new Page(looks);
        page.add(Ink.BOLD, "entry " + entry.serial()).add(" · " + EntryWords.kind(draft.kind()));
        page.add(key == null ? "" : " · " + key).end();
        page.end();
        line(page, "when", new Moments(now).full(draft.time()));
        line(page, "who", draft.actor() + " in run " + draft.run());
        line(page, "why", EntryWords.why(entry));
        boolean isWord = draft.kind() == EntryKind.APPROVED || draft.kind() == EntryKind.REJECTED;
        line(page, isWord ? "version" : "task", draft.task() == null ? "" : draft.task());
        line(page, "hash", entry.hash());
        line(page, "after", entry.previousHash());
        page.end();
        EntryBody body = EntryBody.of(draft.whole());
        evidence(page, body);
        if (pruning != null) {
            page.add("  evidence")
                    .to(WORDS + 12)
                    .wrapped(
                            "pruned on " + new Moments(now).full(pruning.draft().time()) + " by "
                                    + pruning.draft().actor() + ", entry " + pruning.serial())
                    .end();
        }
        if (replay != null) {
            ReplayText.write(page, entry.serial(), replay, WORDS + 12);
        }
        for (Map.Entry<String, String> fact : body.all().entrySet()) {
            if (!fact.getKey().startsWith("evidence.") && !fact.getKey().startsWith("decision.because")) {
                page.add("  " + fact.getKey())
                        .to(WORDS + 12)
                        .wrapped(fact.getValue())
                        .end();
            }
        }
        return page.toString();
    }

    /** The sentence of each guardrail; the counts behind it are in the JSON, and their digest here. */
    private static void evidence(Page page, EntryBody body) {
        for (int i = 0; body.first("evidence.guardrails." + i + ".metric") != null; i++) {
            String at = "evidence.guardrails." + i + ".";
            String metric = body.first(at + "metric");
            page.add("  " + metric).to(WORDS + 12).add(body.first(at + "verdict") + " ");
            page.wrapped(body.first(at + "sentence") + ", " + body.first(at + "buckets") + " buckets")
                    .end();
            page.to(WORDS + 12)
                    .add("to " + body.first(at + "to") + ", digest of the counts")
                    .end();
            page.to(WORDS + 12).add(or(body.first(at + "digest"))).end();
            String judged = body.first(at + "correction.judged");
            if (judged != null) {
                Correction correction = new Correction(
                        Long.parseLong(or(body.first(at + "correction.units"))),
                        Long.parseLong(or(body.first(at + "correction.bad"))),
                        Long.parseLong(judged));
                page.to(WORDS + 12).wrapped(correction.sentence()).end();
            }
        }
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static void line(Page page, String word, String text) {
        if (!text.isEmpty()) {
            page.add(word).to(WORDS).wrapped(text).end();
        }
    }
}
