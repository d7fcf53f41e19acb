// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.bench;

import dev.flagctl.adapter.flags.unleash.UnleashProvider;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Serve;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.Settings;
import dev.flagctl.port.WriteOutcome;
import dev.flagctl.support.UnleashServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Compares flagctl's adapter with a bare client that makes the same minimal calls to the same real Unleash at the same concurrency, in turns. Run with the
 * test class path: {@code UnleashBench [flags to write] [flags to read] [rounds]}.
 */
public final class UnleashBench {

    private static final int AT_ONCE = 8;
    private static final String FEATURES = "/api/admin/projects/default/features";
    private static final FlagScope SCOPE =
            new FlagScope(new Environment("production", "unleash", null, false, List.of(), null), Map.of(), "region");

    private final UnleashServer server;
    private final OkHttpClient bare = new OkHttpClient.Builder()
            .retryOnConnectionFailure(false)
            .readTimeout(Duration.ofSeconds(60))
            .build();

    private UnleashBench(UnleashServer server) {
        this.server = server;
    }

    public static void main(String[] args) throws Exception {
        int written = args.length > 0 ? Integer.parseInt(args[0]) : 500;
        int read = args.length > 1 ? Integer.parseInt(args[1]) : 3_000;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        UnleashBench bench = new UnleashBench(UnleashServer.shared());
        bench.writes(written, rounds);
        bench.reads(read, rounds * 3);
        System.exit(0);
    }

    private void writes(int number, int rounds) throws Exception {
        double[] bareSeconds = new double[rounds];
        double[] ourSeconds = new double[rounds];
        double[] againSeconds = new double[rounds];
        bareWrites(names("warm", 50));
        ourWrites(names("warm-too", 50));
        for (int i = 0; i < rounds; i++) {
            // Each begins with an empty server, and who goes first changes.
            for (int turn = 0; turn < 2; turn++) {
                server.clear();
                if ((turn + i) % 2 == 0) {
                    bareSeconds[i] = seconds(() -> bareWrites(names("bare", number)));
                } else {
                    ourSeconds[i] = seconds(() -> ourWrites(names("ours", number)));
                    long changes = server.changes();
                    againSeconds[i] = seconds(() -> ourWrites(names("ours", number)));
                    check(server.changes() == changes, "the second apply changed something");
                }
            }
        }
        System.out.printf("rounds, s: bare %s, flagctl %s%n", rounded(bareSeconds), rounded(ourSeconds));
        System.out.printf("first apply of %,d flags, %d in flight, %d rounds, medians%n", number, AT_ONCE, rounds);
        System.out.printf("bare client    %6.2f s%n", median(bareSeconds));
        System.out.printf("flagctl        %6.2f s  %.3f times%n", median(ourSeconds), ratio(ourSeconds, bareSeconds));
        System.out.printf("second apply   %6.2f s  reads only%n", median(againSeconds));
    }

    private void reads(int number, int rounds) throws Exception {
        server.clear();
        List<String> names = names("flag", number);
        ourWrites(names);
        String query = names.stream()
                .collect(Collectors.joining(
                        "\",\"", "{\"environment\":\"production\",\"downloadFile\":false,\"features\":[\"", "\"]}"));
        List<FlagSpec> specs = names.stream().map(UnleashBench::spec).toList();
        double[] bareSeconds = new double[rounds];
        double[] ourSeconds = new double[rounds];
        try (FlagService flags = flags()) {
            for (int i = -3; i < rounds; i++) {
                int round = Math.max(i, 0);
                bareSeconds[round] = seconds(() -> post("/api/admin/features-batch/export", query));
                ourSeconds[round] = seconds(() -> {
                    Map<String, ObservedFlag> found = flags.read(SCOPE, specs);
                    check(found.values().stream().allMatch(flag -> flag.state() != null), "a flag was not read");
                    return null;
                });
            }
        }
        System.out.printf("refresh of %,d flags, %d rounds, medians%n", number, rounds);
        System.out.printf("one export     %6.3f s%n", median(bareSeconds));
        System.out.printf("flagctl        %6.3f s  %.3f times%n", median(ourSeconds), ratio(ourSeconds, bareSeconds));
    }

    private Void ourWrites(List<String> names) {
        try (FlagService flags = flags()) {
            List<FlagWrite> writes = names.stream()
                    .map(name -> new FlagWrite(spec(name), null, state(name)))
                    .toList();
            List<WriteOutcome> outcomes = flags.write(SCOPE, writes);
            check(outcomes.stream().allMatch(outcome -> outcome.failure() == null), "a write failed");
        }
        return null;
    }

    private Void bareWrites(List<String> names) throws InterruptedException, ExecutionException, IOException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (String name : names) {
                tasks.add(() -> {
                    String flag = FEATURES + "/" + name + "/environments/production";
                    post(FEATURES, "{\"name\":\"" + name + "\",\"description\":\"For the benchmark\"}");
                    post(
                            flag + "/strategies",
                            "{\"name\":\"flexibleRollout\",\"title\":\"flagctl\",\"disabled\":false,\"constraints\":[],\"variants\":[],"
                                    + "\"parameters\":{\"rollout\":\"10\",\"stickiness\":\"userId\",\"groupId\":\""
                                    + name + "\"}}");
                    post(flag + "/on", "");
                    return null;
                });
            }
            for (Future<Void> each : threads.invokeAll(tasks)) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
        String features = names.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
        send(
                "PUT",
                "/api/admin/projects/default/tags",
                "{\"features\":" + features
                        + ",\"tags\":{\"addedTags\":[{\"type\":\"simple\",\"value\":\"flagctl\"}],\"removedTags\":[]}}");
        return null;
    }

    private Void post(String path, String json) throws IOException {
        return send("POST", path, json);
    }

    private Void send(String method, String path, String json) throws IOException {
        Request request = new Request.Builder()
                .url(server.url() + path)
                .header("Authorization", UnleashServer.ADMIN_TOKEN)
                .method(method, RequestBody.create(json, MediaType.get("application/json")))
                .build();
        try (Response response = bare.newCall(request).execute()) {
            String answer = response.body().string();
            check(response.isSuccessful(), response.code() + " " + answer);
        }
        return null;
    }

    private FlagService flags() {
        Map<String, Object> settings =
                Map.of("url", server.url(), "token", UnleashServer.ADMIN_TOKEN, "concurrency", AT_ONCE);
        AdapterHost host = new AdapterHost(Clock.systemUTC(), Path.of("."), Map.of(), line -> {});
        return new UnleashProvider()
                .open(new Settings(new AdapterSpec("bench", "unleash", settings, SourceRef.NONE), Map.of()), host);
    }

    private static FlagSpec spec(String name) {
        return new FlagSpec(name, new Serve("on", "off"), Set.of(Owns.EXPOSURE, Owns.VARIANTS), "For the benchmark");
    }

    private static FlagState state(String name) {
        return new FlagState(
                Map.of("on", true, "off", false), "on", "off", Exposure.of(Percent.of(10)), "targetingKey", name);
    }

    private static List<String> names(String prefix, int number) {
        List<String> names = new ArrayList<>(number);
        for (int i = 0; i < number; i++) {
            names.add(prefix + "-" + i);
        }
        return names;
    }

    private static double seconds(Callable<Void> work) throws Exception {
        long start = System.nanoTime();
        work.call();
        return (System.nanoTime() - start) / 1e9;
    }

    /** Returns the median of the ratios of pairs that ran next to each other. */
    private static double ratio(double[] ours, double[] theirs) {
        double[] ratios = new double[ours.length];
        for (int i = 0; i < ours.length; i++) {
            ratios[i] = ours[i] / theirs[i];
        }
        return median(ratios);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String rounded(double[] values) {
        return Arrays.stream(values).mapToObj("%.1f"::formatted).collect(Collectors.joining(" "));
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
