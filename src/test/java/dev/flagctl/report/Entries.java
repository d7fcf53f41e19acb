// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import dev.flagctl.guardrail.Judgement;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.plan.ApprovalRecord;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.FieldDiff;
import dev.flagctl.plan.codec.ApprovalJson;
import dev.flagctl.plan.codec.DecisionBody;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryEvidence;
import dev.flagctl.port.EntryHash;
import dev.flagctl.port.EntryKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Entries as the journal of a run writes them. */
public final class Entries {

    private static final FeatureKey CHECKOUT = new FeatureKey("checkout-redesign", "production");

    private final List<Entry> entries = new ArrayList<>();
    private final EntryHash hash = new EntryHash();

    private Entries() {}

    /** Returns the entries of one round: approved, begun, advanced, told, failed, ended. */
    public static List<Entry> ofOneRound() {
        Change change = Shop.plan().changes().get(0);
        Entries made = new Entries();
        ApprovalRecord word =
                new ApprovalRecord(CHECKOUT, "1.2.0", "50%", "payments-leads", "dana", true, "looks good", Shop.NOW);
        made.add(0, "dana", EntryKind.APPROVED, CHECKOUT, null, ApprovalJson.write(word));
        made.add(
                60,
                "ci",
                EntryKind.RUN_STARTED,
                null,
                null,
                DecisionBody.facts(Map.of("plan", "9f3c41d2", "changes", 1)));
        String task = "7714/" + change.tasks().get(0).id();
        made.add(60, "ci", EntryKind.TASK_STARTED, CHECKOUT, task, "{}");
        String done = DecisionBody.write(
                change.version(),
                change.decision(),
                FieldDiff.of(change.before(), change.after()),
                "9f3c41d2",
                "etag 7");
        Judgement judgement = Objects.requireNonNull(change.judgement());
        EntryEvidence evidence = EntryEvidence.of(DecisionBody.evidence(judgement));
        made.add(61, "ci", EntryKind.TASK_DONE, CHECKOUT, task, done, evidence);
        made.add(
                61,
                "ci",
                EntryKind.TASK_FAILED,
                CHECKOUT,
                "7714/notice",
                DecisionBody.facts(Map.of("why", "chat said 503")));
        made.add(
                62,
                "ci",
                EntryKind.RUN_ENDED,
                null,
                null,
                DecisionBody.facts(Map.of("done", 1, "failed", 1, "skipped", 0)));
        return made.entries;
    }

    private void add(
            int seconds, String actor, EntryKind kind, @Nullable FeatureKey key, @Nullable String task, String body) {
        add(seconds, actor, kind, key, task, body, null);
    }

    private void add(
            int seconds,
            String actor,
            EntryKind kind,
            @Nullable FeatureKey key,
            @Nullable String task,
            String body,
            @Nullable EntryEvidence evidence) {
        Instant time = Shop.NOW.minusSeconds(86_400).plusSeconds(seconds);
        EntryDraft draft = new EntryDraft(time, "7714", actor, kind, key, task, body, null, evidence);
        String previous = entries.isEmpty()
                ? EntryHash.GENESIS
                : entries.get(entries.size() - 1).hash();
        long serial = 209L + entries.size();
        entries.add(new Entry(serial, draft, previous, hash.of(previous, serial, draft)));
    }
}
