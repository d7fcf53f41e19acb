// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.model.SourceRef;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.Refusal;
import dev.flagctl.report.Markdown;
import dev.flagctl.report.Moments;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan for a pull request: a table of effects first, details folded below it, one part for each environment.
 *
 * <p>The comment at its head lets a workflow find its own comment again and edit it. What finds no room is left out from the end, which is the
 * least dangerous, and counted.
 */
final class PlanMarkdownView implements PlanView {

    private static final int ROWS = 200;

    private final int limit;

    PlanMarkdownView(int limit) {
        this.limit = limit;
    }

    @Override
    public String render(Plan plan, PlanCover cover) {
        Markdown text = new Markdown(limit);
        for (PlanCounts counts : PlanCounts.of(plan.environments(), plan.changes())) {
            text.line("<!-- flagctl:plan env=" + Markdown.comment(counts.environment()) + " plan=" + cover.shortDigest()
                    + " -->");
            text.line("### flagctl · " + Markdown.cell(counts.environment()) + " · " + title(counts))
                    .line("");
            List<Change> moving = moving(counts);
            table(text, moving, cover);
            refusals(text, plan, counts.environment());
            details(text, moving, new Moments(plan.now()));
        }
        end(text, plan, cover);
        return text.toString();
    }

    private static String title(PlanCounts counts) {
        List<String> words = new ArrayList<>();
        for (Motion motion : Motion.values()) {
            if (motion.isShown() && counts.of(motion) > 0) {
                words.add(counts.of(motion) + " " + motion.word());
            }
        }
        return (words.isEmpty() ? "no changes" : String.join(", ", words)) + " · " + counts.of(Motion.UNCHANGED)
                + " unchanged";
    }

    private static List<Change> moving(PlanCounts counts) {
        List<Change> moving = new ArrayList<>();
        for (Change change : counts.shown()) {
            if (Motion.of(change) != Motion.HOLD
                    || HoldText.isTrouble(change.decision().reason())) {
                moving.add(change);
            }
        }
        return moving;
    }

    private static void table(Markdown text, List<Change> changes, PlanCover cover) {
        if (changes.isEmpty()) {
            return;
        }
        text.line("| | Feature | What | Users/day |").line("|:-:|---|---|--:|");
        int shown = 0;
        for (Change change : changes) {
            String row = "| " + Motion.symbol(change).sign() + " | " + name(change, cover) + " "
                    + Markdown.cell(change.version()) + " | " + Markdown.cell(marked(change)) + " | "
                    + ImpactText.numbers(change.impact()) + " |";
            if (shown == ROWS || !text.fits(row)) {
                break;
            }
            text.line(row);
            shown++;
        }
        text.line("");
        if (shown < changes.size()) {
            text.line(shown + " of " + changes.size() + " shown, all in the job summary")
                    .line("");
        }
    }

    private static String marked(Change change) {
        String mark = ChangeWords.mark(change.mark());
        return what(change) + (mark.isEmpty() ? "" : "; " + mark);
    }

    /** Returns what happens, and why where a person must know at once. */
    static String what(Change change) {
        return switch (Motion.of(change)) {
            case ROLL_BACK, CORRECT, PAUSE, HOLD ->
                ChangeWords.what(change) + ", " + change.decision().because();
            case ADVANCE, CREATE, PHASE_OUT, ARCHIVE, FINISH, UPDATE, UNCHANGED ->
                change.edits().isEmpty()
                        ? ChangeWords.what(change)
                        : ChangeWords.what(change) + "; " + String.join(", ", change.edits());
        };
    }

    private static String name(Change change, PlanCover cover) {
        String name = "`" + Markdown.code(change.key().feature()) + "`";
        SourceRef source = change.source();
        if (cover.blob() == null || source.file().isEmpty()) {
            return name;
        }
        String address = cover.blob() + source.file() + (source.line() == 0 ? "" : "#L" + source.line());
        return "[" + name + "](" + Markdown.address(address) + ")";
    }

    private static void refusals(Markdown text, Plan plan, String environment) {
        for (Refusal refusal : plan.refusals()) {
            String line = "**Refused:** `" + Markdown.code(refusal.key().feature()) + "`: "
                    + Markdown.cell(refusal.reason()) + ". " + Markdown.cell(refusal.remedy()) + ".";
            if (refusal.key().environment().equals(environment) && text.fits(line)) {
                text.line(line).line("");
            }
        }
    }

    private static void details(Markdown text, List<Change> changes, Moments moments) {
        for (Change change : changes) {
            List<String> lines = ChangeDetails.of(change, moments);
            if (!lines.isEmpty()) {
                String block = String.join("\n", lines);
                if (!text.fits(block)) {
                    return;
                }
                text.line(block).line("");
            }
        }
    }

    private static void end(Markdown text, Plan plan, PlanCover cover) {
        text.line("**Ceiling:** " + Markdown.cell(PlanFooter.ceiling(plan))).line("");
        String unknown = PlanFooter.unknownReach(plan);
        if (!unknown.isEmpty()) {
            text.line("**Impact:** " + Markdown.cell(unknown)).line("");
        }
        if (!cover.leftOut().isEmpty()) {
            text.line("**Left out:** " + Markdown.cell(String.join(", ", cover.leftOut())))
                    .line("");
        }
        StringBuilder line = new StringBuilder("<sub>plan `")
                .append(cover.shortDigest())
                .append("` · serial ")
                .append(plan.serial());
        if (cover.commit() != null) {
            line.append(" · commit `").append(Markdown.code(cover.commit())).append('`');
        }
        Moments moments = new Moments(plan.now());
        line.append(" · ").append(moments.full(plan.now()));
        if (cover.validUntil() != null) {
            line.append(" · valid until ").append(moments.of(cover.validUntil()));
        }
        text.line(line.append("</sub>").toString());
    }
}
