// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.analysis;

import dev.flagctl.report.Bar;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Page;
import dev.flagctl.report.Spans;
import java.time.Duration;
import java.util.function.Consumer;

/** Says on a terminal how many of some runs are done: one line, which the next one takes the place of and which is gone at the end. */
public final class RunsProgress {

    private static final String BEGIN_AND_ERASE = "\r\u001b[K";
    private static final int BAR = 20;

    private final Looks looks;
    private final int runs;
    private final Consumer<String> out;

    /** @param out a terminal */
    public RunsProgress(Looks looks, int runs, Consumer<String> out) {
        this.looks = looks;
        this.runs = runs;
        this.out = out;
    }

    /** Says how many are done, and how long the others will take at this rate. */
    public void done(int done, Duration since) {
        Duration left = since.multipliedBy(runs - done).dividedBy(Math.max(1, done));
        String line = new Page(looks)
                .add("▕" + Bar.of(done / (double) runs, BAR, ' ') + "▏ " + done + " of " + runs + " runs")
                .add(done == 0 || done == runs ? "" : ", " + Spans.left(left) + " left")
                .end()
                .toString()
                .stripTrailing();
        out.accept(BEGIN_AND_ERASE + line);
    }

    /** Takes the line away. */
    public void end() {
        out.accept(BEGIN_AND_ERASE);
    }
}
