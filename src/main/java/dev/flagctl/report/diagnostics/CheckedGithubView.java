// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.diagnostics;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.Severity;
import dev.flagctl.report.WorkflowCommand;
import java.util.Locale;

/** Annotations of GitHub Actions: the host shows ten of a kind for each step, so there are not more. */
final class CheckedGithubView implements CheckedView {

    private static final int SHOWN = 10;

    @Override
    public String render(Checked checked) {
        StringBuilder text = new StringBuilder();
        int left = 0;
        for (Severity severity : Severity.values()) {
            int shown = 0;
            for (Diagnostic diagnostic : checked.diagnostics()) {
                if (diagnostic.severity() == severity && shown++ < SHOWN) {
                    text.append(annotation(diagnostic)).append('\n');
                }
            }
            left += Math.max(0, shown - SHOWN);
        }
        if (left > 0) {
            text.append(new WorkflowCommand("notice").says(left + " more in the log"))
                    .append('\n');
        }
        return text.toString();
    }

    private static String annotation(Diagnostic diagnostic) {
        WorkflowCommand command =
                new WorkflowCommand(diagnostic.severity().name().toLowerCase(Locale.ROOT));
        command.with("file", diagnostic.range().file());
        if (diagnostic.range().line() > 0) {
            command.with("line", diagnostic.range().line())
                    .with("col", diagnostic.range().column());
        }
        return command.with("title", diagnostic.code()).says(CheckedShortView.message(diagnostic));
    }
}
