// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.run.OpenPorts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes batches, one after the other, and answers for each key; has its own connection to the ledger and to every service. */
final class Lane implements Runnable {

    private final Batches batches;
    private final Isolation looks;
    private final Returns returns;
    private final OpenPorts ports;
    private final WorkerMetrics metrics;
    private final Clock clock;

    Lane(Batches batches, Isolation looks, Returns returns, OpenPorts ports, WorkerMetrics metrics, Clock clock) {
        this.batches = batches;
        this.looks = looks;
        this.returns = returns;
        this.ports = ports;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void run() {
        try (ports) {
            while (!batches.isStopped()) {
                List<Batches.Look> batch = batches.next();
                if (!batch.isEmpty()) {
                    parts(batch).values().forEach(this::look);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            batches.stop();
        }
    }

    /** Parts a batch by environment, and what failed last time from what did not: it is likely to fail again, and must not keep the others waiting. */
    private static Map<String, List<Batches.Look>> parts(List<Batches.Look> batch) {
        Map<String, List<Batches.Look>> parts = new TreeMap<>();
        for (Batches.Look look : batch) {
            String part = (look.failures() == 0 ? "1 " : "2 ") + look.key().environment();
            parts.computeIfAbsent(part, name -> new ArrayList<>()).add(look);
        }
        return parts;
    }

    private void look(List<Batches.Look> part) {
        Instant begin = clock.instant();
        Map<FeatureKey, Integer> failures = new HashMap<>();
        part.forEach(look -> failures.put(look.key(), look.failures()));
        Map<FeatureKey, Outcome> outcomes = looks.look(failures);
        metrics.batch(Duration.between(begin, clock.instant()));
        List<WorkTable.GivenBack> rows = new ArrayList<>();
        for (Batches.Look look : part) {
            Outcome outcome = outcomes.get(look.key());
            if (outcome == null) {
                throw new IllegalStateException("nothing was said about " + look.key());
            }
            metrics.looked(outcome.result());
            rows.add(new WorkTable.GivenBack(look.key(), look.version(), outcome));
        }
        returns.giveBack(rows);
        part.forEach(look -> look.isGivenBack().complete(true));
    }
}
