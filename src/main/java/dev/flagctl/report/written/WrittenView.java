// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.written;

import dev.flagctl.report.Looks;
import dev.flagctl.report.Page;
import dev.flagctl.report.Symbol;
import dev.flagctl.report.written.Written.Left;

/** Says in text what was written: a line each, then the counts and the next command. */
public final class WrittenView {

    private final Looks looks;

    public WrittenView(Looks looks) {
        this.looks = looks;
    }

    /** Returns the whole text, each line with its end. */
    public String render(Written written) {
        Page page = new Page(looks);
        for (String file : written.files()) {
            page.add(Symbol.CREATED).add(" ").line(file);
        }
        int column = column(page, written);
        for (Left left : written.kept()) {
            line(page, Symbol.HOLDS, left, column);
        }
        for (Left left : written.skipped()) {
            line(page, Symbol.NOT_TRIED, left, column);
        }
        if (page.column() > 0 || !page.toString().isEmpty()) {
            page.end();
        }
        page.add(written.files().size() + " written");
        page.add(" · " + written.kept().size() + " left alone");
        page.add(" · " + written.skipped().size() + " skipped").end();
        return page.add("Next  ").add(written.next()).end().toString();
    }

    private static int column(Page page, Written written) {
        int column = 0;
        for (Left left : written.kept()) {
            column = Math.max(column, page.width(left.name()));
        }
        for (Left left : written.skipped()) {
            column = Math.max(column, page.width(left.name()));
        }
        return 5 + column;
    }

    private static void line(Page page, Symbol symbol, Left left, int column) {
        page.add(symbol)
                .add(" ")
                .add(left.name())
                .to(column)
                .wrapped(left.why())
                .end();
    }
}
