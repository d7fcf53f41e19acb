// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.model.SourceRef;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.DecisionKind;
import dev.flagctl.report.WorkflowCommand;

/** Annotations of GitHub Actions on a run: what failed, and what a guardrail rolled back. */
final class RunAnnotations {

    /** The host shows ten of a kind for each step. */
    private static final int SHOWN = 10;

    private RunAnnotations() {}

    static String render(RunAccount account) {
        StringBuilder text = new StringBuilder();
        int troubles = 0;
        for (RunStep step : account.worstFirst()) {
            boolean isRollback = step.outcome() == RunStep.Outcome.DONE
                    && step.change().decision().kind() == DecisionKind.ROLL_BACK
                    && RunAccount.changesSomething(step.task());
            if (step.outcome() != RunStep.Outcome.FAILED && !isRollback) {
                continue;
            }
            if (++troubles <= SHOWN) {
                String title = isRollback ? "Rolled back" : "Failed";
                String why = isRollback ? step.change().decision().because() : step.why();
                text.append(command(step.change())
                                .with("title", title)
                                .says(step.change().key() + ": " + step.what() + ": " + why))
                        .append('\n');
            }
        }
        if (troubles > SHOWN) {
            text.append(new WorkflowCommand("notice").says((troubles - SHOWN) + " more in the log"))
                    .append('\n');
        }
        return text.toString();
    }

    private static WorkflowCommand command(Change change) {
        WorkflowCommand command = new WorkflowCommand("error");
        SourceRef source = change.source();
        if (!source.file().isEmpty()) {
            command.with("file", source.file());
            if (source.line() > 0) {
                command.with("line", source.line());
            }
        }
        return command;
    }
}
