// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.guardrail.Evidence;
import dev.flagctl.guardrail.HarmBudget;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.TimelineStep;
import dev.flagctl.report.Markdown;
import dev.flagctl.report.Moments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is folded below the table of a pull request: the trajectory in time, and the guardrails with their numbers. */
final class ChangeDetails {

    private ChangeDetails() {}

    /** Returns the lines of one change, none when there is nothing to add. */
    static List<String> of(Change change, Moments moments) {
        Judgement judgement = change.judgement();
        boolean moves = SizeText.hasWay(change);
        if (!moves && judgement == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("<details><summary><b>" + Markdown.cell(change.key().feature()) + "</b> · "
                + (moves ? "trajectory" + (judgement == null ? "" : ", guardrails") : "guardrails") + "</summary>");
        lines.add("");
        lines.add(Markdown.cell(change.decision().because()));
        lines.add("");
        if (moves) {
            trajectory(lines, change, moments.now());
        }
        if (judgement != null) {
            lines.add(guardrails(judgement, moments));
        }
        lines.add("</details>");
        return lines;
    }

    private static void trajectory(List<String> lines, Change change, Instant now) {
        boolean sized = SizeText.isKnown(change);
        lines.add("| Stage | Earliest | Exposure | Bake | Gate |" + (sized ? " Expected |" : ""));
        lines.add("|--:|---|---|---|---|" + (sized ? "---|" : ""));
        for (TimelineStep step : change.timeline()) {
            List<String> words = new ArrayList<>();
            StepWords.of(step, change, now).forEach(word -> words.add(Markdown.cell(word)));
            if (step.index() == change.decision().stage()) {
                words.set(0, "**" + words.get(0) + "**");
            }
            if (sized) {
                words.add(Markdown.cell(SizeText.of(step)));
            }
            lines.add("| " + String.join(" | ", words) + " |");
        }
        lines.add("");
    }

    private static String guardrails(Judgement judgement, Moments moments) {
        List<String> words = new ArrayList<>();
        for (Evidence each : judgement.evidence()) {
            words.add("`" + Markdown.code(each.metric()) + "` **"
                    + each.verdict().name().replace("_", "\\_") + "** "
                    + Markdown.cell(GuardrailText.rates(each) + ", " + GuardrailText.proof(each, moments)));
        }
        HarmBudget harm = HarmBudget.of(judgement);
        if (harm != null) {
            words.add("harm budget: " + Markdown.cell(harm.sentence()));
        }
        return String.join(" · ", words);
    }
}
