// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.bench;

import dev.flagctl.adapter.metrics.events.EventsProvider;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.Settings;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Compares reading a file of events for many features at once with Jackson walking over the tokens of the same file. Run with the test class path:
 * {@code EventsBench [lines] [features] [rounds]}.
 */
public final class EventsBench {

    private static final Instant START = Instant.parse("2026-11-23T13:00:00Z");

    private EventsBench() {}

    public static void main(String[] args) throws IOException {
        int lines = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int features = args.length > 1 ? Integer.parseInt(args[1]) : 100;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        Path folder = Files.createTempDirectory("events-bench");
        Path file = folder.resolve("production.jsonl");
        try {
            write(file, lines, features);
            double bytes = Files.size(file) / 1e6;
            double bare = Double.MAX_VALUE;
            double values = Double.MAX_VALUE;
            double adapter = Double.MAX_VALUE;
            for (int i = 0; i < rounds; i++) {
                bare = Math.min(bare, bare(file, false));
                values = Math.min(values, bare(file, true));
                adapter = Math.min(adapter, adapter(folder, features));
            }
            System.out.printf("%,d lines, %.0f MB, %d features, best CPU time of %d%n", lines, bytes, features, rounds);
            System.out.printf("Jackson, tokens only     %.2f s  %.0f MB/s%n", bare, bytes / bare);
            System.out.printf("Jackson, values decoded  %.2f s  %.0f MB/s%n", values, bytes / values);
            System.out.printf("events                   %.2f s  %.0f MB/s%n", adapter, bytes / adapter);
            System.out.printf(
                    "speed ratio              %.2f of tokens, %.2f of values%n", bare / adapter, values / adapter);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    private static void write(Path file, int lines, int features) throws IOException {
        Random random = new Random(42);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < lines; i++) {
                Instant time = START.plusMillis(i * 7_200_000L / lines);
                String flag = "feature-" + random.nextInt(features);
                String variant = random.nextInt(10) == 0 ? "on" : "off";
                out.write("{\"time\":\"" + time + "\",");
                if (i % 2 == 0) {
                    out.write("\"event\":\"feature_flag.evaluation\",\"feature_flag.key\":\"" + flag
                            + "\",\"feature_flag.result.variant\":\"" + variant
                            + "\",\"feature_flag.result.reason\":\"SPLIT\",\"feature_flag.context.id\":\"user-"
                            + random.nextInt(200_000) + "\",\"service.name\":\"shop\"}\n");
                } else {
                    out.write("\"event\":\"http.server.request\",\"feature_flag.key\":\"" + flag
                            + "\",\"feature_flag.result.variant\":\"" + variant
                            + "\",\"http.response.status_code\":" + (random.nextInt(200) == 0 ? 503 : 200)
                            + ",\"url.path\":\"/checkout\",\"duration_ms\":" + random.nextInt(900) + "}\n");
                }
            }
        }
    }

    /** CPU time of this thread, so that other work on the machine does not count. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double bare(Path file, boolean values) throws IOException {
        long start = cpu();
        long tokens = 0;
        try (InputStream in = Files.newInputStream(file);
                JsonParser parser = JsonFactory.builder().build().createParser(ObjectReadContext.empty(), in)) {
            JsonToken token;
            while ((token = parser.nextToken()) != null) {
                tokens++;
                if (values && token.isScalarValue()) {
                    tokens += parser.getStringLength() & 1;
                }
            }
        }
        if (tokens == 0) {
            throw new IllegalStateException("nothing was read");
        }
        return (cpu() - start) / 1e9;
    }

    private static double adapter(Path folder, int features) {
        AdapterSpec spec = new AdapterSpec("local", "events", Map.of("path", "${environment}.jsonl"), SourceRef.NONE);
        Map<String, Object> events = Map.of(
                "event",
                "http.server.request",
                "bad",
                Map.of("attribute", "http.response.status_code", "at-least", 500));
        Metric metric = new Metric(
                "errors", Measure.RATIO, null, Duration.ofMinutes(1), Map.of("events", events), "", SourceRef.NONE);
        Instant end = START.plusSeconds(7_200);
        Clock clock = Clock.fixed(end.plusSeconds(60), ZoneOffset.UTC);
        List<MetricQuery> queries = new ArrayList<>();
        for (int i = 0; i < features; i++) {
            queries.add(new MetricQuery(metric, "production", "feature-" + i, "on", "off", START, end));
            queries.add(new MetricQuery(null, "production", "feature-" + i, "on", "off", START, end));
        }
        long start = cpu();
        try (MetricSource source = new EventsProvider()
                .open(new Settings(spec, Map.of()), new AdapterHost(clock, folder, Map.of(), line -> {}))) {
            List<BucketSeries> answers = source.read(queries);
            if (answers.get(0).buckets().isEmpty() || answers.get(1).buckets().isEmpty()) {
                throw new IllegalStateException("nothing was counted: " + answers.get(0));
            }
        }
        return (cpu() - start) / 1e9;
    }
}
