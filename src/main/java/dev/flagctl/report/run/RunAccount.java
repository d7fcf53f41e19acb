// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.Task;
import dev.flagctl.plan.TaskKind;
import dev.flagctl.report.plan.Motion;
import dev.flagctl.run.RunEvent;
import dev.flagctl.run.RunResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds up what happened in all rounds of a run. */
final class RunAccount {

    /** A task that did not come to its end, and why. */
    record Trouble(Task task, Change change, String why) {}

    private final List<Change> live = new ArrayList<>();
    private final List<Trouble> failed = new ArrayList<>();
    private final List<Trouble> skipped = new ArrayList<>();
    private final List<RunStep> steps = new ArrayList<>();
    private int done;
    private int rounds;
    private int rolledBack;
    private boolean interrupted;
    private @Nullable Plan plan;

    void add(RunEvent event) {
        switch (event.kind()) {
            case PLANNED -> plan = ((RunEvent.Planned) event).plan();
            case TASK_DONE -> {
                RunEvent.TaskDone task = (RunEvent.TaskDone) event;
                done++;
                steps.add(new RunStep(task.task(), task.change(), RunStep.Outcome.DONE, task.took(), ""));
                if (changesSomething(task.task())) {
                    live.add(task.change());
                }
            }
            case TASK_FAILED -> {
                RunEvent.TaskFailed task = (RunEvent.TaskFailed) event;
                failed.add(new Trouble(task.task(), task.change(), task.why()));
                steps.add(new RunStep(task.task(), task.change(), RunStep.Outcome.FAILED, Duration.ZERO, task.why()));
            }
            case TASK_SKIPPED -> {
                RunEvent.TaskSkipped task = (RunEvent.TaskSkipped) event;
                skipped.add(new Trouble(task.task(), task.change(), task.why()));
                steps.add(new RunStep(task.task(), task.change(), RunStep.Outcome.SKIPPED, Duration.ZERO, task.why()));
            }
            case ENDED -> {
                rounds++;
                RunResult result = ((RunEvent.Ended) event).result();
                interrupted = result.interrupted();
                rolledBack += result.rolledBack();
            }
            case SETTLED, MEASURED, STARTED, TASK_STARTED, CLIENTS, WAITING -> {
                // Nothing to add up.
            }
        }
    }

    /** Tells whether a task changes what is served or recorded, and does not only ask or tell. */
    static boolean changesSomething(Task task) {
        return task.kind() != TaskKind.SEND_NOTICE && task.kind() != TaskKind.RUN_HOOK;
    }

    /** Returns the changes that took effect, in order. */
    List<Change> live() {
        return live;
    }

    List<Trouble> failed() {
        return failed;
    }

    List<Trouble> skipped() {
        return skipped;
    }

    /** Returns what came of each task, in the order in which they ended. */
    List<RunStep> steps() {
        return steps;
    }

    /** Returns the same, what failed first, then what was not tried. */
    List<RunStep> worstFirst() {
        List<RunStep> sorted = new ArrayList<>(steps);
        sorted.sort(Comparator.comparingInt(step -> switch (step.outcome()) {
            case FAILED -> 0;
            case SKIPPED -> 1;
            case DONE -> 2;
        }));
        return sorted;
    }

    int done() {
        return done;
    }

    /** Returns how many features guardrails rolled back. */
    int rolledBack() {
        return rolledBack;
    }

    /** Tells whether a round came to its end, so that there is something to account for. */
    boolean hasRun() {
        return rounds > 0;
    }

    boolean isInterrupted() {
        return interrupted;
    }

    /** Returns the newest plan, or null before there is one. */
    @Nullable
    Plan plan() {
        return plan;
    }

    /** Returns the features that wait in the newest plan. */
    List<Change> holds() {
        List<Change> holds = new ArrayList<>();
        if (plan != null) {
            for (Change change : plan.changes()) {
                if (Motion.of(change) == Motion.HOLD) {
                    holds.add(change);
                }
            }
        }
        return holds;
    }
}
