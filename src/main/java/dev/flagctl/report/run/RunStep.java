// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.Task;
import java.time.Duration;

/**
 * What came of one task.
 *
 * @param task the task
 * @param change what it belongs to
 * @param outcome how it ended
 * @param took how long it took; zero when it did not come to its end
 * @param why why it did not; empty when it did
 */
record RunStep(Task task, Change change, Outcome outcome, Duration took, String why) {

    /** How a task ended. */
    enum Outcome {
        DONE("done"),
        FAILED("failed"),
        SKIPPED("not tried");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** Returns what it did, or should have done. */
    String what() {
        boolean isMain = RunAccount.changesSomething(task) && outcome == Outcome.DONE;
        return isMain ? TaskText.done(change) : TaskText.purpose(task, change);
    }
}
