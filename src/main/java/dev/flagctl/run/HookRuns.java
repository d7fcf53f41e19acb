// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.ManifestException;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Task;
import dev.flagctl.port.HookCall;
import dev.flagctl.port.HookResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Asks the hooks of changes, each change in its order, changes beside each other; a change goes on only when all its hooks pass. */
final class HookRuns {

    /** A hook without a deadline of its own. */
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    private final OpenPorts ports;
    private final Journal journal;
    private final Executor executor;
    private final Progress progress;
    private final Cancellation cancellation;

    HookRuns(OpenPorts ports, Journal journal, Executor executor, Progress progress, Cancellation cancellation) {
        this.ports = ports;
        this.journal = journal;
        this.executor = executor;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /** Returns the changes whose hooks all passed, in the order given. */
    List<Change> run(List<Change> changes) {
        Map<Change, Boolean> passed = new ConcurrentHashMap<>();
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (Change change : changes) {
            running.add(CompletableFuture.runAsync(() -> passed.put(change, passes(change)), executor));
        }
        Futures.joinAll(running);
        return changes.stream()
                .filter(change -> passed.getOrDefault(change, false))
                .toList();
    }

    private boolean passes(Change change) {
        for (Task task : change.tasks()) {
            if (task instanceof Task.RunHook hook) {
                String why = cancellation.isRequested() ? "the run was stopped" : ask(hook, change);
                if (!why.isEmpty()) {
                    progress.skip(change, why);
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns why the change may not go on, empty when the hook passed. */
    private String ask(Task.RunHook hook, Change change) {
        progress.start(hook);
        journal.append(List.of(journal.started(hook, List.of())));
        String why;
        try {
            HookResult result = ports.hook(hook.adapter())
                    .run(new HookCall(
                            hook.idempotencyKey(), hook.action(), hook.key(), hook.version(), hook.stage(), DEADLINE));
            why = result.passed()
                    ? ""
                    : "hook " + hook.adapter() + " " + hook.action() + " said no: " + result.output();
        } catch (AdapterException e) {
            why = e.sentence();
        } catch (ManifestException | RefusedException e) {
            why = String.valueOf(e.getMessage());
        }
        String id = journal.taskId(hook);
        if (why.isEmpty()) {
            journal.append(List.of(journal.passed(hook)));
            progress.done(hook, change);
        } else {
            journal.append(List.of(journal.failed(hook.key(), id, why)));
            progress.fail(hook, change, why);
        }
        return why;
    }
}
