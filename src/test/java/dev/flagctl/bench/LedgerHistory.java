// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.bench;

import dev.flagctl.model.DataState;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.plan.ApprovalRecord;
import dev.flagctl.plan.OutageRecord;
import dev.flagctl.plan.codec.ApprovalJson;
import dev.flagctl.plan.codec.CountsText;
import dev.flagctl.plan.codec.DecisionBody;
import dev.flagctl.plan.codec.OutageJson;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Lease;
import dev.flagctl.port.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Writes years of history in front of what a real first apply recorded. Each feature lived through version after version by stages, with evidence of two
 * hours of minutes at every decision, an approval for each version, some dissent, and sources that were gone for a while: kinds, bodies and sizes are
 * those that runs write. The end, and so what is recorded of each feature, is that of the real apply.
 */
final class LedgerHistory {

    private static final int CHUNK = 1000;
    private static final int STAGES = 5;

    private final List<Entry> end;
    private final Random random = new Random(42);
    private final List<EntryDraft> drafts = new ArrayList<>();
    private final Map<FeatureKey, EntryDraft> specs = new java.util.TreeMap<>();
    private final Map<FeatureKey, String> states = new java.util.TreeMap<>();
    private int run;

    /** Takes what a real apply recorded. */
    LedgerHistory(Ledger real) {
        end = real.entries(EntryFilter.all());
        for (Entry entry : end) {
            FeatureKey key = entry.draft().key();
            if (key != null && entry.draft().kind() == EntryKind.SPEC) {
                specs.put(key, entry.draft());
            }
            if (key != null && entry.draft().state() != null) {
                states.put(key, entry.draft().state());
            }
        }
    }

    /** Fills an empty ledger with so many entries, the real ones last. */
    void write(Ledger target, int entries) {
        Lease.Holder holder = new Lease.Holder("bench", "bench", "", "", "", "");
        Lease lease = target.acquire("bench", holder, Duration.ofHours(2));
        int history = Math.max(0, entries - end.size());
        List<FeatureKey> keys = List.copyOf(specs.keySet());
        Instant begin = end.get(0).draft().time().minus(Duration.ofDays(1000));
        int written = 0;
        for (int turn = 0; written < history; turn++) {
            FeatureKey key = keys.get(turn % keys.size());
            int version = turn / keys.size() / STAGES;
            Instant time = begin.plusSeconds((long) (written * 999.0 * 86_400 / history));
            step(key, "0." + version + ".0", turn / keys.size() % STAGES, time);
            List<EntryDraft> taken = drafts.subList(0, Math.min(drafts.size(), history - written));
            if (taken.size() >= CHUNK || written + taken.size() == history) {
                target.append(lease, List.copyOf(taken));
                written += taken.size();
                drafts.clear();
            }
        }
        target.append(lease, end.stream().map(Entry::draft).toList());
        target.release(lease);
    }

    private void step(FeatureKey key, String version, int stage, Instant time) {
        run++;
        String task = "history-" + run + "/1/" + key + "/write";
        add(time, "ci", EntryKind.RUN_STARTED, null, null, DecisionBody.facts(Map.of("changes", 1, "plan", digest())));
        if (stage == 0) {
            EntryDraft spec = specs.get(key);
            String body = spec.body().replaceFirst("\"version\":\"[^\"]*\"", "\"version\":\"" + version + "\"");
            add(time, "ci", EntryKind.SPEC, key, null, body);
        }
        if (stage == 1) {
            add(time, "kim", EntryKind.APPROVED, key, version, word(key, version, stage, true, time));
        }
        if (stage == 1 && run % 7 == 0) {
            add(time, "lee", EntryKind.REJECTED, key, version, word(key, version, stage, false, time));
        }
        if (run % 11 == 0) {
            OutageRecord gone = new OutageRecord("checkout-errors", DataState.ERROR, time, "connection refused");
            add(time, "ci", EntryKind.DATA, key, null, OutageJson.write(gone));
            OutageRecord back = new OutageRecord("checkout-errors", DataState.OK, null, "");
            add(time.plusSeconds(900), "ci", EntryKind.DATA, key, null, OutageJson.write(back));
        }
        add(time, "ci", EntryKind.TASK_STARTED, key, task, DecisionBody.facts(Map.of("task", "WRITE_FLAG")));
        String decision = "{\"decision\":{\"because\":\"stage " + stage + " baked 2h of 2h, no guardrail fails\","
                + "\"kind\":\"ADVANCE\",\"reason\":\"BAKED\",\"stage\":" + stage + "},\"evidence\":" + evidence(time)
                + ",\"plan\":\"" + digest() + "\",\"version\":\"" + version + "\"}";
        drafts.add(draft(time, "ci", EntryKind.TASK_DONE, key, task, decision, states.get(key)));
        add(time, "ci", EntryKind.RUN_ENDED, null, null, DecisionBody.facts(Map.of("done", 1, "failed", 0)));
    }

    private String evidence(Instant time) {
        StringBuilder counts = new StringBuilder(2000)
                .append(time.minusSeconds(7200))
                .append('/')
                .append(time);
        long[] sums = new long[4];
        for (int minute = 0; minute < 120; minute++) {
            int[] arms = {500 + random.nextInt(400), random.nextInt(9), 40 + random.nextInt(40), random.nextInt(3)};
            counts.append(' ').append(minute * 60).append(':');
            counts.append(arms[0]).append('/').append(arms[1]).append('/').append(arms[2]);
            counts.append('/').append(arms[3]);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += arms[i];
            }
        }
        // As a ledger has it from before rules were kept beside counts: explain can check the sums and the digest.
        return "{\"guardrails\":[{\"buckets\":120,\"control\":" + arm(sums[0], sums[1]) + ",\"counts\":\"" + counts
                + "\",\"digest\":\"" + CountsText.digest(counts.toString()) + "\",\"from\":\""
                + time.minusSeconds(7200)
                + "\",\"metric\":\"checkout-errors\",\"query\":\"events\",\"role\":\"CRITICAL\",\"sentence\":"
                + "\"PASS 0.96% vs control 0.57%\",\"state\":\"OK\",\"to\":\"" + time + "\",\"treatment\":"
                + arm(sums[2], sums[3]) + ",\"verdict\":\"PASS\"}],\"verdict\":\"PASS\"}";
    }

    private static String arm(long units, long bad) {
        return "{\"bad\":" + bad + ",\"units\":" + units + "}";
    }

    private static String word(FeatureKey key, String version, int stage, boolean yes, Instant time) {
        return ApprovalJson.write(new ApprovalRecord(
                key, version, "stage-" + stage, "team-payments", "", yes, yes ? "looks well" : "not yet", time));
    }

    private String digest() {
        return String.format("%016x", random.nextLong());
    }

    private void add(
            Instant time, String actor, EntryKind kind, @Nullable FeatureKey key, @Nullable String task, String body) {
        drafts.add(draft(time, actor, kind, key, task, body, null));
    }

    private EntryDraft draft(
            Instant time,
            String actor,
            EntryKind kind,
            @Nullable FeatureKey key,
            @Nullable String task,
            String body,
            @Nullable String state) {
        return new EntryDraft(time, "history-" + run, actor, kind, key, task, body, state);
    }
}
