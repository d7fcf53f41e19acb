// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.diagnostics;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.SourceRange;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Page;
import dev.flagctl.report.TextWidth;

/** The line that a diagnostic is about, marked; an item of a list has no name, so the item before is shown with it. */
final class Snippet {

    /** A longer line is cut around the mark: manifests that machines wrote have lines of any length. */
    private static final int LONGEST = 92;

    private final LineSource lines;

    Snippet(LineSource lines) {
        this.lines = lines;
    }

    void write(Page page, Diagnostic diagnostic) {
        SourceRange range = diagnostic.range();
        String line = range.line() == 0
                ? null
                : lines.line(range.file(), range.line()).orElse(null);
        if (line == null) {
            if (!diagnostic.label().isEmpty()) {
                page.add("   | ").wrapped(diagnostic.label()).end();
            }
            return;
        }
        int gutter = Math.max(2, Integer.toString(range.line()).length());
        if (isItem(line) && range.line() > 1) {
            lines.line(range.file(), range.line() - 1)
                    .filter(before -> isItem(before) && before.length() <= LONGEST)
                    .ifPresent(before -> numbered(page, gutter, range.line() - 1, before));
        }
        int start = Math.min(Math.max(0, range.column() - 1), line.codePointCount(0, line.length()));
        int cut = line.length() <= LONGEST ? 0 : Math.max(0, start - LONGEST / 2);
        numbered(page, gutter, range.line(), part(line, cut, cut + LONGEST));
        int end = Math.min(range.endColumn() - 1, cut + LONGEST);
        marks(page, gutter, diagnostic, part(line, cut, start), part(line, start, end));
    }

    private static void numbered(Page page, int gutter, int number, String line) {
        String digits = Integer.toString(number);
        page.add(Ink.DIM, " ".repeat(gutter - digits.length()) + digits + " |")
                .add(" " + line)
                .end();
    }

    private static void marks(Page page, int gutter, Diagnostic diagnostic, String before, String marked) {
        page.add(Ink.DIM, " ".repeat(gutter + 1) + "|").add(" ".repeat(1 + TextWidth.of(before)));
        page.add(Ink.RED, "^".repeat(Math.max(1, TextWidth.of(marked))));
        int used = TextWidth.of(before) + TextWidth.of(marked) + TextWidth.of(diagnostic.label());
        if (used > LONGEST) {
            page.end().add(Ink.DIM, " ".repeat(gutter + 1) + "|");
        }
        page.add(" ").wrapped(diagnostic.label()).end();
    }

    /** Returns the part between two places, counted in characters as people see them, not in halves of surrogate pairs. */
    private static String part(String line, int from, int to) {
        int length = line.codePointCount(0, line.length());
        int first = Math.min(from, length);
        int last = Math.max(first, Math.min(to, length));
        return line.substring(line.offsetByCodePoints(0, first), line.offsetByCodePoints(0, last));
    }

    private static boolean isItem(String line) {
        return line.stripLeading().startsWith("- ");
    }
}
