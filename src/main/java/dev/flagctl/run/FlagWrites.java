// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.EndMark;
import dev.flagctl.model.Environment;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Project;
import dev.flagctl.model.Recorded;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Task;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the flags of one environment: says so in the ledger first, and what became of it afterwards. */
final class FlagWrites {

    private final Project project;
    private final OpenPorts ports;
    private final Specs specs;
    private final Journal journal;
    private final Progress progress;

    FlagWrites(Project project, OpenPorts ports, Specs specs, Journal journal, Progress progress) {
        this.project = project;
        this.ports = ports;
        this.specs = specs;
        this.journal = journal;
        this.progress = progress;
    }

    void write(Environment environment, List<Change> changes) {
        List<EntryDraft> started = new ArrayList<>();
        List<FlagWrite> writes = new ArrayList<>();
        for (Change change : changes) {
            Task task = Runner.main(change);
            progress.start(task);
            // The spec stands before the call as well: whoever settles this task after a crash no longer has it.
            addSpec(started, journal, specs, change);
            started.add(journal.started(task, Runner.notices(change)));
            writes.add(write(task, journal.because(change.decision())));
        }
        journal.append(started);
        ClientWatch clients = ClientWatch.of(project, environment, ports, progress);
        clients.before(writes);
        List<WriteOutcome> outcomes = send(environment, writes);
        Map<FeatureKey, Recorded> recorded = clients.after(changes, outcomes);
        List<EntryDraft> ended = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            end(changes.get(i), outcomes.get(i), recorded.get(changes.get(i).key()), ended);
        }
        journal.append(ended);
        for (int i = 0; i < changes.size(); i++) {
            tell(changes.get(i), outcomes.get(i));
        }
    }

    /** A flag service that fails as a whole fails every write; unless nothing was reached, some may have had their effect all the same. */
    private List<WriteOutcome> send(Environment environment, List<FlagWrite> writes) {
        try {
            return ports.flagService(environment.flags()).write(Observer.scopeOf(project, environment), writes);
        } catch (AdapterException e) {
            boolean nothingSent = e.failure() == AdapterException.Failure.UNREACHABLE;
            AdapterException failure = nothingSent ? e : unknown(e);
            List<WriteOutcome> outcomes = new ArrayList<>();
            writes.forEach(
                    write -> outcomes.add(WriteOutcome.failed(write.spec().key(), failure)));
            return outcomes;
        }
    }

    private static AdapterException unknown(AdapterException e) {
        String reason = e.getMessage() + "; what arrived is read back by the next run";
        return new AdapterException(AdapterException.Failure.UNKNOWN_OUTCOME, "write flags", e.target(), reason, e);
    }

    /** Tells whether the write may have had its effect: its entry stays open, and the next run settles it by reading back. */
    private static boolean leavesOpen(AdapterException failure) {
        return switch (failure.failure()) {
            case UNKNOWN_OUTCOME, GARBLED -> true;
            case UNREACHABLE, FORBIDDEN, REFUSED, TRANSIENT, AWAITING -> false;
        };
    }

    private void end(Change change, WriteOutcome outcome, @Nullable Recorded recorded, List<EntryDraft> drafts) {
        Task task = Runner.main(change);
        AdapterException failure = outcome.failure();
        if (failure == null) {
            drafts.add(journal.done(task, journal.taskId(task), change, recorded, outcome.receipt()));
            Runner.notices(change).forEach(notice -> drafts.add(journal.started(notice, List.of())));
        } else if (!leavesOpen(failure)) {
            drafts.add(journal.failed(change.key(), journal.taskId(task), failure.sentence()));
        }
    }

    private void tell(Change change, WriteOutcome outcome) {
        Task task = Runner.main(change);
        AdapterException failure = outcome.failure();
        if (failure == null) {
            progress.done(task, change);
        } else if (failure.failure() == AdapterException.Failure.AWAITING) {
            progress.hold(change, failure.sentence());
        } else {
            progress.fail(task, change, failure.sentence());
            progress.skip(change, "depends on the failed task");
        }
    }

    /** Keeps the full spec of a version beside the first thing that is done for it. */
    static void addSpec(List<EntryDraft> drafts, Journal journal, Specs specs, Change change) {
        Recorded before = change.recordedBefore();
        Recorded after = change.recorded();
        boolean isNew = after != null && (before == null || !before.specDigest().equals(after.specDigest()));
        if (isNew) {
            drafts.add(journal.spec(change.key(), specs.canonical(change.key().feature())));
        }
    }

    private static FlagWrite write(Task task, String because) {
        if (task instanceof Task.WriteFlag write) {
            return new FlagWrite(write.spec(), write.before(), write.wanted(), write.mark(), because);
        }
        Task.ArchiveFlag archive = (Task.ArchiveFlag) task;
        return new FlagWrite(archive.spec(), archive.before(), null, EndMark.LEFT, because);
    }
}
