// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.guardrail.Evidence;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Hold;
import dev.flagctl.report.Bar;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Numbers;
import dev.flagctl.report.Page;
import dev.flagctl.report.Spans;
import dev.flagctl.report.Sparkline;
import dev.flagctl.report.plan.ChangeWords;
import dev.flagctl.report.plan.GuardrailText;
import dev.flagctl.report.plan.HoldText;
import dev.flagctl.report.plan.Places;
import dev.flagctl.run.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run waits for, drawn anew again and again: what bakes with its guardrails, how far the run is, and until when it waits. */
final class WaitingBlock {

    private static final int FEATURES = 5;
    private static final int BUCKETS = 12;
    private static final int WORDS = 22;
    private static final int BAR = 30;

    private final Looks looks;
    private final Map<FeatureKey, Map<String, List<Bucket>>> buckets = new HashMap<>();
    private @Nullable Instant until;

    WaitingBlock(Looks looks) {
        this.looks = looks;
    }

    void measured(RunEvent.Measured event) {
        buckets.computeIfAbsent(event.key(), key -> new HashMap<>())
                .put(event.metric(), event.series().buckets());
    }

    /** A new plan ends the wait. */
    void planned() {
        until = null;
    }

    void waitUntil(Instant time) {
        until = time;
    }

    boolean isWaiting() {
        return until != null;
    }

    String render(Instant now, RunAccount account) {
        Page page = new Page(looks);
        List<Change> holds = account.holds();
        for (Change change : holds.subList(0, Math.min(FEATURES, holds.size()))) {
            Hold hold = change.decision().hold();
            if (hold != null) {
                feature(page, change, hold, now);
            }
        }
        if (holds.size() > FEATURES) {
            page.line("  and " + (holds.size() - FEATURES) + " more: flagctl status");
        }
        page.add(Ink.DIM, "  " + account.done() + " done");
        page.add(until == null ? "" : " · next look at " + new Moments(now).of(until));
        return page.add(" · safe to press Ctrl-C").end().toString();
    }

    /** Returns the bar of a run under way. */
    String progress(int done, int total) {
        return new Page(looks)
                .add("▕" + Bar.of(done / (double) total, BAR, ' ') + "▏ " + done + " of " + total + " tasks")
                .end()
                .toString();
    }

    private void feature(Page page, Change change, Hold hold, Instant now) {
        page.add("= ").add(Ink.BOLD, change.key().feature()).to(WORDS);
        String place = Places.place(change.trajectory(), change.decision().stage());
        page.add((place.isEmpty() ? "" : place + " · ") + ChangeWords.exposure(change.before()));
        page.right(
                        hold.until() == null
                                ? "waits for " + HoldText.word(change.decision().reason())
                                : HoldText.word(change.decision().reason()) + ", "
                                        + Spans.left(Duration.between(now, hold.until())) + " left")
                .end();
        Judgement judgement = change.judgement();
        if (judgement != null) {
            for (Evidence each : judgement.evidence()) {
                List<Bucket> series =
                        buckets.getOrDefault(change.key(), Map.of()).getOrDefault(each.metric(), List.of());
                page.add("    " + each.metric())
                        .to(WORDS)
                        .add(Sparkline.of(series, BUCKETS))
                        .to(WORDS + BUCKETS + 2);
                page.add(GuardrailText.rates(each) + "  " + GuardrailText.brief(each) + "  n "
                        + Numbers.count(each.treatment().units()));
                page.end();
            }
        }
    }
}
