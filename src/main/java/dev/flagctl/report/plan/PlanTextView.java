// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Numbers;
import dev.flagctl.report.Page;
import dev.flagctl.report.Spans;
import java.util.List;

/** A plan for people: each environment with its changes, dangerous first, and at the end what it adds up to. */
final class PlanTextView implements PlanView {

    /** A name that is longer pushes only its own line. */
    private static final int LONGEST_NAME = 32;
    /** More holds than this are a list nobody reads; {@code flagctl status} has them all. */
    private static final int HOLDS_SHOWN = 50;

    private final Looks looks;

    PlanTextView(Looks looks) {
        this.looks = looks;
    }

    @Override
    public String render(Plan plan, PlanCover cover) {
        Page page = new Page(looks);
        Moments moments = new Moments(plan.now());
        List<PlanCounts> environments = PlanCounts.of(plan.environments(), plan.changes());
        boolean due = false;
        for (int i = 0; i < environments.size(); i++) {
            if (i > 0) {
                page.end();
            }
            PlanCounts counts = environments.get(i);
            if (counts.due() == 0) {
                quiet(page, moments, cover, counts);
            } else {
                due = true;
                section(page, plan, moments, cover, counts);
            }
        }
        RefusalText.write(page, plan.refusals());
        if (!cover.leftOut().isEmpty()) {
            page.add("Left out ").wrapped(String.join(", ", cover.leftOut())).end();
        }
        if (due) {
            PlanFooter.write(page, plan, moments, cover);
        }
        return page.toString();
    }

    /** Nothing to do is one line, and below it what went wrong or waits for a person. */
    private static void quiet(Page page, Moments moments, PlanCover cover, PlanCounts counts) {
        page.add(Ink.BOLD, counts.environment());
        page.add(" · " + Numbers.many(counts.features(), "feature") + " · no changes");
        page.add(counts.of(Motion.HOLD) == 0 ? "" : " · " + counts.of(Motion.HOLD) + " hold")
                .end();
        ChangeText text = new ChangeText(page, moments, cover, names(page, counts.shown()));
        for (Change change : counts.shown()) {
            if (HoldText.isTrouble(change.decision().reason()) || HoldText.waitsForPerson(change)) {
                text.write(change);
            }
        }
    }

    private static void section(Page page, Plan plan, Moments moments, PlanCover cover, PlanCounts counts) {
        head(page, plan, moments, cover, counts);
        page.end();
        ChangeText text = new ChangeText(page, moments, cover, names(page, counts.shown()));
        int holds = 0;
        int written = 0;
        boolean block = false;
        for (Change change : counts.shown()) {
            boolean hold = Motion.of(change) == Motion.HOLD;
            if (hold && ++holds > HOLDS_SHOWN) {
                continue;
            }
            if (block || (written > 0 && !hold)) {
                page.end();
            }
            written++;
            text.write(change);
            block = !hold;
        }
        if (holds > HOLDS_SHOWN) {
            page.line("= " + (holds - HOLDS_SHOWN) + " more hold: flagctl status -e " + counts.environment());
        }
        page.end();
        page.add("Plan     ").line(counts.words());
    }

    private static void head(Page page, Plan plan, Moments moments, PlanCover cover, PlanCounts counts) {
        page.add(Ink.BOLD, counts.environment());
        List<String> services = cover.services().getOrDefault(counts.environment(), List.of());
        page.add(services.isEmpty() ? "" : " · " + String.join(", ", services));
        page.add(" · serial " + plan.serial() + " · " + Numbers.many(counts.features(), "feature"));
        page.add(cover.read() == null ? "" : " read in " + Spans.took(cover.read()));
        page.add(" · " + moments.full(plan.now())).end();
    }

    private static int names(Page page, List<Change> changes) {
        int longest = 0;
        for (Change change : changes) {
            longest = Math.max(
                    longest, Math.min(LONGEST_NAME, page.width(change.key().feature())));
        }
        return longest;
    }
}
