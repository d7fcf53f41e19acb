// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.codec.PlanFile;
import dev.flagctl.report.Markdown;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Spans;
import java.time.Instant;
import java.util.List;

/** A run for a pull request or the summary of a job: what went wrong first, then what is done, then what holds. What finds no room is counted. */
final class RunMarkdown {

    private static final int SHORT = 8;

    private final int limit;

    RunMarkdown(int limit) {
        this.limit = limit;
    }

    String render(RunAccount account, Instant now, int exitCode) {
        Markdown text = new Markdown(limit);
        Plan plan = account.plan();
        String project = plan == null ? "" : " · " + Markdown.cell(plan.project());
        text.line("### flagctl apply" + project + " · " + AccountText.counts(account) + " · exit " + exitCode)
                .line("");
        table(text, account.worstFirst());
        holds(text, account.holds(), new Moments(now));
        text.line("<sub>"
                + (plan == null
                        ? ""
                        : "plan `" + PlanFile.digest(plan).substring(0, SHORT) + "` · serial " + plan.serial() + " · ")
                + new Moments(now).full(now) + "</sub>");
        return text.toString();
    }

    private static void table(Markdown text, List<RunStep> steps) {
        if (steps.isEmpty()) {
            return;
        }
        text.line("| Feature | Environment | What | Result |").line("|---|---|---|---|");
        int shown = 0;
        for (RunStep step : steps) {
            String row = "| `" + Markdown.code(step.change().key().feature()) + "` "
                    + Markdown.cell(step.change().version()) + " | "
                    + Markdown.cell(step.change().key().environment()) + " | " + Markdown.cell(step.what()) + " | "
                    + result(step) + " |";
            if (!text.fits(row)) {
                break;
            }
            text.line(row);
            shown++;
        }
        text.line("");
        if (shown < steps.size()) {
            text.line(shown + " of " + steps.size() + " shown, all in the log").line("");
        }
    }

    private static String result(RunStep step) {
        return step.outcome() == RunStep.Outcome.DONE
                ? "done, " + Spans.took(step.took())
                : "**" + step.outcome().words() + "**: " + Markdown.cell(step.why());
    }

    private static void holds(Markdown text, List<Change> holds, Moments moments) {
        for (Change change : holds) {
            String line = "- `" + Markdown.code(change.key().feature()) + "` in "
                    + Markdown.cell(change.key().environment()) + " holds: "
                    + Markdown.cell(HoldsLine.of(change, moments));
            if (text.fits(line)) {
                text.line(line);
            }
        }
        if (!holds.isEmpty()) {
            text.line("");
        }
    }
}
