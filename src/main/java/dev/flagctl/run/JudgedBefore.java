// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.guardrail.Reading;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.plan.codec.JudgedCounts;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryEvidence;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Has the counts stand that recorded decisions of the same attempt were made on: a sample that comes late is told, and never scored. A decision that
 * was made can be made again from what it was made on, and a source that forgets takes no evidence away.
 *
 * <p>Evidence that was pruned, cannot be read, or was recorded under another definition of the metric is not there: the source is taken at its word.
 * Keeps what it parsed, as most looks at a rollout find the same decision recorded.
 */
final class JudgedBefore {

    private final OpenPorts ports;
    private Map<Long, Map<String, JudgedCounts>> parsed = Map.of();

    JudgedBefore(OpenPorts ports) {
        this.ports = ports;
    }

    /**
     * Returns the readings of rollouts with what was judged of them before.
     *
     * @param attempts the rollouts, and when their attempts began
     */
    synchronized Map<FeatureKey, List<Reading>> keeping(
            Map<FeatureKey, List<Reading>> readings, Map<FeatureKey, Instant> attempts) {
        Map<Long, Map<String, JudgedCounts>> used = new HashMap<>();
        Map<FeatureKey, List<Long>> decisions = decisions(readings.keySet(), attempts);
        Map<FeatureKey, List<Reading>> kept = new HashMap<>(readings);
        decisions.forEach((key, serials) -> kept.computeIfPresent(key, (k, each) -> keeping(each, serials, used)));
        parsed = used;
        return kept;
    }

    private List<Reading> keeping(
            List<Reading> readings, List<Long> serials, Map<Long, Map<String, JudgedCounts>> used) {
        List<Reading> kept = new ArrayList<>(readings);
        Set<Integer> open = new TreeSet<>();
        for (int i = 0; i < kept.size(); i++) {
            open.add(i);
        }
        for (int at = serials.size() - 1; at >= 0 && !open.isEmpty(); at--) {
            Map<String, JudgedCounts> judged = used.computeIfAbsent(serials.get(at), this::judged);
            for (int i : List.copyOf(open)) {
                Reading reading = kept.get(i);
                JudgedCounts counts = judged.get(reading.guardrail().metric());
                if (counts != null) {
                    open.remove(i);
                    kept.set(
                            i,
                            counts.definition().equals(reading.definition())
                                    ? reading.keeping(counts.counts())
                                    : reading);
                }
            }
        }
        return kept;
    }

    /** Finds the entries with evidence, without reading it: most of them are not the newest. */
    private Map<FeatureKey, List<Long>> decisions(Collection<FeatureKey> keys, Map<FeatureKey, Instant> attempts) {
        Set<String> features = new TreeSet<>();
        Instant oldest = Instant.MAX;
        for (FeatureKey key : keys) {
            Instant attempt = attempts.get(key);
            if (attempt != null) {
                features.add(key.feature());
                oldest = attempt.isBefore(oldest) ? attempt : oldest;
            }
        }
        Map<FeatureKey, List<Long>> decisions = new HashMap<>();
        EntryFilter made = EntryFilter.of(EntryKind.DECISION, EntryKind.TASK_DONE)
                .notBefore(oldest)
                .withoutEvidence();
        for (Entry entry : LedgerReading.about(ports.ledger(), made, features)) {
            FeatureKey key = entry.draft().key();
            Instant attempt = key == null ? null : attempts.get(key);
            if (key != null
                    && attempt != null
                    && entry.draft().evidence() != null
                    && entry.draft().time().isAfter(attempt)) {
                decisions.computeIfAbsent(key, k -> new ArrayList<>()).add(entry.serial());
            }
        }
        return decisions;
    }

    private Map<String, JudgedCounts> judged(long serial) {
        Map<String, JudgedCounts> known = parsed.get(serial);
        if (known != null) {
            return known;
        }
        EntryEvidence evidence = ports.ledger()
                .entry(serial)
                .map(entry -> entry.draft().evidence())
                .orElse(null);
        String json = evidence == null ? null : evidence.json();
        try {
            return json == null ? Map.of() : JudgedCounts.read(json);
        } catch (IllegalArgumentException | IllegalStateException altered) {
            // The history's own check names it; a rollout must not be kept from being taken back by it.
            return Map.of();
        }
    }
}
