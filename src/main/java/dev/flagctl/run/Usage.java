// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.CodeReference;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Project;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Sunset;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.port.MetricSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out who still needs a flag that is about to be archived; asks only for flags whose time has come, and that are still there. */
final class Usage {

    private final Project project;
    private final OpenPorts ports;

    Usage(Project project, OpenPorts ports) {
        this.project = project;
        this.ports = ports;
    }

    /** Returns the code references of flags whose archive asks for them, by code search and by flag services; nothing where nobody can search. */
    Map<FeatureKey, List<CodeReference>> references(
            List<Feature> features, Map<FeatureKey, Recorded> recorded, Instant now) {
        Map<FeatureKey, String> asked = new HashMap<>();
        for (Feature feature : features) {
            Sunset sunset = feature.sunset();
            if (sunset != null && sunset.require().codeReferences() != null && !now.isBefore(sunset.remove())) {
                for (FeatureKey key : present(feature, recorded)) {
                    asked.put(key, feature.flagKey());
                }
            }
        }
        Map<FeatureKey, List<CodeReference>> references = new HashMap<>();
        if (!asked.isEmpty()) {
            try {
                ports.codeSearch().ifPresent(search -> {
                    Map<String, List<CodeReference>> found = search.references(new ArrayList<>(asked.values()));
                    asked.forEach((key, flag) -> references.put(key, found.getOrDefault(flag, List.of())));
                });
                new FlagMentions(project, ports::flagService).add(asked, references);
            } catch (AdapterException nobodySearched) {
                // Its gates stay closed; what else is due must not wait for it.
                references.clear();
            }
        }
        return references;
    }

    /**
     * Returns how many distinct users met the flag within the asked window, either arm, or how often the flag service was asked for it if that is more;
     * nothing where neither knows.
     */
    Map<FeatureKey, Long> evaluations(List<Feature> features, Map<FeatureKey, Recorded> recorded, Instant now) {
        Map<FeatureKey, Long> evaluations = new HashMap<>();
        for (Environment environment : project.environments().values()) {
            Map<FeatureKey, MetricQuery> asked = new LinkedHashMap<>();
            List<Feature> leaving = new ArrayList<>();
            for (Feature feature : features) {
                Sunset sunset = feature.sunset();
                FeatureKey key = new FeatureKey(feature.name(), environment.name());
                if (sunset != null
                        && sunset.require().evaluationsBelow() != null
                        && !now.isBefore(sunset.remove())
                        && present(feature, recorded).contains(key)) {
                    asked.put(
                            key, query(feature, key, now.minus(sunset.require().evaluationsFor()), now));
                    leaving.add(feature);
                }
            }
            if (environment.telemetry() != null && !asked.isEmpty()) {
                count(environment.telemetry(), asked, features, recorded, evaluations);
            }
            if (!leaving.isEmpty()) {
                new FlagCounts(project, ports::flagService).add(environment, leaving, evaluations);
            }
        }
        return evaluations;
    }

    private void count(
            String telemetry,
            Map<FeatureKey, MetricQuery> asked,
            List<Feature> features,
            Map<FeatureKey, Recorded> recorded,
            Map<FeatureKey, Long> evaluations) {
        try {
            MetricSource source = ports.metricSource(telemetry);
            List<FeatureKey> keys = List.copyOf(asked.keySet());
            List<BucketSeries> answers = source.read(List.copyOf(asked.values()));
            for (int i = 0; i < keys.size(); i++) {
                BucketSeries series = answers.get(i);
                FeatureKey key = keys.get(i);
                // A source that stopped, failed or gives a part has not seen who came; one that lives and never heard
                // of
                // a flag that nobody evaluates is right.
                boolean saw = series.state() == DataState.OK || series.state() == DataState.NO_TRAFFIC;
                boolean neverHeard = series.state() == DataState.NO_DATA;
                if (saw || (neverHeard && hearsOthers(source, asked.get(key), key, features, recorded))) {
                    evaluations.put(key, users(series));
                }
            }
        } catch (AdapterException nobodyCounted) {
            // Its gates stay closed; what else is due must not wait for it.
        }
    }

    /** Tells whether a source saw anybody meet another feature of the environment in the same time. */
    private static boolean hearsOthers(
            MetricSource source,
            @Nullable MetricQuery asked,
            FeatureKey key,
            List<Feature> features,
            Map<FeatureKey, Recorded> recorded) {
        List<MetricQuery> others = new ArrayList<>();
        for (Feature feature : features) {
            FeatureKey other = new FeatureKey(feature.name(), key.environment());
            if (asked != null && !other.equals(key) && recorded.containsKey(other)) {
                others.add(query(feature, other, asked.from(), asked.to()));
            }
        }
        return !others.isEmpty()
                && source.read(others).stream().anyMatch(series -> series.state() == DataState.OK && users(series) > 0);
    }

    private static MetricQuery query(Feature feature, FeatureKey key, Instant from, Instant to) {
        return new MetricQuery(
                null,
                key.environment(),
                feature.flagKey(),
                feature.serve().treatment(),
                feature.serve().others(),
                from,
                to);
    }

    private static long users(BucketSeries series) {
        long users = 0;
        for (Bucket bucket : series.buckets()) {
            users += bucket.treatment().units() + bucket.control().units();
        }
        return users;
    }

    /** Returns where a feature has begun and its flag is not archived yet. */
    private static List<FeatureKey> present(Feature feature, Map<FeatureKey, Recorded> recorded) {
        List<FeatureKey> present = new ArrayList<>();
        for (String environment : feature.rollout().keySet()) {
            FeatureKey key = new FeatureKey(feature.name(), environment);
            Recorded known = recorded.get(key);
            if (known != null && known.position().kind() != PositionKind.ARCHIVED) {
                present.add(key);
            }
        }
        return present;
    }
}
