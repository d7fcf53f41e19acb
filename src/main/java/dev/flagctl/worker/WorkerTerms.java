// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import dev.flagctl.model.Feature;
import dev.flagctl.model.Metric;
import dev.flagctl.model.Project;
import dev.flagctl.run.RunEvent;
import dev.flagctl.run.RunIdentity;
import dev.flagctl.run.Specs;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a worker works on, and for whom.
 *
 * @param features all features of the project
 * @param metrics all metrics of the project, by name
 * @param identity who runs, for the ledger
 * @param views gives the view of one batch
 * @param log takes a line about something that is no event of a run
 */
public record WorkerTerms(
        Project project,
        List<Feature> features,
        Map<String, Metric> metrics,
        Specs specs,
        RunIdentity identity,
        Clock clock,
        Supplier<Consumer<RunEvent>> views,
        Consumer<String> log) {

    public WorkerTerms {
        features = List.copyOf(features);
        metrics = Map.copyOf(metrics);
    }
}
