// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.model.SourceRef;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.Refusal;
import dev.flagctl.report.WorkflowCommand;

/** Annotations of GitHub Actions: what is refused, what went wrong, and one notice with the counts of each environment. */
final class PlanGithubView implements PlanView {

    /** The host shows ten of a kind for each step. */
    private static final int SHOWN = 10;

    @Override
    public String render(Plan plan, PlanCover cover) {
        StringBuilder text = new StringBuilder();
        int left = 0;
        int refused = 0;
        for (Refusal refusal : plan.refusals()) {
            if (++refused <= SHOWN) {
                String message = refusal.key() + ": " + refusal.reason() + "; " + refusal.remedy();
                add(
                        text,
                        command("error", refusal.source())
                                .with("title", "Refused")
                                .says(message));
            } else {
                left++;
            }
        }
        int warned = 0;
        StringBuilder notices = new StringBuilder();
        for (PlanCounts counts : PlanCounts.of(plan.environments(), plan.changes())) {
            for (Change change : counts.shown()) {
                if (PlanFindings.warns(change) && ++warned > SHOWN) {
                    left++;
                } else if (PlanFindings.warns(change)) {
                    add(text, command("warning", change.source()).says(PlanFindings.message(change)));
                }
            }
            add(
                    notices,
                    new WorkflowCommand("notice")
                            .with("title", "flagctl " + counts.environment())
                            .says(counts.words()));
        }
        if (left > 0) {
            add(notices, new WorkflowCommand("notice").says(left + " more in the log"));
        }
        return text.append(notices).toString();
    }

    private static WorkflowCommand command(String name, SourceRef source) {
        WorkflowCommand command = new WorkflowCommand(name);
        if (!source.file().isEmpty()) {
            command.with("file", source.file());
            if (source.line() > 0) {
                command.with("line", source.line());
            }
        }
        return command;
    }

    private static void add(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
