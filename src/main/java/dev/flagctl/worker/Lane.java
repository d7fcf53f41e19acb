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
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Takes batches, one after the other, and answers for each key; has its own connection to the ledger and to every service, opened anew with each edition of the
 * manifests.
 */
final class Lane implements Runnable {

    private final Batches batches;
    private final Supplier<Edition> editions;
    private final BiFunction<Edition, OpenPorts, Isolation> looking;
    private final Returns returns;
    private final WorkerMetrics metrics;
    private final Clock clock;
    private Edition edition;
    private OpenPorts ports;
    private Isolation looks;

    /**
     * @param editions gives the manifests of now
     * @param looking makes what looks at keys, by manifests and the adapters that they name
     */
    Lane(
            Batches batches,
            Supplier<Edition> editions,
            BiFunction<Edition, OpenPorts, Isolation> looking,
            Returns returns,
            WorkerMetrics metrics,
            Clock clock) {
        this.batches = batches;
        this.editions = editions;
        this.looking = looking;
        this.returns = returns;
        this.edition = editions.get();
        this.ports = edition.ports().get();
        this.looks = looking.apply(edition, ports);
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void run() {
        try {
            while (!batches.isStopped()) {
                Optional<Batches.Batch> next = batches.next();
                if (next.isPresent()) {
                    take(next.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            batches.stop();
            ports.close();
        }
    }

    private void take(Batches.Batch batch) {
        try {
            follow();
            parts(batch.looks()).values().forEach(this::look);
        } finally {
            batches.end(batch.environment());
        }
    }

    private void follow() {
        Edition newest = editions.get();
        if (!newest.equals(edition)) {
            ports.close();
            edition = newest;
            ports = newest.ports().get();
            looks = looking.apply(newest, ports);
        }
    }

    /** Parts what failed last time from what did not: it is likely to fail again, and must not keep the others waiting. */
    private static Map<Boolean, List<Batches.Look>> parts(List<Batches.Look> batch) {
        // In the order of false and true.
        Map<Boolean, List<Batches.Look>> parts = new TreeMap<>();
        for (Batches.Look look : batch) {
            parts.computeIfAbsent(look.failures() > 0, hasFailed -> new ArrayList<>())
                    .add(look);
        }
        return parts;
    }

    private void look(List<Batches.Look> part) {
        Instant begin = clock.instant();
        Map<FeatureKey, Integer> failures = new HashMap<>();
        part.forEach(look -> failures.put(look.key(), look.failures()));
        Map<FeatureKey, Outcome> outcomes = looks.look(failures);
        metrics.batch(Duration.between(begin, clock.instant()));
        boolean isOutdated = !editions.get().equals(edition);
        List<WorkTable.GivenBack> rows = new ArrayList<>();
        for (Batches.Look look : part) {
            Outcome outcome = outcomes.get(look.key());
            if (outcome == null) {
                throw new IllegalStateException("nothing was said about " + look.key());
            }
            metrics.looked(outcome.result());
            // What was looked at by manifests of before is looked at again at once.
            Outcome told = isOutdated ? new Outcome(clock.instant(), outcome.result(), outcome.why()) : outcome;
            rows.add(new WorkTable.GivenBack(look.key(), look.version(), told));
        }
        returns.giveBack(rows);
        part.forEach(look -> look.isGivenBack().complete(true));
    }
}
