// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.Redaction;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Recorded;
import dev.flagctl.plan.ApprovalRecord;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Decision;
import dev.flagctl.plan.FieldDiff;
import dev.flagctl.plan.OutageRecord;
import dev.flagctl.plan.Task;
import dev.flagctl.plan.codec.ApprovalJson;
import dev.flagctl.plan.codec.DecisionBody;
import dev.flagctl.plan.codec.OutageJson;
import dev.flagctl.plan.codec.RecordedJson;
import dev.flagctl.plan.codec.TaskJson;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryEvidence;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Lease;
import dev.flagctl.port.LeaseScope;
import dev.flagctl.port.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the entries of one run under its lease; safe for several threads. */
final class Journal {

    private final String project;
    private final Ledger ledger;
    private final RunIdentity identity;
    private final Clock clock;
    private final Redaction redaction;
    private final List<EntryDraft> waiting = new ArrayList<>();
    private final NoticeOrder noticeOrder = new NoticeOrder();
    private volatile String plan = "";
    private Lease lease;

    /** @param project name of the project that the lease is of */
    Journal(String project, Ledger ledger, Lease lease, RunIdentity identity, Clock clock, Redaction redaction) {
        this.project = project;
        this.ledger = ledger;
        this.lease = lease;
        this.identity = identity;
        this.clock = clock;
        this.redaction = redaction;
    }

    /** Returns which notices wait for those before them, in this run. */
    NoticeOrder noticeOrder() {
        return noticeOrder;
    }

    /** Tells whether the lease is of a key too: what it is not of, another run may write. */
    synchronized boolean covers(FeatureKey key) {
        return lease.covers(LeaseScope.of(project, key));
    }

    /** Puts an entry in front of the next append: nothing was done that it would have to stand before. */
    synchronized void appendWithNext(EntryDraft draft) {
        waiting.add(draft);
    }

    synchronized List<Entry> append(List<EntryDraft> drafts) {
        for (EntryDraft draft : drafts) {
            if (draft.key() != null && !covers(draft.key())) {
                throw new IllegalStateException(draft.key() + " is not covered by the lease of " + lease.scope());
            }
        }
        if (drafts.isEmpty()) {
            return List.of();
        }
        List<EntryDraft> all = new ArrayList<>(waiting);
        all.addAll(drafts);
        List<Entry> appended = ledger.append(lease, all);
        waiting.clear();
        return appended;
    }

    synchronized void renew(String progress, Duration length) {
        lease = ledger.renew(lease, progress, length);
    }

    synchronized void release() {
        ledger.release(lease);
    }

    /** Names the plan that what follows belongs to, by its digest; what an earlier run left open belongs to none. */
    void carriesOut(String digest) {
        plan = digest;
    }

    synchronized long token() {
        return lease.token();
    }

    /**
     * Returns the id under which the ledger knows a task: the same in its STARTED, DONE and FAILED entries, and in no other tick. Ticks of one run
     * share the run's id; the fencing token tells them apart, so that a task of a later tick never closes one that an earlier tick left open.
     */
    String taskId(Task task) {
        return identity.run() + "/" + token() + "/" + task.id();
    }

    /** Says who decided what and why, for the history that a flag service keeps: without what is a secret. */
    String because(Decision decision) {
        String who = "run " + identity.run() + " by " + identity.actor();
        return redaction.of(decision.because().isEmpty() ? who : decision.because() + "; " + who);
    }

    EntryDraft started(Task task, List<Task.SendNotice> notices) {
        return draft(EntryKind.TASK_STARTED, task.key(), taskId(task), TaskJson.write(task, notices), null);
    }

    EntryDraft done(Task task, String taskId, Change change, @Nullable Recorded recorded, String receipt) {
        String body = DecisionBody.write(
                change.version(), change.decision(), FieldDiff.of(change.before(), change.after()), plan, receipt);
        EntryKind kind = task.kind() == dev.flagctl.plan.TaskKind.RECORD ? EntryKind.DECISION : EntryKind.TASK_DONE;
        Judgement judgement = change.judgement();
        return draft(
                kind,
                task.key(),
                taskId,
                body,
                recorded == null ? null : RecordedJson.write(recorded),
                judgement == null ? null : DecisionBody.evidence(judgement));
    }

    /** Says that a task of an earlier run turned out to be done. */
    EntryDraft settled(FeatureKey key, String taskId, String version, Decision decision, Recorded recorded) {
        String body = DecisionBody.write(version, decision, List.of(), plan, "found done by a later run");
        return draft(EntryKind.TASK_DONE, key, taskId, body, RecordedJson.write(recorded));
    }

    /** Says that a notice was delivered; {@code taskId} is the one it was started under. */
    EntryDraft delivered(Task.SendNotice task, String taskId) {
        Map<String, String> facts = Map.of(
                "delivered", task.notice().idempotencyKey(),
                "notice", task.notice().kind().name(),
                "to", task.adapter());
        return draft(EntryKind.TASK_DONE, task.key(), taskId, DecisionBody.facts(facts), null);
    }

    EntryDraft passed(Task.RunHook hook) {
        Map<String, String> facts = Map.of("passed", hook.adapter() + " " + hook.action(), "stage", hook.stage());
        return draft(EntryKind.TASK_DONE, hook.key(), taskId(hook), DecisionBody.facts(facts), null);
    }

    EntryDraft failed(FeatureKey key, String taskId, String why) {
        return draft(EntryKind.TASK_FAILED, key, taskId, DecisionBody.facts(Map.of("why", why)), null);
    }

    EntryDraft spec(FeatureKey key, String canonical) {
        return draft(EntryKind.SPEC, key, null, canonical, null);
    }

    EntryDraft word(ApprovalRecord word) {
        EntryKind kind = word.granted() ? EntryKind.APPROVED : EntryKind.REJECTED;
        return draft(kind, word.key(), word.version(), ApprovalJson.write(word), null);
    }

    /** Says that the data of a guardrail cannot be used any more, or can again. */
    EntryDraft data(FeatureKey key, OutageRecord outage) {
        return draft(EntryKind.DATA, key, null, OutageJson.write(outage), null);
    }

    EntryDraft facts(EntryKind kind, Map<String, ?> facts) {
        return draft(kind, null, null, DecisionBody.facts(facts), null);
    }

    private EntryDraft draft(
            EntryKind kind, @Nullable FeatureKey key, @Nullable String task, String body, @Nullable String state) {
        return draft(kind, key, task, body, state, null);
    }

    private EntryDraft draft(
            EntryKind kind,
            @Nullable FeatureKey key,
            @Nullable String task,
            String body,
            @Nullable String state,
            @Nullable String evidence) {
        return new EntryDraft(
                clock.instant(),
                identity.run(),
                identity.actor(),
                kind,
                key,
                task,
                redaction.known(body),
                state == null ? null : redaction.known(state),
                evidence == null ? null : EntryEvidence.of(redaction.known(evidence)));
    }
}
