// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.diagnostics;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.report.Markdown;
import java.util.Locale;

/** The diagnostics as a table for a job summary or a comment. */
final class CheckedMarkdownView implements CheckedView {

    @Override
    public String render(Checked checked) {
        Markdown text = new Markdown(Markdown.COMMENT).line("### flagctl validate · " + checked.counts());
        if (!checked.diagnostics().isEmpty()) {
            text.line("").line("| | Where | What |").line("|---|---|---|");
        }
        int shown = 0;
        for (Diagnostic diagnostic : checked.diagnostics()) {
            String row = "| " + diagnostic.severity().name().toLowerCase(Locale.ROOT) + " " + diagnostic.code() + " | `"
                    + Markdown.code(diagnostic.range().toString()) + "` | "
                    + Markdown.cell(CheckedShortView.message(diagnostic)) + " |";
            if (!text.fits(row)) {
                text.line("").line(shown + " of " + checked.diagnostics().size() + " shown, all in the log");
                break;
            }
            text.line(row);
            shown++;
        }
        return text.toString();
    }
}
