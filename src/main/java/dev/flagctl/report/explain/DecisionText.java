// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.explain;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.Hold;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Page;
import dev.flagctl.report.Spans;
import dev.flagctl.report.plan.ChangeWords;
import dev.flagctl.report.plan.ImpactText;
import java.time.Duration;
import java.time.Instant;

/** What is decided about a feature, and if it waits, what for, how long, and who can release it. */
final class DecisionText {

    private static final int WORDS = 12;

    private DecisionText() {}

    static void write(Page page, Change change, Moments moments) {
        Hold hold = change.decision().hold();
        line(
                page,
                "decision",
                change.decision().kind() + ", " + change.decision().reason()
                        + (hold == null ? ": " + change.decision().because() : ""));
        if (hold == null) {
            if (change.isDue()) {
                line(page, "apply", ChangeWords.what(change));
                line(page, "impact", ImpactText.of(change.impact()));
            }
            return;
        }
        Instant until = hold.until();
        line(page, "waits for", hold.waitsFor());
        line(
                page,
                "since",
                moments.of(hold.since()) + ", "
                        + (until == null
                                ? "no end by itself"
                                : "until " + moments.of(until) + " (in "
                                        + Spans.of(Duration.between(moments.now(), until)) + ")"));
        line(page, "released", release(change, hold));
    }

    private static String release(Change change, Hold hold) {
        return switch (change.decision().reason()) {
            case GATE_APPROVAL ->
                "flagctl approve " + change.key().feature() + " -e "
                        + change.key().environment() + ", by " + hold.releasedBy();
            case PAUSED, ROLLED_BACK_FOR_GOOD ->
                "flagctl resume " + change.key().feature() + " -e "
                        + change.key().environment();
            default -> hold.releasedBy();
        };
    }

    /** Writes a word and what it stands for; nothing when that is empty. */
    static void line(Page page, String word, String text) {
        if (!text.isEmpty()) {
            page.add(Ink.DIM, word).to(WORDS).wrapped(text).end();
        }
    }
}
