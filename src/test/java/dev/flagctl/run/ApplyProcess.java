// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.stage;

import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.Notice;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Project;
import dev.flagctl.model.SourceRef;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.Ledger;
import dev.flagctl.port.Notifier;
import dev.flagctl.port.NotifierProvider;
import dev.flagctl.port.Settings;
import dev.flagctl.support.FakeWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One apply of 50 features, or as many as {@code flagctl.kill-features} says, with real adapters, as a process of its own that a test can kill. A place
 * with a file {@code postgres.txt} has its ledger in the schema of that server which the file names, else in a SQLite file.
 */
public final class ApplyProcess {

    static final int FEATURES = Integer.getInteger("flagctl.kill-features", 50);

    private ApplyProcess() {}

    public static void main(String[] args) {
        Path place = Path.of(args[0]);
        // One sign per event, so that the kill falls into the run however slow the machine is.
        apply(place, Instant.parse(args[1]), event -> {
            System.out.print('.');
            System.out.flush();
        });
    }

    static RunResult apply(Path place, Instant now) {
        return apply(place, now, event -> {});
    }

    private static RunResult apply(Path place, Instant now, Consumer<RunEvent> events) {
        List<Feature> features = features();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (OpenPorts ports = ports(place, now)) {
            Tick tick = new Tick(project(place), features, Map.of(), ports, specs(features), threads, null);
            RunIdentity identity = new RunIdentity(UUID.randomUUID().toString(), "dana", "", "");
            return tick.apply(
                    new PlanScope(List.of("production"), Set.of(), false),
                    identity,
                    Function.identity(),
                    events,
                    new Cancellation());
        } finally {
            threads.shutdown();
        }
    }

    static Ledger ledger(Path place, Instant now) {
        return ports(place, now).ledger();
    }

    static Map<String, ObservedFlag> flags(Path place, Instant now) {
        Project project = project(place);
        Environment production = project.environments().get("production");
        List<FlagSpec> specs = new ArrayList<>();
        for (Feature feature : features()) {
            specs.add(new FlagSpec(
                    feature.flagKey(), feature.serve(), feature.owns(), feature.description(), feature.unit()));
        }
        try (OpenPorts ports = ports(place, now)) {
            Map<String, ObservedFlag> read =
                    ports.flagService("flags").read(new FlagScope(production, Map.of(), "region"), specs);
            Map<String, ObservedFlag> served = new LinkedHashMap<>();
            // Who changed the file last, and when, differs between two runs.
            read.forEach((key, flag) -> served.put(
                    key,
                    new ObservedFlag(key, flag.state(), flag.presence(), flag.unreadable(), flag.foreign(), null)));
            return served;
        }
    }

    /** Returns the keys of the notices that were delivered, in order. */
    static List<String> delivered(Path place) {
        try {
            Path file = place.resolve("notices.txt");
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OpenPorts ports(Path place, Instant now) {
        AdapterHost host = new AdapterHost(Clock.fixed(now, ZoneOffset.UTC), place, Map.of(), line -> {});
        return new OpenPorts(project(place), host, FakeWorld.plugins());
    }

    private static List<Feature> features() {
        List<Feature> features = new ArrayList<>();
        for (int i = 0; i < FEATURES; i++) {
            features.add(feature("feature-" + i)
                    .canary(stage(1 + i % 99, "1h"), stage(100, "1h"))
                    .tell("mail")
                    .build());
        }
        return features;
    }

    private static Project project(Path place) {
        AdapterSpec flags = spec("flags", "flagd", Map.of("path", "flags.json"));
        AdapterSpec mail = spec("mail", "file", Map.of("path", "notices.txt"));
        AdapterSpec ledger = ledgerOf(place);
        Environment production = new Environment("production", "flags", null, false, List.of(), null);
        return new Project(
                "shop",
                Map.of("production", production),
                Map.of(),
                Map.of("flags", flags, "mail", mail),
                ledger,
                "region",
                SourceRef.NONE);
    }

    private static AdapterSpec ledgerOf(Path place) {
        Path server = place.resolve("postgres.txt");
        if (!Files.exists(server)) {
            return spec("ledger", "sqlite", Map.of("path", "ledger.db"));
        }
        try {
            List<String> lines = Files.readAllLines(server);
            return spec("ledger", "postgres", Map.of("url", lines.get(0), "schema", lines.get(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AdapterSpec spec(String name, String type, Map<String, Object> settings) {
        return new AdapterSpec(name, type, settings, SourceRef.NONE);
    }

    private static Specs specs(List<Feature> features) {
        return new Specs() {
            @Override
            public String canonical(String feature) {
                return "{\"name\":\"" + feature + "\"}";
            }

            @Override
            public Feature parse(String canonical) {
                return features.stream()
                        .filter(feature -> canonical.equals(canonical(feature.name())))
                        .findFirst()
                        .orElseThrow();
            }
        };
    }

    /** Appends the key of each notice to a file: delivered is what stands there. */
    public static final class FileNotifierProvider implements NotifierProvider {

        @Override
        public String type() {
            return "file";
        }

        @Override
        public Notifier open(Settings settings, AdapterHost host) {
            Path file = host.root().resolve(settings.require("path"));
            return new Notifier() {
                @Override
                public void deliver(Notice notice) {
                    try {
                        Files.writeString(
                                file,
                                notice.idempotencyKey() + "\n",
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }

                @Override
                public void close() {}
            };
        }
    }
}
