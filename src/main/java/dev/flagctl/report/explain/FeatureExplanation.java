// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.explain;

import dev.flagctl.guardrail.Judgement;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.FieldChange;
import dev.flagctl.plan.FieldDiff;
import dev.flagctl.plan.TimelineStep;
import dev.flagctl.plan.codec.Replay;
import dev.flagctl.port.Entry;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Numbers;
import dev.flagctl.report.Page;
import dev.flagctl.report.Spans;
import dev.flagctl.report.history.HistoryLines;
import dev.flagctl.report.history.ReplayText;
import dev.flagctl.report.plan.ChangeWords;
import dev.flagctl.report.plan.Places;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Explains one feature in one environment: where it stands, why, what it waits for, on which evidence, and what would release it. */
public final class FeatureExplanation {

    private static final int WORDS = 12;

    private final Looks looks;

    public FeatureExplanation(Looks looks) {
        this.looks = looks;
    }

    /**
     * Returns the whole text, each line with its end.
     *
     * @param change what a plan made now says about the feature
     * @param entries its newest entries in the ledger, in rising order; may be empty
     * @param replays what came of judging those with evidence again, by their serials
     * @param now time of that plan
     */
    public String render(Change change, List<Entry> entries, Map<Long, Replay> replays, Instant now) {
        Page page = new Page(looks);
        Moments moments = new Moments(now);
        head(page, change);
        stands(page, change, moments);
        DecisionText.write(page, change, moments);
        Judgement judgement = change.judgement();
        if (judgement != null) {
            page.end();
            EvidenceText.write(page, judgement, change.control(), moments);
        }
        timeline(page, change, moments);
        if (!entries.isEmpty()) {
            page.end().line("Recorded");
            HistoryLines.write(page, entries, moments);
            replayed(page, replays);
        }
        return page.toString();
    }

    private static void replayed(Page page, Map<Long, Replay> replays) {
        int same = 0;
        int values = 0;
        for (Replay replay : replays.values()) {
            same += replay.isSame() ? 1 : 0;
            values += replay.isSame() ? replay.compared() : 0;
        }
        if (same > 0) {
            page.add("    replayed").to(WORDS + 8);
            page.wrapped((same == 1 ? "1 entry" : same + " entries")
                            + " judged again from recorded counts: the same bits in " + Numbers.many(values, "value"))
                    .end();
        }
        replays.forEach((serial, replay) -> {
            if (!replay.isSame()) {
                ReplayText.write(page, serial, replay, WORDS + 12);
            }
        });
    }

    private static void head(Page page, Change change) {
        page.add(Ink.BOLD, change.key().feature()).add(" in " + change.key().environment() + " · " + change.version());
        page.add(" · " + change.type().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        page.add(change.owner().isEmpty() ? "" : " · " + change.owner());
        page.add(change.source().file().isEmpty() ? "" : " · " + change.source())
                .end();
        page.end();
    }

    private static void stands(Page page, Change change, Moments moments) {
        Recorded recorded = change.recordedBefore();
        if (recorded == null) {
            DecisionText.line(page, "stands", "not begun; the flag serves " + ChangeWords.exposure(change.before()));
            return;
        }
        String place = Places.place(change.trajectory(), recorded.position().stage());
        Instant since = recorded.position().since();
        DecisionText.line(
                page,
                "stands",
                (place.isEmpty() ? "before its first stage" : place) + " since " + moments.of(since) + " ("
                        + Spans.of(Duration.between(since, moments.now())) + "), "
                        + recorded.position()
                                .kind()
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', ' '));
        DecisionText.line(page, "recorded", recorded.flag().exposure().toString());
        DecisionText.line(page, "serves", ChangeWords.exposure(change.before()));
        boolean gone = recorded.position().kind() == PositionKind.ARCHIVED;
        for (FieldChange field : gone ? List.<FieldChange>of() : FieldDiff.of(recorded.flag(), change.before())) {
            DecisionText.line(
                    page, "drift", field.field() + ": recorded " + field.before() + ", serves " + field.after());
        }
        if (!recorded.position().reason().isEmpty()) {
            DecisionText.line(page, "because", recorded.position().reason());
        }
    }

    private static void timeline(Page page, Change change, Moments moments) {
        List<TimelineStep> steps = change.timeline();
        Recorded after = change.recorded();
        PositionKind kind =
                after == null ? PositionKind.MOVING : after.position().kind();
        boolean stopped = kind == PositionKind.PAUSED || kind == PositionKind.ROLLED_BACK;
        if (steps.size() < 2 || stopped) {
            return;
        }
        page.end().line("To come, at the earliest");
        for (TimelineStep step : steps.subList(1, steps.size())) {
            page.add("    " + moments.of(step.earliest())).to(WORDS + 8);
            String place = Places.place(change.trajectory(), step.index());
            page.add(place).to(WORDS + 24);
            page.wrapped(step.stage().exposure()
                    + (step.gates().isEmpty() ? "" : ", asks for " + String.join(", ", step.gates())));
            page.end();
        }
    }
}
