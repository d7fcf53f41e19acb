// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.history;

import dev.flagctl.plan.codec.Replay;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Numbers;
import dev.flagctl.report.Page;

/** Says whether recorded counts give the recorded verdicts again. */
public final class ReplayText {

    private ReplayText() {}

    /**
     * Writes it below the evidence of an entry.
     *
     * @param serial of the entry
     */
    public static void write(Page page, long serial, Replay replay, int column) {
        if (replay.isSame()) {
            page.add("  replayed").to(column).wrapped(same(replay)).end();
            return;
        }
        page.add("  ")
                .add(Ink.RED, "NOT REPRODUCED")
                .to(column)
                .wrapped(notSame(serial))
                .end();
        for (String difference : replay.differences()) {
            page.to(column).wrapped(difference).end();
        }
    }

    /** Returns what a replay that came out the same shows, in words. */
    static String same(Replay replay) {
        String values = Numbers.many(replay.compared(), "value");
        return replay.isWhole()
                ? "judged again from its counts: the same bits in " + values
                : "its counts have their digests (" + values
                        + "); it was recorded before flagctl kept rules beside counts, so its verdict cannot be judged again";
    }

    static String notSame(long serial) {
        return "entry " + serial
                + ": its counts do not give its verdict. It was altered, or another version of flagctl judged it: flagctl history verify";
    }
}
