// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.guardrail.Judgement;
import dev.flagctl.model.EndMark;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Recorded;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Hold;
import dev.flagctl.plan.Impact;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Page;
import java.util.Objects;

/** One change for people: a line that says it all, and below it why, on which evidence, with which impact. */
final class ChangeText {

    /** Column of what stands behind the word of a detail line. */
    private static final int DETAIL = 15;

    private final Page page;
    private final Moments moments;
    private final PlanCover cover;
    private final int names;

    /**
     * @param names columns of the longest name
     */
    ChangeText(Page page, Moments moments, PlanCover cover, int names) {
        this.page = page;
        this.moments = moments;
        this.cover = cover;
        this.names = names;
    }

    void write(Change change) {
        Hold hold = change.decision().hold();
        if (hold != null && Motion.of(change) == Motion.HOLD) {
            hold(change, hold);
            return;
        }
        ChangeHead.write(page, change, moments, names);
        version(change);
        why(change);
        Judgement judgement = change.judgement();
        if (judgement != null && Motion.of(change) != Motion.UPDATE) {
            GuardrailText.write(page, judgement, moments);
        }
        impact(change);
        mark(change.mark());
        onFail(change);
        timeline(change);
    }

    private void version(Change change) {
        Recorded before = change.recordedBefore();
        String was = before == null ? change.version() : before.position().version();
        if (was.equals(change.version()) && change.edits().isEmpty()) {
            return;
        }
        String versions = was.equals(change.version()) ? was : was + " → " + change.version();
        detail("version", change.edits().isEmpty() ? versions : versions + ": " + String.join(", ", change.edits()));
        page.rightIfRoom(change.source().toString());
        page.end();
    }

    private void why(Change change) {
        String because = change.decision().because();
        Hold hold = change.decision().hold();
        if (hold == null && !because.isEmpty() && !because.equals(ChangeWords.what(change))) {
            detail("why", because);
            page.end();
        }
        if (hold != null) {
            detail("then", "waits for " + hold.waitsFor() + " · " + hold.releasedBy());
            page.end();
        }
    }

    private void hold(Change change, Hold hold) {
        page.add(Motion.symbol(change)).add(" ").add(Ink.BOLD, change.key().feature());
        page.to(names + 5).wrapped(HoldText.line(change, hold, moments)).end();
        if (HoldText.saysMore(change.decision().reason())) {
            page.add("    ").wrapped(hold.waitsFor()).end();
        }
        if (change.isDue()) {
            version(change);
            mark(change.mark());
        }
    }

    private void mark(EndMark mark) {
        if (mark != EndMark.LEFT) {
            detail("mark", ChangeWords.mark(mark));
            page.end();
        }
    }

    private void impact(Change change) {
        Impact impact = change.impact();
        boolean reachesOthers = impact.movedShare() > 0
                || !Objects.equals(impact.before(), impact.after())
                || (impact.before() == null && impact.controlShares() != null);
        String text = ImpactText.of(impact);
        if (reachesOthers && !text.isEmpty()) {
            detail("impact", text);
            page.rightIfRoom(impact.source());
            page.end();
        }
    }

    private void onFail(Change change) {
        Feature feature = cover.features().get(change.key().feature());
        boolean rises = Motion.of(change) == Motion.ADVANCE || Motion.of(change) == Motion.CREATE;
        if (feature != null && rises && !feature.guardrails().isEmpty()) {
            detail("on FAIL", FailureText.of(feature));
            page.end();
        }
    }

    private void timeline(Change change) {
        if (Motion.of(change) == Motion.ADVANCE && change.timeline().size() > 1) {
            page.end();
            Exposure before =
                    change.before() == null ? Exposure.NONE : change.before().exposure();
            new TimelineDrawing(page, moments).write(change.timeline(), before);
        }
        if (Motion.of(change) == Motion.ADVANCE || Motion.of(change) == Motion.CREATE) {
            SizeText.write(page, change);
        }
    }

    private void detail(String word, String text) {
        page.add("    " + word).to(DETAIL).wrapped(text);
    }
}
