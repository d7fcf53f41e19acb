// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.ManifestException;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.EndMark;
import dev.flagctl.model.Environment;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Project;
import dev.flagctl.model.Recorded;
import dev.flagctl.plan.Decision;
import dev.flagctl.plan.Task;
import dev.flagctl.plan.codec.TaskJson;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.Ledger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Settles what earlier runs began and did not end, by reading back: what had its effect is recorded as done, what had none is free to be planned
 * again, and a notice goes out again under its old key.
 */
final class Settler {

    private final Project project;
    private final OpenPorts ports;
    private final Journal journal;
    private final Consumer<RunEvent> events;

    Settler(Project project, OpenPorts ports, Journal journal, Consumer<RunEvent> events) {
        this.project = project;
        this.ports = ports;
        this.journal = journal;
        this.events = events;
    }

    /** Settles every open entry that the lease covers: those of others belong to runs that go on beside this one. Returns how many notices still could not be delivered. */
    int settle(Ledger ledger) {
        List<Open> open = open(ledger);
        Map<FeatureKey, ObservedFlag> flags = flags(open);
        List<EntryDraft> drafts = new ArrayList<>();
        for (Open each : open) {
            settle(each, flags, drafts);
        }
        journal.append(drafts);
        int undelivered = 0;
        for (Open each : open(ledger)) {
            if (each.started().task() instanceof Task.SendNotice notice) {
                undelivered += deliver(each, notice) ? 0 : 1;
            }
        }
        return undelivered;
    }

    /** One open entry. */
    private record Open(FeatureKey key, String id, TaskJson.Started started) {}

    private List<Open> open(Ledger ledger) {
        List<Open> open = new ArrayList<>();
        for (Entry entry : ledger.openTasks()) {
            FeatureKey key = entry.draft().key();
            String id = entry.draft().task();
            if (key == null || id == null) {
                throw new IllegalStateException("entry " + entry.serial() + " starts a task without naming it");
            }
            if (journal.covers(key)) {
                open.add(new Open(key, id, TaskJson.read(entry.draft().body(), key)));
            }
        }
        return open;
    }

    /** Reads every flag that an open task was about, each environment once. */
    private Map<FeatureKey, ObservedFlag> flags(List<Open> open) {
        Map<String, Map<FeatureKey, FlagSpec>> wanted = new TreeMap<>();
        for (Open each : open) {
            FlagSpec spec = specOf(each.started().task());
            if (spec != null) {
                wanted.computeIfAbsent(each.key().environment(), e -> new TreeMap<>())
                        .put(each.key(), spec);
            }
        }
        Map<FeatureKey, ObservedFlag> flags = new HashMap<>();
        wanted.forEach((name, specs) -> {
            Environment environment = project.environments().get(name);
            if (environment == null) {
                throw new RefusedException(
                        "the ledger has an open task in environment " + name + ", which no manifest defines",
                        "define the environment again, or run from the folder it belongs to");
            }
            Map<String, ObservedFlag> read =
                    ports.flagService(environment.flags()).read(Observer.scopeOf(project, environment), specs.values());
            specs.forEach(
                    (key, spec) -> flags.put(key, read.getOrDefault(spec.key(), ObservedFlag.absent(spec.key()))));
        });
        return flags;
    }

    private static @Nullable FlagSpec specOf(Task task) {
        if (task instanceof Task.WriteFlag write) {
            return write.spec();
        }
        return task instanceof Task.ArchiveFlag archive ? archive.spec() : null;
    }

    private void settle(Open open, Map<FeatureKey, ObservedFlag> flags, List<EntryDraft> drafts) {
        Task task = open.started().task();
        switch (task.kind()) {
            case WRITE_FLAG -> {
                Task.WriteFlag write = (Task.WriteFlag) task;
                settleFlag(
                        open,
                        flags,
                        write.before(),
                        write.wanted(),
                        write.mark(),
                        write.recorded(),
                        write.decision(),
                        drafts);
            }
            case ARCHIVE_FLAG -> {
                Task.ArchiveFlag archive = (Task.ArchiveFlag) task;
                settleFlag(
                        open,
                        flags,
                        archive.before(),
                        null,
                        EndMark.LEFT,
                        archive.recorded(),
                        archive.decision(),
                        drafts);
            }
            case RUN_HOOK -> close(open, "its end was not seen; it runs again under the same key", drafts);
            case RECORD -> close(open, "it was not recorded; it is planned again", drafts);
            case SEND_NOTICE -> {
                // Notices go out after all flags are settled, because settling a flag may add some.
            }
        }
    }

    private void settleFlag(
            Open open,
            Map<FeatureKey, ObservedFlag> flags,
            @Nullable FlagState before,
            @Nullable FlagState wanted,
            EndMark mark,
            Recorded recorded,
            Decision decision,
            List<EntryDraft> drafts) {
        ObservedFlag flag =
                flags.getOrDefault(open.key(), ObservedFlag.absent(open.key().feature()));
        boolean absent = flag.presence() != ObservedFlag.Presence.PRESENT;
        FlagState state = flag.state();
        // Where the mark was all that was to be done, the flag serves what is wanted before it as well.
        boolean onlyMark = wanted != null && wanted.equals(before) && mark.changes(flag.ending());
        if (!onlyMark && (wanted == null ? absent : wanted.equals(state))) {
            String version = recorded.position().version();
            drafts.add(journal.settled(open.key(), open.id(), version, decision, recorded));
            open.started().notices().forEach(notice -> drafts.add(journal.started(notice, List.of())));
            say(open, "had arrived: recorded as done");
        } else if (before == null ? absent : before.equals(state)) {
            close(open, "had not been sent: planned again", drafts);
        } else {
            close(open, "the flag serves neither what it did nor what was wanted: treated as changed outside", drafts);
        }
    }

    private void close(Open open, String outcome, List<EntryDraft> drafts) {
        drafts.add(journal.failed(open.key(), open.id(), outcome));
        say(open, outcome);
    }

    private boolean deliver(Open open, Task.SendNotice notice) {
        if (journal.noticeOrder().waits(open.key(), notice.adapter())) {
            say(open, "notice waits behind an earlier one to " + notice.adapter());
            return false;
        }
        try {
            ports.notifier(notice.adapter()).deliver(notice.notice());
        } catch (AdapterException e) {
            journal.noticeOrder().failed(open.key(), notice.adapter(), e);
            say(open, "notice not delivered, it stays open: " + e.sentence());
            return false;
        } catch (ManifestException | RefusedException e) {
            // An adapter that the manifests no longer name, or whose secret is not set, must not keep every later run
            // from its work.
            journal.noticeOrder().notTried(open.key(), notice.adapter());
            say(open, "notice not delivered, it stays open: " + e.getMessage());
            return false;
        }
        journal.append(List.of(journal.delivered(notice, open.id())));
        say(open, "notice delivered");
        return true;
    }

    private void say(Open open, String outcome) {
        events.accept(new RunEvent.Settled(ports.host().clock().instant(), open.key(), open.id(), outcome));
    }
}
