// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.bench;

import dev.flagctl.adapter.metrics.prometheus.PrometheusProvider;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.Settings;
import dev.flagctl.support.PrometheusServer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Okio;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares reading the guardrails of many features from a real Prometheus with a bare client that sends the same queries, as many at once, and throws the answers away. What was
 * asked is taken from the query log of the server. The two take turns; who begins changes. Run with the test class path:
 * {@code PrometheusBench [features] [guardrails of each] [rounds] [buckets]}.
 */
public final class PrometheusBench {

    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration BUCKET = Duration.ofMinutes(1);

    private final int features;
    private final int guardrails;
    private final int buckets;
    private final Instant end;
    private final Path folder;
    private final OkHttpClient bare =
            new OkHttpClient.Builder().readTimeout(Duration.ofSeconds(60)).build();

    private PrometheusBench(int features, int guardrails, int buckets, Path folder) {
        this.features = features;
        this.guardrails = guardrails;
        this.buckets = buckets;
        this.end = START.plus(BUCKET.multipliedBy(buckets));
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        int features = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
        int guardrails = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        int buckets = args.length > 3 ? Integer.parseInt(args[3]) : 60;
        Path folder = Files.createTempDirectory("prometheus-bench");
        try {
            new PrometheusBench(features, guardrails, buckets, folder).run(rounds);
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted((one, other) -> other.compareTo(one))
                        .forEach(file -> file.toFile().delete());
            }
        }
        System.exit(0);
    }

    private void run(int rounds) throws Exception {
        Path history = folder.resolve("history.txt");
        write(history);
        Path log = folder.resolve("queries.log");
        Spent[] bareSpent = new Spent[rounds];
        Spent[] ourSpent = new Spent[rounds];
        try (PrometheusServer server = PrometheusServer.prometheus(folder, history, log)) {
            read(server);
            List<Asked> asked = asked(log);
            for (int i = -2; i < rounds; i++) {
                int round = Math.max(i, 0);
                for (int turn = 0; turn < 2; turn++) {
                    if ((turn + round) % 2 == 0) {
                        bareSpent[round] = spent(server, () -> replay(server, asked));
                    } else {
                        ourSpent[round] = spent(server, () -> read(server));
                    }
                }
            }
            System.out.printf(
                    "%,d guardrails of %,d features, %d buckets, %,d series stored: %d queries, %d at once, %d rounds, medians%n",
                    features * guardrails, features, buckets, features * guardrails * 4, asked.size(), AT_ONCE, rounds);
        }
        print("bare queries", bareSpent);
        print("flagctl", ourSpent);
        System.out.printf(
                "ratio          %.3f of the time, %.3f of the CPU time of client and server%n",
                ratio(ourSpent, bareSpent, Spent::wall), ratio(ourSpent, bareSpent, Spent::cpu));
    }

    private static void print(String who, Spent[] spent) {
        double[] walls = Arrays.stream(spent).mapToDouble(Spent::wall).toArray();
        System.out.printf(
                "%-14s %6.2f s, CPU: client %.2f s, server %.2f s; rounds %s%n",
                who,
                median(walls),
                median(Arrays.stream(spent).mapToDouble(Spent::client).toArray()),
                median(Arrays.stream(spent).mapToDouble(Spent::server).toArray()),
                Arrays.stream(walls).mapToObj("%.2f"::formatted).collect(Collectors.joining(" ")));
    }

    private static final int AT_ONCE = 4;

    /** Two arms of each feature, good and bad requests of each guardrail, scraped each minute. */
    private void write(Path file) throws IOException {
        Random random = new Random(42);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int metric = 0; metric < guardrails; metric++) {
                for (int feature = 0; feature < features; feature++) {
                    for (String variant : List.of("on", "off")) {
                        counter(out, random, metric, feature, variant, "200", 1_000);
                        counter(out, random, metric, feature, variant, "503", 10);
                    }
                }
            }
            out.write("# EOF\n");
        }
    }

    private void counter(
            BufferedWriter out, Random random, int metric, int feature, String variant, String code, int most)
            throws IOException {
        String series = "requests_" + metric + "_total{job=\"shop\",feature_flag_key=\"feature-" + feature
                + "\",feature_flag_result_variant=\"" + variant + "\",code=\"" + code + "\"} ";
        long count = random.nextInt(most * 100);
        for (int i = 0; i <= buckets; i++) {
            out.write(series + count + " " + (START.getEpochSecond() + i * BUCKET.toSeconds()) + "\n");
            count += random.nextInt(most);
        }
    }

    private Void read(PrometheusServer server) {
        List<MetricQuery> queries = new ArrayList<>();
        for (int metric = 0; metric < guardrails; metric++) {
            String all = "requests_" + metric + "_total{job=\"shop\"";
            Map<String, Object> selectors = Map.of("units", all + "}", "bad", all + ",code=~\"5..\"}");
            Metric errors = new Metric(
                    "errors-" + metric,
                    Measure.RATIO,
                    null,
                    BUCKET,
                    Map.of("prometheus", selectors),
                    "",
                    SourceRef.NONE);
            for (int feature = 0; feature < features; feature++) {
                queries.add(new MetricQuery(errors, "production", "feature-" + feature, "on", "off", START, end));
            }
        }
        AdapterSpec spec = new AdapterSpec("prom", "prometheus", Map.of("url", server.url()), SourceRef.NONE);
        Clock clock = Clock.fixed(end.plusSeconds(60), ZoneOffset.UTC);
        try (MetricSource source = new PrometheusProvider()
                .open(new Settings(spec, Map.of()), new AdapterHost(clock, folder, Map.of(), line -> {}))) {
            for (BucketSeries answer : source.read(queries)) {
                if (answer.state() != DataState.OK || answer.buckets().size() != buckets) {
                    throw new IllegalStateException("not all was read: " + answer);
                }
            }
        }
        return null;
    }

    /** A range query as the server logged it. */
    private record Asked(String query, String start, String end, String step) {}

    private static List<Asked> asked(Path log) throws IOException {
        List<Asked> asked = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            JsonNode params = JsonMapper.shared().readTree(line).path("params");
            asked.add(new Asked(
                    params.path("query").asString(),
                    params.path("start").asString(),
                    params.path("end").asString(),
                    params.path("step").asString()));
        }
        return asked;
    }

    private Void replay(PrometheusServer server, List<Asked> asked) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (Asked one : asked) {
                tasks.add(() -> send(server, one));
            }
            for (Future<Void> each : threads.invokeAll(tasks)) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
        return null;
    }

    private Void send(PrometheusServer server, Asked one) throws IOException {
        FormBody form = new FormBody.Builder()
                .add("query", one.query())
                .add("start", one.start())
                .add("end", one.end())
                .add("step", one.step())
                .build();
        Request request = new Request.Builder()
                .url(server.url() + "/api/v1/query_range")
                .post(form)
                .build();
        try (Response response = bare.newCall(request).execute()) {
            if (!response.isSuccessful()) {
                throw new IllegalStateException(
                        response.code() + " " + response.body().string());
            }
            response.body().source().readAll(Okio.blackhole());
        }
        return null;
    }

    /**
     * What a run took, in seconds.
     *
     * @param wall from its begin to its end
     * @param client CPU time of this process
     * @param server CPU time of Prometheus
     */
    private record Spent(double wall, double client, double server) {
        double cpu() {
            return client + server;
        }
    }

    private static Spent spent(PrometheusServer server, Callable<Void> work) throws Exception {
        System.gc();
        Duration served = server.cpu();
        Duration own = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
        long start = System.nanoTime();
        work.call();
        double wall = (System.nanoTime() - start) / 1e9;
        Duration ownAfter = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
        return new Spent(
                wall,
                ownAfter.minus(own).toMillis() / 1e3,
                server.cpu().minus(served).toMillis() / 1e3);
    }

    /** Returns the median of the ratios of pairs that ran next to each other. */
    private static double ratio(Spent[] ours, Spent[] theirs, ToDoubleFunction<Spent> of) {
        double[] ratios = new double[ours.length];
        for (int i = 0; i < ours.length; i++) {
            ratios[i] = of.applyAsDouble(ours[i]) / of.applyAsDouble(theirs[i]);
        }
        return median(ratios);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
