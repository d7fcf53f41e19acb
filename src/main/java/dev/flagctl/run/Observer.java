// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.model.Capabilities;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.Metric;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Project;
import dev.flagctl.model.Recorded;
import dev.flagctl.plan.Observation;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.plan.codec.RecordedJson;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Reads the world once, in parallel, into one value. */
final class Observer {

    private static final int WORTH_A_THREAD = 500;

    /** With more features than this the whole fold is as cheap as a part of it. */
    private static final int WORTH_ALL = 2000;

    private final Project project;
    private final OpenPorts ports;
    private final Specs specs;
    private final Map<String, Metric> metrics;
    private final Executor executor;
    private final JudgedBefore before;

    Observer(Project project, OpenPorts ports, Specs specs, Map<String, Metric> metrics, Executor executor) {
        this.project = project;
        this.ports = ports;
        this.specs = specs;
        this.metrics = metrics;
        this.executor = executor;
        this.before = new JudgedBefore(ports);
    }

    /**
     * Reads what a plan for the scope needs.
     *
     * @throws dev.flagctl.diag.AdapterException when a flag service or the ledger cannot be read; telemetry that cannot be read is a data state
     */
    Observation observe(List<Feature> features, PlanScope scope, Consumer<RunEvent> events) {
        Instant now = ports.host().clock().instant();
        List<CompletableFuture<Map<FeatureKey, ObservedFlag>>> reading = new ArrayList<>();
        for (String name : scope.environments()) {
            Environment environment = environment(name);
            reading.add(CompletableFuture.supplyAsync(() -> flags(environment, features, scope), executor));
        }
        Ledger ledger = ports.ledger();
        long serial = ledger.serial();
        Map<FeatureKey, Recorded> recorded = recorded(states(ledger, features, scope));
        LedgerReading reader = new LedgerReading(ledger, specs);
        Map<FeatureKey, Feature> inForce = reader.previousSpecs(features, recorded, scope);
        Telemetry telemetry = new Telemetry(project, ports, metrics, before, events);
        Measurements measurements = telemetry.measure(features, inForce, recorded, scope, now);
        Usage usage = new Usage(project, ports);
        Map<FeatureKey, ObservedFlag> flags = new HashMap<>();
        Map<String, Capabilities> capabilities = new HashMap<>();
        reading.forEach(each -> flags.putAll(Futures.join(each)));
        for (String name : scope.environments()) {
            capabilities.put(name, ports.flagService(environment(name).flags()).capabilities());
        }
        Map<FeatureKey, ObservedFlag> served = served(features, inForce);
        OutsideWorld outside = new OutsideWorld(project, ports, scope);
        outside.addAuthors(flags, recorded);
        outside.addAuthors(served, recorded);
        return new Observation(
                now,
                serial,
                recorded,
                flags,
                capabilities,
                measurements.judgements(),
                measurements.exposures(),
                reader.approvals(features, recorded, scope),
                usage.references(features, recorded, now),
                usage.evaluations(features, recorded, now),
                outside.unserved(flags, recorded),
                measurements.budgets(),
                inForce,
                served);
    }

    /** Who looks at a few features of many reads these, their gates among them, and not the whole fold. */
    private Map<FeatureKey, String> states(Ledger ledger, List<Feature> features, PlanScope scope) {
        if (scope.features().isEmpty() || features.size() > WORTH_ALL) {
            return ledger.states();
        }
        Set<String> names = new HashSet<>(scope.features());
        features.forEach(feature -> names.add(feature.name()));
        return ledger.states(project.environments().keySet(), names);
    }

    static Map<FeatureKey, Recorded> recorded(Ledger ledger) {
        return parsed(ledger.states());
    }

    /** Parses the states, the second half of many on another thread. */
    private Map<FeatureKey, Recorded> recorded(Map<FeatureKey, String> states) {
        if (states.size() < WORTH_A_THREAD) {
            return parsed(states);
        }
        Map<FeatureKey, String> first = new HashMap<>(states.size());
        Map<FeatureKey, String> second = new HashMap<>(states.size());
        states.forEach((key, state) -> (first.size() < states.size() / 2 ? first : second).put(key, state));
        CompletableFuture<Map<FeatureKey, Recorded>> beside =
                CompletableFuture.supplyAsync(() -> parsed(second), executor);
        Map<FeatureKey, Recorded> recorded = parsed(first);
        recorded.putAll(Futures.join(beside));
        return recorded;
    }

    private static Map<FeatureKey, Recorded> parsed(Map<FeatureKey, String> states) {
        Map<FeatureKey, Recorded> recorded = new HashMap<>(states.size() * 2);
        states.forEach((key, state) -> recorded.put(key, RecordedJson.read(state)));
        return recorded;
    }

    static FlagScope scopeOf(Project project, Environment environment) {
        return new FlagScope(environment, project.cohorts(), project.regionAttribute());
    }

    private Map<FeatureKey, ObservedFlag> flags(Environment environment, List<Feature> features, PlanScope scope) {
        List<FlagSpec> wanted = new ArrayList<>();
        Map<FeatureKey, String> flagKeys = new HashMap<>();
        for (Feature feature : features) {
            boolean inScope = scope.features().isEmpty() || scope.features().contains(feature.name());
            if (inScope && feature.rollout().containsKey(environment.name())) {
                wanted.add(feature.flagSpec());
                flagKeys.put(new FeatureKey(feature.name(), environment.name()), feature.flagKey());
            }
        }
        FlagService service = ports.flagService(environment.flags());
        Map<String, ObservedFlag> read = service.read(scopeOf(project, environment), wanted);
        Map<FeatureKey, ObservedFlag> flags = new HashMap<>(flagKeys.size() * 2);
        flagKeys.forEach((key, flag) -> flags.put(key, read.getOrDefault(flag, ObservedFlag.absent(flag))));
        return flags;
    }

    /** Reads flags by the spec in force where no manifest asks for them any more, or reads them otherwise: another key, other variants, another unit. */
    private Map<FeatureKey, ObservedFlag> served(List<Feature> features, Map<FeatureKey, Feature> inForce) {
        Map<String, Feature> manifests = new HashMap<>();
        features.forEach(feature -> manifests.put(feature.name(), feature));
        Map<String, Map<FeatureKey, FlagSpec>> asked = new TreeMap<>();
        inForce.forEach((key, feature) -> {
            FlagSpec spec = feature.flagSpec();
            Feature manifest = manifests.get(key.feature());
            if (manifest == null
                    || !manifest.rollout().containsKey(key.environment())
                    || !spec.readsAs(manifest.flagSpec())) {
                asked.computeIfAbsent(key.environment(), e -> new TreeMap<>()).put(key, spec);
            }
        });
        Map<FeatureKey, ObservedFlag> served = new HashMap<>();
        asked.forEach((name, wanted) -> {
            Environment environment = environment(name);
            Map<String, ObservedFlag> read =
                    ports.flagService(environment.flags()).read(scopeOf(project, environment), wanted.values());
            wanted.forEach(
                    (key, spec) -> served.put(key, read.getOrDefault(spec.key(), ObservedFlag.absent(spec.key()))));
        });
        return served;
    }

    private Environment environment(String name) {
        Environment environment = project.environments().get(name);
        if (environment == null) {
            throw new IllegalArgumentException("no environment is named " + name);
        }
        return environment;
    }
}
