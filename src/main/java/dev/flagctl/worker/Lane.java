// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import dev.flagctl.run.OpenPorts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Takes batches, one after the other, and answers for each key; has its own connection to the ledger and to every service. */
final class Lane implements Runnable {

    private final Batches batches;
    private final BatchTicks ticks;
    private final OpenPorts ports;
    private final WorkerMetrics metrics;
    private final Clock clock;

    Lane(Batches batches, BatchTicks ticks, OpenPorts ports, WorkerMetrics metrics, Clock clock) {
        this.batches = batches;
        this.ticks = ticks;
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
                    look(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            batches.stop();
        }
    }

    private void look(List<Batches.Look> batch) {
        Map<String, List<Batches.Look>> byEnvironment = new TreeMap<>();
        for (Batches.Look look : batch) {
            byEnvironment
                    .computeIfAbsent(look.key().environment(), name -> new ArrayList<>())
                    .add(look);
        }
        byEnvironment.forEach(this::look);
    }

    private void look(String environment, List<Batches.Look> looks) {
        Instant begin = clock.instant();
        try {
            Map<String, Outcome> outcomes = ticks.look(
                    environment,
                    looks.stream().map(look -> look.key().feature()).collect(Collectors.toSet()));
            metrics.batch(Duration.between(begin, clock.instant()));
            for (Batches.Look look : looks) {
                Outcome outcome = outcomes.get(look.key().feature());
                if (outcome == null) {
                    throw new IllegalStateException("nothing was said about " + look.key());
                }
                metrics.looked(outcome.result());
                look.outcome().complete(outcome);
            }
        } catch (RuntimeException bug) {
            // The scheduler tells it, and tries again; the lane goes on with what is not broken.
            looks.forEach(look -> look.outcome().completeExceptionally(bug));
        }
    }
}
