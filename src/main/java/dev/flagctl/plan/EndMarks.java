// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Capabilities;
import dev.flagctl.model.EndMark;
import dev.flagctl.model.Recorded;
import dev.flagctl.strategy.Trajectories;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of the mark by which a flag service shows that a flag is at its end.
 *
 * <p>It follows what is recorded: a feature on its way out is marked, and marked again when somebody took the mark away. It goes only where flagctl set it,
 * that is where the feature was on its way out before: a mark that people set stays.
 */
final class EndMarks {

    private EndMarks() {}

    /**
     * Returns what becomes of the mark when {@code after} is recorded; {@link EndMark#LEFT} where nothing would change.
     *
     * @param before what is recorded now, or null before the first apply
     */
    static EndMark of(Situation s, @Nullable Recorded before, @Nullable Recorded after, @Nullable Capabilities can) {
        if (can == null || !can.marksEnding() || after == null) {
            return EndMark.LEFT;
        }
        boolean ends = Trajectories.isOnWayOut(after.position());
        boolean ended = before != null && Trajectories.isOnWayOut(before.position());
        EndMark mark = ends ? EndMark.SET : ended ? EndMark.CLEARED : EndMark.LEFT;
        return mark.changes(s.found().ending()) ? mark : EndMark.LEFT;
    }
}
