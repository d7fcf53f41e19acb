// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.report.Looks;
import java.util.function.Consumer;

/** Chooses the view of a run. */
public final class RunViews {

    private RunViews() {}

    /**
     * Returns the view for a terminal: a line for each change, and a block below that is drawn anew.
     *
     * @param out takes pieces of text with their line ends
     */
    public static RunView terminal(Looks looks, Consumer<String> out) {
        return new TerminalRunView(looks, out);
    }

    /** Returns the view for a log: whole lines with their time, ASCII only, nothing drawn anew. */
    public static RunView plain(Looks looks, Consumer<String> out) {
        return new PlainRunView(new Looks(looks.colour(), true, looks.width()), out);
    }

    /** Returns the view for programs: one JSON object on each line. */
    public static RunView jsonLines(Consumer<String> out) {
        return new JsonRunView(out);
    }
}
