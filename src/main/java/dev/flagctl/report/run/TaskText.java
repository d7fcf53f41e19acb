// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.Task;
import dev.flagctl.report.plan.ChangeWords;
import dev.flagctl.report.plan.Motion;
import dev.flagctl.report.plan.Places;
import java.util.Locale;

/** Says what a task did, or should have done. */
final class TaskText {

    private TaskText() {}

    /** Returns what a change did once it is done: {@code 30% → 10%}, {@code created, off}, {@code paused at 25%}. */
    static String done(Change change) {
        String exposure = ChangeWords.exposure(change);
        return switch (Motion.of(change)) {
            case ADVANCE -> Places.way(change) + "  " + exposure;
            case ROLL_BACK -> "rolled back  " + exposure;
            case PAUSE -> "paused at " + ChangeWords.exposure(change.after());
            case ARCHIVE -> "archived";
            case CORRECT -> exposure + "  corrected";
            case PHASE_OUT -> exposure + "  phase-out " + Places.way(change);
            case CREATE, FINISH, UPDATE -> ChangeWords.what(change);
            case HOLD, UNCHANGED -> "recorded, stays at " + ChangeWords.exposure(change.after());
        };
    }

    /** Returns what a task is for: {@code notice "advanced" to chat}, {@code hook smoke of tests}, or what its change does. */
    static String purpose(Task task, Change change) {
        return switch (task.kind()) {
            case RUN_HOOK -> {
                Task.RunHook hook = (Task.RunHook) task;
                yield "hook " + hook.adapter() + " " + hook.action();
            }
            case SEND_NOTICE -> {
                Task.SendNotice notice = (Task.SendNotice) task;
                String kind =
                        notice.notice().kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
                yield "notice \"" + kind + "\" to " + notice.adapter();
            }
            case WRITE_FLAG, ARCHIVE_FLAG, RECORD -> ChangeWords.what(change);
        };
    }
}
