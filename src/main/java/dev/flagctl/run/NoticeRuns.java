// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.ManifestException;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Delivers the notices of what was done: adapters beside each other, each in order. A notice that is not delivered stays open for the next run. */
final class NoticeRuns {

    private final OpenPorts ports;
    private final Journal journal;
    private final Executor executor;
    private final Progress progress;
    private final Cancellation cancellation;

    NoticeRuns(OpenPorts ports, Journal journal, Executor executor, Progress progress, Cancellation cancellation) {
        this.ports = ports;
        this.journal = journal;
        this.executor = executor;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    private record Post(Task.SendNotice task, Change change) {}

    void run(List<Change> changes) {
        Map<String, List<Post>> byAdapter = new LinkedHashMap<>();
        for (Change change : changes) {
            for (Task.SendNotice notice : Runner.notices(change)) {
                if (progress.isOpen(notice)) {
                    byAdapter
                            .computeIfAbsent(notice.adapter(), a -> new ArrayList<>())
                            .add(new Post(notice, change));
                }
            }
        }
        List<CompletableFuture<Void>> running = new ArrayList<>();
        byAdapter.forEach((adapter, posts) ->
                running.add(CompletableFuture.runAsync(() -> posts.forEach(this::deliver), executor)));
        Futures.joinAll(running);
    }

    private void deliver(Post post) {
        if (cancellation.isRequested()) {
            progress.skip(post.change(), "the run was stopped; the notice goes out with the next one");
            return;
        }
        Task.SendNotice task = post.task();
        FeatureKey key = post.change().key();
        if (journal.noticeOrder().waits(key, task.adapter())) {
            progress.skip(
                    task, post.change(), "waits behind an earlier notice that " + task.adapter() + " did not get");
            return;
        }
        progress.start(task);
        try {
            ports.notifier(task.adapter()).deliver(task.notice());
        } catch (AdapterException e) {
            journal.noticeOrder().failed(key, task.adapter(), e);
            progress.fail(task, post.change(), e.sentence() + "; the notice stays open for the next run");
            return;
        } catch (ManifestException | RefusedException e) {
            journal.noticeOrder().notTried(key, task.adapter());
            progress.fail(task, post.change(), e.getMessage() + "; the notice stays open for the next run");
            return;
        }
        journal.append(List.of(journal.delivered(task, journal.taskId(task))));
        progress.done(task, post.change());
    }
}
