// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.guardrail.Evidence;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.OutageRecord;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.codec.OutageJson;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in the ledger since when the data of a guardrail cannot be used, where the data itself does not tell.
 *
 * <p>Without it the deadline of a source that fails for ever would never fall due. An entry is written by the first apply that meets the failure and
 * by the first that does not any more, none in between. The ledger is read when somebody asks for the first time: most runs have nothing to ask. Of
 * the history only the features in question are read, and no further back than the oldest of their attempts.
 */
final class Outages {

    private final Ledger ledger;
    private final Map<FeatureKey, Instant> attempts;
    private @Nullable Map<FeatureKey, Map<String, Instant>> open;

    /** Names the features that may be asked about, and when their attempts began. */
    Outages(Ledger ledger, Map<FeatureKey, Instant> attempts) {
        this.ledger = ledger;
        this.attempts = Map.copyOf(attempts);
    }

    /** Makes the memory of the features that a plan judged. */
    static Outages of(Ledger ledger, Plan plan) {
        Map<FeatureKey, Instant> attempts = new HashMap<>();
        for (Change change : plan.changes()) {
            Recorded known = change.recordedBefore();
            if (change.judgement() != null && known != null) {
                attempts.put(change.key(), known.position().rolloutSince());
            }
        }
        return new Outages(ledger, attempts);
    }

    /**
     * Returns since when an unbroken row of runs found the data of a metric unusable, or null.
     *
     * @param attempt start of the evidence; what an earlier attempt met is over
     */
    @Nullable
    Instant since(FeatureKey key, String metric, Instant attempt) {
        Instant since = open().getOrDefault(key, Map.of()).get(metric);
        return since == null || since.isBefore(attempt) ? null : since;
    }

    /**
     * Returns the answer of a source, as an error when it knows nothing of an attempt that went on by what it knew: it lost its data or its place.
     * "Never any data since the attempt began" would be due at once.
     */
    BucketSeries withoutMemoryLoss(FeatureKey key, String metric, BucketSeries series, Position position) {
        if (series.state() != DataState.NO_DATA || !series.buckets().isEmpty()) {
            return series;
        }
        boolean advanced =
                position.kind() == PositionKind.MOVING && position.since().isAfter(position.rolloutSince());
        if (!advanced && since(key, metric, position.rolloutSince()) == null) {
            return series;
        }
        List<String> warnings = new ArrayList<>(List.of("the source has nothing since " + position.rolloutSince()
                + ", not even of the time before stage " + position.stageName()));
        warnings.addAll(series.warnings());
        return new BucketSeries(List.of(), series.watermark(), DataState.ERROR, series.query(), warnings);
    }

    /** Returns the entries to append: what is unusable since this plan was made, and what can be used again. */
    List<EntryDraft> news(Plan plan, Journal journal) {
        List<EntryDraft> news = new ArrayList<>();
        for (Change change : plan.changes()) {
            Recorded known = change.recordedBefore();
            if (change.judgement() != null && known != null) {
                for (Evidence evidence : change.judgement().evidence()) {
                    if (isNews(change.key(), evidence, known.position().rolloutSince())) {
                        news.add(journal.data(change.key(), outage(evidence, plan.now())));
                    }
                }
            }
        }
        return news;
    }

    /** Guardrails that only watch have no deadline, and their sources no entries. */
    private boolean isNews(FeatureKey key, Evidence evidence, Instant attempt) {
        String metric = evidence.metric();
        boolean isGone = !evidence.state().tellsSince();
        boolean wasGone = isGone
                ? since(key, metric, attempt) != null
                : open().getOrDefault(key, Map.of()).containsKey(metric);
        return evidence.role().canStop() && isGone != wasGone;
    }

    private static OutageRecord outage(Evidence evidence, Instant now) {
        boolean isGone = !evidence.state().tellsSince();
        String why = isGone ? String.join("; ", evidence.warnings()) : "";
        return new OutageRecord(evidence.metric(), evidence.state(), isGone ? now : null, why);
    }

    private Map<FeatureKey, Map<String, Instant>> open() {
        Map<FeatureKey, Map<String, Instant>> known = open;
        if (known == null) {
            known = new HashMap<>();
            for (Entry entry : entries()) {
                FeatureKey key = entry.draft().key();
                if (key != null) {
                    OutageRecord outage = OutageJson.read(entry.draft().body());
                    Map<String, Instant> metrics = known.computeIfAbsent(key, k -> new HashMap<>());
                    metrics.remove(outage.metric());
                    if (outage.since() != null) {
                        metrics.put(outage.metric(), outage.since());
                    }
                }
            }
            open = known;
        }
        return known;
    }

    private List<Entry> entries() {
        Set<String> features = new TreeSet<>();
        Instant oldest = Instant.MAX;
        for (Map.Entry<FeatureKey, Instant> attempt : attempts.entrySet()) {
            features.add(attempt.getKey().feature());
            oldest = attempt.getValue().isBefore(oldest) ? attempt.getValue() : oldest;
        }
        return LedgerReading.about(ledger, EntryFilter.of(EntryKind.DATA).notBefore(oldest), features);
    }
}
