// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.DecisionKind;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.Reason;
import dev.flagctl.plan.Task;
import dev.flagctl.plan.TaskKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Counts what a run did and tells it as events; safe for several threads. */
final class Progress {

    private final Plan plan;
    private final Consumer<RunEvent> events;
    private final Clock clock;
    private final int total;
    private final Map<String, Instant> started = new HashMap<>();
    private final Set<String> closed = new HashSet<>();
    private int done;
    private int failed;
    private int skipped;
    private int live;
    private int rolledBack;

    Progress(Plan plan, Consumer<RunEvent> events, Clock clock) {
        this.plan = plan;
        this.events = events;
        this.clock = clock;
        int tasks = 0;
        for (Change change : plan.changes()) {
            tasks += change.tasks().size();
        }
        this.total = tasks;
    }

    synchronized void start(Task task) {
        started.put(task.id(), clock.instant());
        events.accept(new RunEvent.TaskStarted(clock.instant(), task));
    }

    synchronized void done(Task task, Change change) {
        Instant now = clock.instant();
        closed.add(task.id());
        done++;
        if (task.kind() != TaskKind.SEND_NOTICE && task.kind() != TaskKind.RUN_HOOK) {
            live += task.kind() == TaskKind.RECORD ? 0 : 1;
            rolledBack += isRollback(change) ? 1 : 0;
        }
        Duration took = Duration.between(started.getOrDefault(task.id(), now), now);
        events.accept(new RunEvent.TaskDone(now, task, change, took, done, total));
    }

    synchronized void fail(Task task, Change change, String why) {
        closed.add(task.id());
        failed++;
        events.accept(new RunEvent.TaskFailed(clock.instant(), task, change, why));
    }

    /** Says that what is left of a change is not tried. */
    synchronized void skip(Change change, String why) {
        change.tasks().forEach(task -> skip(task, change, why));
    }

    /** Says that one task of a change was not tried. */
    synchronized void skip(Task task, Change change, String why) {
        if (closed.add(task.id())) {
            skipped++;
            events.accept(new RunEvent.TaskSkipped(clock.instant(), task, change, why));
        }
    }

    /** Says that a change waits for somebody at the other side: nothing failed, and a later run goes on with it. */
    synchronized void hold(Change change, String why) {
        for (Task task : change.tasks()) {
            if (closed.add(task.id())) {
                events.accept(new RunEvent.TaskSkipped(clock.instant(), task, change, why));
            }
        }
    }

    synchronized void clients(FeatureKey key, String adapter, Duration took, String missing) {
        events.accept(new RunEvent.Clients(clock.instant(), key, adapter, took, missing));
    }

    synchronized boolean isOpen(Task task) {
        return !closed.contains(task.id());
    }

    synchronized RunResult result(boolean interrupted) {
        return new RunResult(plan, done, failed, skipped, live, rolledBack, interrupted);
    }

    private static boolean isRollback(Change change) {
        return change.decision().kind() == DecisionKind.ROLL_BACK
                && change.decision().reason() != Reason.ASKED_BY_PERSON
                && change.decision().reason() != Reason.KILLED_BY_PERSON;
    }
}
