// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.model.Environment;
import dev.flagctl.model.Project;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.Task;
import dev.flagctl.plan.TaskKind;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Carries out the tasks of a plan.
 *
 * <p>What needs no hook goes first, so that nothing safe waits for something slow; then the hooks, then what waited for them, and last the notices.
 * Environments run beside each other; a failure stops only what depends on it.
 */
final class Runner {

    private final Project project;
    private final OpenPorts ports;
    private final Specs specs;
    private final Journal journal;
    private final Executor executor;
    private final Consumer<RunEvent> events;
    private final Cancellation cancellation;

    Runner(
            Project project,
            OpenPorts ports,
            Specs specs,
            Journal journal,
            Executor executor,
            Consumer<RunEvent> events,
            Cancellation cancellation) {
        this.project = project;
        this.ports = ports;
        this.specs = specs;
        this.journal = journal;
        this.executor = executor;
        this.events = events;
        this.cancellation = cancellation;
    }

    /** Runs the plan to its end, or to the end of what is running when it is cancelled. */
    RunResult run(Plan plan) {
        Progress progress = new Progress(plan, events, ports.host().clock());
        List<Change> plain = new ArrayList<>();
        List<Change> hooked = new ArrayList<>();
        for (Change change : plan.due()) {
            (hasHook(change) ? hooked : plain).add(change);
        }
        change(plain, progress);
        List<Change> passed = new HookRuns(ports, journal, executor, progress, cancellation).run(hooked);
        change(passed, progress);
        new NoticeRuns(ports, journal, executor, progress, cancellation).run(plan.due());
        RunResult result = progress.result(cancellation.isRequested());
        journal.append(List.of(journal.facts(
                EntryKind.RUN_ENDED,
                Map.of(
                        "done", result.done(),
                        "failed", result.failed(),
                        "skipped", result.skipped(),
                        "interrupted", result.interrupted()))));
        return result;
    }

    private static boolean hasHook(Change change) {
        return !change.tasks().isEmpty() && change.tasks().get(0).kind() == TaskKind.RUN_HOOK;
    }

    /** Records what changes no flag, and writes the rest, each environment as one batch. */
    private void change(List<Change> changes, Progress progress) {
        if (changes.isEmpty()) {
            return;
        }
        if (cancellation.isRequested()) {
            changes.forEach(change -> progress.skip(change, "the run was stopped"));
            return;
        }
        List<Change> records = new ArrayList<>();
        Map<String, List<Change>> writes = new LinkedHashMap<>();
        for (Change change : changes) {
            if (main(change).kind() == TaskKind.RECORD) {
                records.add(change);
            } else {
                writes.computeIfAbsent(change.key().environment(), e -> new ArrayList<>())
                        .add(change);
            }
        }
        record(records, progress);
        List<CompletableFuture<Void>> running = new ArrayList<>();
        writes.forEach((name, batch) -> running.add(CompletableFuture.runAsync(
                () -> new FlagWrites(project, ports, specs, journal, progress).write(environment(name), batch),
                executor)));
        Futures.joinAll(running);
    }

    private void record(List<Change> changes, Progress progress) {
        List<EntryDraft> drafts = new ArrayList<>();
        for (Change change : changes) {
            Task task = main(change);
            FlagWrites.addSpec(drafts, journal, specs, change);
            drafts.add(journal.done(task, journal.taskId(task), change, change.recorded(), ""));
            notices(change).forEach(notice -> drafts.add(journal.started(notice, List.of())));
        }
        journal.append(drafts);
        changes.forEach(change -> progress.done(main(change), change));
    }

    /** Returns the one task of a change that writes its flag or its record. */
    static Task main(Change change) {
        for (Task task : change.tasks()) {
            if (task.kind() == TaskKind.WRITE_FLAG
                    || task.kind() == TaskKind.ARCHIVE_FLAG
                    || task.kind() == TaskKind.RECORD) {
                return task;
            }
        }
        throw new IllegalStateException(change.key() + " is due and changes nothing");
    }

    static List<Task.SendNotice> notices(Change change) {
        List<Task.SendNotice> notices = new ArrayList<>();
        for (Task task : change.tasks()) {
            if (task instanceof Task.SendNotice notice) {
                notices.add(notice);
            }
        }
        return notices;
    }

    private Environment environment(String name) {
        Environment environment = project.environments().get(name);
        if (environment == null) {
            throw new IllegalStateException("no environment is named " + name);
        }
        return environment;
    }
}
