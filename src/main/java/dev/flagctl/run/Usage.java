// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.CodeReference;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Project;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Sunset;
import dev.flagctl.port.FlagUsage;
import dev.flagctl.port.MetricQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds out who still needs a flag that is about to be archived; asks only for flags whose time has come. */
final class Usage {

    private final Project project;
    private final OpenPorts ports;

    Usage(Project project, OpenPorts ports) {
        this.project = project;
        this.ports = ports;
    }

    /** Returns the code references of flags whose archive asks for them; nothing when the project has no code search. */
    Map<FeatureKey, List<CodeReference>> references(
            List<Feature> features, Map<FeatureKey, Recorded> recorded, Instant now) {
        Map<FeatureKey, String> asked = new HashMap<>();
        for (Feature feature : features) {
            Sunset sunset = feature.sunset();
            if (sunset != null && sunset.require().codeReferences() != null && !now.isBefore(sunset.remove())) {
                for (String environment : feature.rollout().keySet()) {
                    FeatureKey key = new FeatureKey(feature.name(), environment);
                    if (recorded.containsKey(key)) {
                        asked.put(key, feature.flagKey());
                    }
                }
            }
        }
        Map<FeatureKey, List<CodeReference>> references = new HashMap<>();
        if (!asked.isEmpty()) {
            ports.codeSearch().ifPresent(search -> {
                Map<String, List<CodeReference>> found = search.references(new ArrayList<>(asked.values()));
                asked.forEach((key, flag) -> references.put(key, found.getOrDefault(flag, List.of())));
            });
        }
        return references;
    }

    /** Returns how many distinct users met the flag within the asked window, either arm; nothing where no telemetry is usable. */
    Map<FeatureKey, Long> evaluations(List<Feature> features, Map<FeatureKey, Recorded> recorded, Instant now) {
        Map<FeatureKey, Long> evaluations = new HashMap<>();
        for (Feature feature : features) {
            Sunset sunset = feature.sunset();
            if (sunset != null && sunset.require().evaluationsBelow() != null && !now.isBefore(sunset.remove())) {
                for (String name : feature.rollout().keySet()) {
                    count(feature, sunset, name, recorded, now, evaluations);
                }
            }
        }
        return evaluations;
    }

    private void count(
            Feature feature,
            Sunset sunset,
            String name,
            Map<FeatureKey, Recorded> recorded,
            Instant now,
            Map<FeatureKey, Long> evaluations) {
        FeatureKey key = new FeatureKey(feature.name(), name);
        Environment environment = project.environments().get(name);
        if (environment == null || !recorded.containsKey(key)) {
            return;
        }
        if (environment.telemetry() == null) {
            countAtFlagService(feature, sunset, environment, key, evaluations);
            return;
        }
        MetricQuery query = new MetricQuery(
                null,
                name,
                feature.flagKey(),
                feature.serve().treatment(),
                feature.serve().control(),
                now.minus(sunset.require().evaluationsFor()),
                now);
        BucketSeries series =
                ports.metricSource(environment.telemetry()).read(List.of(query)).get(0);
        // No event of this flag is what a flag without users looks like; a source that cannot be read is not.
        boolean silent = series.state() == DataState.NO_DATA || series.state() == DataState.NO_TRAFFIC;
        if (series.state() == DataState.OK || silent || series.state() == DataState.STALE) {
            long users = 0;
            for (Bucket bucket : series.buckets()) {
                users += bucket.treatment().units() + bucket.control().units();
            }
            evaluations.put(key, users);
        }
    }

    /** Where no telemetry is named, a flag service that counts is asked. */
    private void countAtFlagService(
            Feature feature,
            Sunset sunset,
            Environment environment,
            FeatureKey key,
            Map<FeatureKey, Long> evaluations) {
        if (ports.flagService(environment.flags()) instanceof FlagUsage counting) {
            Long counted = counting.evaluations(
                            Observer.scopeOf(project, environment),
                            List.of(feature.flagKey()),
                            sunset.require().evaluationsFor())
                    .get(feature.flagKey());
            if (counted != null) {
                evaluations.put(key, counted);
            }
        }
    }
}
