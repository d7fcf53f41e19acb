// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Metric;
import dev.flagctl.model.Project;
import dev.flagctl.model.Recorded;
import dev.flagctl.plan.PlanScope;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Asks metric sources for the buckets behind guardrails and bakes, each source once; {@link Questions} says what, {@link Readings} has it judged. */
final class Telemetry {

    private final Project project;
    private final OpenPorts ports;
    private final Map<String, Metric> metrics;
    private final JudgedBefore before;
    private final Consumer<RunEvent> events;

    Telemetry(
            Project project,
            OpenPorts ports,
            Map<String, Metric> metrics,
            JudgedBefore before,
            Consumer<RunEvent> events) {
        this.project = project;
        this.ports = ports;
        this.metrics = metrics;
        this.before = before;
        this.events = events;
    }

    /**
     * Returns what telemetry says of the features in the environments of a run, judged.
     *
     * @param inForce the spec by which a feature is served, where it is not the one of its manifest: that is what is measured
     */
    Measurements measure(
            List<Feature> features,
            Map<FeatureKey, Feature> inForce,
            Map<FeatureKey, Recorded> recorded,
            PlanScope scope,
            Instant now) {
        Questions questions = new Questions(project, metrics, now);
        questions.collect(features, inForce, recorded, scope);
        Map<FeatureKey, Instant> attempts = new HashMap<>();
        questions.watched().forEach((key, rollout) -> attempts.put(key, rollout.attempt()));
        Readings readings = new Readings(metrics, new Outages(ports.ledger(), attempts), events, now);
        questions.unanswerable().forEach(readings::addNone);
        questions.asked().forEach((adapter, asked) -> readings.add(adapter, asked, read(adapter, asked, now)));
        return readings.judged(questions.watched(), before);
    }

    /** A source that cannot be asked at all says so for each question: never an answer that nobody gave. */
    private List<BucketSeries> read(String adapter, List<Question> asked, Instant now) {
        try {
            PeriodQueries periods =
                    new PeriodQueries(asked.stream().map(Question::query).toList());
            return periods.joined(ports.metricSource(adapter).read(periods.queries()));
        } catch (AdapterException e) {
            BucketSeries none =
                    new BucketSeries(List.of(), now, DataState.ERROR, "", List.of(String.valueOf(e.getMessage())));
            return Collections.nCopies(asked.size(), none);
        }
    }
}
