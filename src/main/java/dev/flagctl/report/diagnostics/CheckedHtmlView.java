// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.diagnostics;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.Severity;
import dev.flagctl.report.HtmlPage;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Markup;
import dev.flagctl.report.Page;
import java.util.Locale;

/** The diagnostics as a page that can be sent around, with the lines that they are about. */
final class CheckedHtmlView implements CheckedView {

    private final Snippet snippet;

    CheckedHtmlView(LineSource lines) {
        this.snippet = new Snippet(lines);
    }

    @Override
    public String render(Checked checked) {
        Markup page = HtmlPage.begin("flagctl validate");
        page.element("h1", "flagctl validate").line();
        page.element("p", checked.counts()).line();
        for (Diagnostic diagnostic : checked.diagnostics()) {
            page.open("section").open("h2");
            page.element(
                    "span",
                    diagnostic.severity().name().toLowerCase(Locale.ROOT) + " " + diagnostic.code(),
                    "class",
                    diagnostic.severity() == Severity.ERROR ? "red" : "yellow");
            page.text(": " + diagnostic.summary()).close().line();
            place(page, diagnostic.range().toString(), diagnostic.related().isEmpty() ? "" : diagnostic.label());
            diagnostic.related().forEach(each -> place(page, each.range().toString(), each.label()));
            if (diagnostic.related().isEmpty()) {
                Page lines = new Page(Looks.PLAIN);
                snippet.write(lines, diagnostic);
                page.element("pre", lines.toString()).line();
            }
            if (diagnostic.hint() != null) {
                page.element("p", "hint: " + diagnostic.hint()).line();
            }
            page.close().line();
        }
        return page.toString();
    }

    private static void place(Markup page, String range, String label) {
        page.open("p").element("code", range);
        page.text(label.isEmpty() ? "" : " · " + label).close().line();
    }
}
