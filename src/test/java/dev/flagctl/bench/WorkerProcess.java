// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.bench;

import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.stage;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.flagctl.adapter.ledger.postgres.PostgresDatabase;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Project;
import dev.flagctl.model.SourceRef;
import dev.flagctl.model.Strategy;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Settings;
import dev.flagctl.run.OpenPorts;
import dev.flagctl.run.RunIdentity;
import dev.flagctl.run.Specs;
import dev.flagctl.support.FeatureBuilder;
import dev.flagctl.worker.Edition;
import dev.flagctl.worker.Editions;
import dev.flagctl.worker.WorkDatabase;
import dev.flagctl.worker.Worker;
import dev.flagctl.worker.WorkerSettings;
import dev.flagctl.worker.WorkerTerms;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A worker of {@link WorkerBench} as a process of its own: {@code flagctl|bare URL SCHEMA FEATURES NAME}. The bare one is the scheduler with the same settings,
 * whose executions do nothing. Both end when they are killed.
 */
public final class WorkerProcess {

    static final Duration DEAD_AFTER = Duration.ofSeconds(10);
    static final List<String> ENVIRONMENTS = List.of("staging", "production");

    private WorkerProcess() {}

    public static void main(String[] args) throws InterruptedException {
        AdapterSpec ledger = spec("ledger", "postgres", Map.of("url", args[1], "schema", args[2]));
        PostgresDatabase database = PostgresDatabase.of(new Settings(ledger, Map.of()));
        WorkerSettings settings =
                WorkerSettings.defaults().withDeadAfter(DEAD_AFTER).withIdle(Duration.ofDays(1));
        if (args[0].equals("bare")) {
            bare(database, settings, args[4]);
            Thread.currentThread().join();
        }
        Project project = project(ledger, args[1]);
        List<Feature> features = features(Integer.parseInt(args[3]));
        Clock clock = Clock.systemUTC();
        AdapterHost host = new AdapterHost(clock, Path.of(""), Map.of(), line -> {});
        WorkerTerms terms = new WorkerTerms(
                new RunIdentity(args[4], "bench", "", ""),
                clock,
                () -> event -> {},
                line -> System.err.println(args[4] + " " + line));
        Edition edition = new Edition(
                project, features, Map.of(), specs(features), () -> new OpenPorts(project, host, plugins()));
        new Worker(
                        terms,
                        new Unedited(edition),
                        edition,
                        settings,
                        new WorkDatabase(database.source(), database.schema(), database::fault))
                .run(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** Manifests that nobody edits. */
    private record Unedited(Edition load) implements Editions {
        @Override
        public String stamp() {
            return "";
        }
    }

    private static void bare(PostgresDatabase database, WorkerSettings settings, String name) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.source());
        config.setMaximumPoolSize(8);
        Scheduler.create(
                        new HikariDataSource(config),
                        Tasks.custom("look", Void.class)
                                .execute((instance, context) -> (complete, operations) -> operations.reschedule(
                                        complete, Instant.now().plus(settings.idle()))))
                .tableName(database.schema() + ".work")
                .schedulerName(() -> name)
                .threads(settings.executions())
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(settings.poll())
                .heartbeatInterval(settings.deadAfter().dividedBy(6))
                .missedHeartbeatsLimit(6)
                .build()
                .start();
    }

    private static List<Feature> features(int count) {
        List<Feature> features = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FeatureBuilder builder = feature("feature-" + i);
            for (String environment : ENVIRONMENTS) {
                builder.in(environment, new Strategy.Canary(List.of(stage(10, "1d"), stage(100, "1d"))));
            }
            features.add(settled(builder.build()));
        }
        return features;
    }

    /** Gives a feature a digest that is the same in every process: else each worker would find the manifests of the other edited. */
    private static Feature settled(Feature feature) {
        return new Feature(
                feature.name(),
                feature.version(),
                feature.owner(),
                feature.labels(),
                feature.description(),
                feature.type(),
                feature.flagKey(),
                feature.variants(),
                feature.serve(),
                feature.unit(),
                feature.salt(),
                feature.rollout(),
                feature.guardrails(),
                feature.risk(),
                feature.onFailure(),
                feature.drift(),
                feature.owns(),
                feature.notices(),
                feature.sunset(),
                "digest of " + feature.name(),
                feature.source());
    }

    private static Project project(AdapterSpec ledger, String url) {
        Map<String, Environment> environments = new HashMap<>();
        ENVIRONMENTS.forEach(
                name -> environments.put(name, new Environment(name, "flags", null, false, List.of(), null)));
        return new Project(
                "shop",
                environments,
                Map.of(),
                Map.of("flags", spec("flags", "table", Map.of("url", jdbc(url)))),
                ledger,
                "region",
                SourceRef.NONE);
    }

    /** The address of libpq as the driver alone knows it. */
    private static String jdbc(String url) {
        return url.replaceFirst("postgresql://([^:]*):([^@]*)@(.*)", "jdbc:postgresql://$3?user=$1&password=$2");
    }

    private static ClassLoader plugins() {
        URL bench = WorkerProcess.class.getResource("/bench/");
        return new URLClassLoader(new URL[] {bench}, WorkerProcess.class.getClassLoader());
    }

    private static AdapterSpec spec(String name, String type, Map<String, Object> settings) {
        return new AdapterSpec(name, type, settings, SourceRef.NONE);
    }

    private static Specs specs(List<Feature> features) {
        Map<String, Feature> byName = new HashMap<>();
        features.forEach(feature -> byName.put(feature.name(), feature));
        return new Specs() {
            @Override
            public String canonical(String feature) {
                // About as long as that of a usual feature.
                return "{\"name\":\"" + feature + "\",\"description\":\"" + "x".repeat(600) + "\"}";
            }

            @Override
            public Feature parse(String canonical) {
                return byName.get(canonical.substring(9, canonical.indexOf('"', 9)));
            }
        };
    }
}
