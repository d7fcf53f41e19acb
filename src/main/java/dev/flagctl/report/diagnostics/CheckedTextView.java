// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.diagnostics;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.Severity;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Page;
import java.util.Locale;

/** Diagnostics for people: what is wrong, where, the lines themselves, and what to write instead; the counts come last. */
final class CheckedTextView implements CheckedView {

    private final Looks looks;
    private final Snippet snippet;

    CheckedTextView(Looks looks, LineSource lines) {
        this.looks = looks;
        this.snippet = new Snippet(lines);
    }

    @Override
    public String render(Checked checked) {
        Page page = new Page(looks);
        for (Diagnostic diagnostic : checked.diagnostics()) {
            head(page, diagnostic);
            if (diagnostic.related().isEmpty()) {
                page.add("  --> ").line(diagnostic.range().toString());
                snippet.write(page, diagnostic);
            } else {
                places(page, diagnostic);
            }
            if (diagnostic.hint() != null) {
                page.add("   = hint: ").wrapped(diagnostic.hint()).end();
            }
            page.end();
        }
        end(page, checked);
        return page.toString();
    }

    private static void head(Page page, Diagnostic diagnostic) {
        boolean error = diagnostic.severity() == Severity.ERROR;
        String word = diagnostic.severity().name().toLowerCase(Locale.ROOT);
        page.add(error ? Ink.RED : Ink.YELLOW, word + "[" + diagnostic.code() + "]");
        page.add(": ").add(Ink.BOLD, diagnostic.summary()).end();
    }

    /** A problem between files: the places below each other say more than their lines. */
    private static void places(Page page, Diagnostic diagnostic) {
        int width = page.width(diagnostic.range().toString());
        for (Diagnostic.Related related : diagnostic.related()) {
            width = Math.max(width, page.width(related.range().toString()));
        }
        // "  --> " before the place, seven blanks behind the longest one.
        int labels = 6 + width + 7;
        page.add("  --> ")
                .add(diagnostic.range().toString())
                .to(labels)
                .add(diagnostic.label())
                .end();
        for (Diagnostic.Related related : diagnostic.related()) {
            page.add("  --> ")
                    .add(related.range().toString())
                    .to(labels)
                    .add(related.label())
                    .end();
        }
    }

    private static void end(Page page, Checked checked) {
        page.add(checked.counts());
        if (!checked.diagnostics().isEmpty()) {
            page.add(" · flagctl explain " + checked.diagnostics().get(0).code());
        }
        if (checked.exitCode() != 0) {
            page.right("exit " + checked.exitCode());
        }
        page.end();
    }
}
