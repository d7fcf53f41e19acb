// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.bench;

import dev.flagctl.adapter.ledger.postgres.PostgresProvider;
import dev.flagctl.adapter.ledger.sqlite.SqliteProvider;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Ledger;
import dev.flagctl.port.Settings;
import dev.flagctl.support.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Compares commands with a short and a long ledger, in SQLite and in PostgreSQL, each as a process of its own as the launcher starts it, in turns. Run with the
 * test class path in the root of the project: {@code LedgerBench [entries of the long one] [features] [rounds] [folder]}. The short one has 1,000 entries,
 * or as many as the first apply of so many features. A folder that is named is kept, and its SQLite ledgers are used again.
 */
public final class LedgerBench {

    private static final int SHORT = 1000;
    private static final List<List<String>> COMMANDS = List.of(
            List.of("plan"),
            List.of("status"),
            List.of("history"),
            List.of("history", "feature-7"),
            List.of("history", "--actor=lee"),
            List.of("history", "--kind=data"),
            List.of("explain", "feature-7"));

    private record Place(String name, Path folder) {}

    private final Path root;
    private final int entries;
    private final int features;
    private final Path launcher = Path.of("flagctl").toAbsolutePath();

    private LedgerBench(Path root, int entries, int features) {
        this.root = root;
        this.entries = entries;
        this.features = features;
    }

    public static void main(String[] args) throws Exception {
        int entries = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int features = args.length > 1 ? Integer.parseInt(args[1]) : 100;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 11;
        Path root = args.length > 3 ? Path.of(args[3]) : Files.createTempDirectory("ledger-bench");
        LedgerBench bench = new LedgerBench(Files.createDirectories(root).toAbsolutePath(), entries, features);
        bench.measure("SQLite", bench.sqlite(), rounds);
        bench.measure("PostgreSQL", bench.postgres(), rounds);
        System.exit(0);
    }

    private List<Place> sqlite() throws Exception {
        List<Place> places = new ArrayList<>();
        for (int size : new int[] {SHORT, entries}) {
            Path folder = root.resolve("sqlite-" + size);
            boolean isNew = !Files.exists(folder);
            writeProject(folder, "{type: sqlite, path: ledger.db}");
            if (isNew) {
                run(folder, List.of("apply", "--auto-approve"));
                Path real = Files.move(folder.resolve("ledger.db"), folder.resolve("real.db"));
                fill(
                        real,
                        new SqliteProvider().open(settings("sqlite", Map.of("path", "ledger.db")), host(folder)),
                        size);
            }
            edit(folder);
            places.add(new Place("sqlite " + size, folder));
        }
        return places;
    }

    private List<Place> postgres() throws Exception {
        List<Place> places = new ArrayList<>();
        String url = PostgresServer.shared().url();
        for (int size : new int[] {SHORT, entries}) {
            Path folder = root.resolve("postgres-" + size);
            String schema = "bench_" + size;
            writeProject(
                    folder,
                    "{type: postgres, url: \"" + url.replace("postgres:any", "postgres:${env:SECRET}") + "\", schema: "
                            + schema + "}");
            Path sqlite = root.resolve("sqlite-" + size);
            Files.createDirectories(folder.resolve("flags"));
            Files.write(
                    folder.resolve("flags/production.flagd.json"),
                    Files.readAllBytes(sqlite.resolve("flags/production.flagd.json")));
            Map<String, Object> values = Map.of("url", url, "schema", schema);
            fill(
                    sqlite.resolve("real.db"),
                    new PostgresProvider().open(settings("postgres", values), host(folder)),
                    size);
            PostgresServer.shared().execute("analyze");
            edit(folder);
            places.add(new Place("postgres " + size, folder));
        }
        return places;
    }

    private static void fill(Path real, Ledger target, int size) {
        Map<String, Object> path = Map.of("path", real.toString());
        try (target;
                Ledger source = new SqliteProvider().open(settings("sqlite", path), host(real.getParent()))) {
            new LedgerHistory(source).write(target, size);
        }
    }

    private static Settings settings(String type, Map<String, Object> values) {
        return new Settings(new AdapterSpec("ledger", type, values, SourceRef.NONE), Map.of());
    }

    private static AdapterHost host(Path folder) {
        return new AdapterHost(Clock.systemUTC(), folder, Map.of(), line -> {});
    }

    private void measure(String title, List<Place> places, int rounds) throws Exception {
        Map<List<String>, Cost[][]> costs = new LinkedHashMap<>();
        for (List<String> command : COMMANDS) {
            costs.put(command, new Cost[2][rounds]);
        }
        for (int round = -1; round < rounds; round++) {
            for (List<String> command : COMMANDS) {
                for (int turn = 0; turn < 2; turn++) {
                    // Who goes first changes.
                    int place = (turn + round + 2) % 2;
                    costs.get(command)[place][Math.max(round, 0)] =
                            run(places.get(place).folder(), command);
                }
            }
        }
        System.out.printf("%n**%s**, %,d features, medians of %d runs in turns%n%n", title, features, rounds);
        System.out.printf(
                "| command | 1,000 entries: wall, CPU ms | %,d entries: wall, CPU ms | ratio of wall | ratio of CPU |%n",
                entries);
        System.out.printf("|---|--:|--:|--:|--:|%n");
        costs.forEach((command, taken) -> {
            Cost few = median(taken[0]);
            Cost many = median(taken[1]);
            System.out.printf(
                    "| `%s` | %.0f, %.0f | %.0f, %.0f | %.2f | %.2f |%n",
                    String.join(" ", command),
                    few.wall() * 1000,
                    few.cpu() * 1000,
                    many.wall() * 1000,
                    many.cpu() * 1000,
                    many.wall() / few.wall(),
                    many.cpu() / few.cpu());
        });
    }

    /** What a process took, in seconds; CPU is its own and not that of a server. */
    private record Cost(double wall, double cpu) {}

    private Cost run(Path folder, List<String> words) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path cpu = folder.resolve("cpu.txt");
        List<String> command = new ArrayList<>(List.of(
                "bash",
                "-c",
                "TIMEFORMAT='%U %S'; { time \"$@\" >out.txt 2>&1; } 2>cpu.txt",
                "bash",
                launcher.toString()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("SECRET", "any");
        builder.environment().put("FLAGCTL_BUILD", "off");
        builder.environment().put("FLAGCTL_CACHE_DIR", root.resolve("cache").toString());
        long start = System.nanoTime();
        int code = builder.start().waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (code != 0) {
            throw new IllegalStateException(words + " ended with " + code + ": " + Files.readString(out));
        }
        String both = Files.readString(cpu).strip();
        int gap = both.indexOf(' ');
        return new Cost(
                seconds, Double.parseDouble(both.substring(0, gap)) + Double.parseDouble(both.substring(gap + 1)));
    }

    private static Cost median(Cost[] costs) {
        return new Cost(
                median(Arrays.stream(costs).mapToDouble(Cost::wall)),
                median(Arrays.stream(costs).mapToDouble(Cost::cpu)));
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private void writeProject(Path folder, String ledger) throws IOException {
        BenchProject.writeProject(folder, ledger);
        for (int i = 0; i < features; i++) {
            Files.writeString(folder.resolve("manifests/feature-" + i + ".yaml"), feature(i, "1.0.0", 10));
        }
    }

    /** Every fifth feature has a new version, so that a plan asks what it was before. */
    private void edit(Path folder) throws IOException {
        for (int i = 0; i < features; i += 5) {
            Files.writeString(folder.resolve("manifests/feature-" + i + ".yaml"), feature(i, "1.1.0", 20));
        }
    }

    private static String feature(int number, String version, int percent) {
        return """
                apiVersion: flagctl.dev/v1
                kind: Feature
                metadata: {name: feature-%d, version: %s, owner: team-payments}
                spec:
                  description: One-page checkout
                  variants: {"on": true, "off": false}
                  serve: {treatment: "on", control: "off"}
                  unit: userId
                  rollout:
                    production:
                      strategy: canary
                      stages:
                        - {percent: 1, bake: 1h}
                        - {percent: %d, bake: 2h, approval: team-payments}
                        - {percent: 100, soak: 1d}
                  guardrails:
                    - {metric: checkout-errors, role: critical, worse-than: control, margin: 10%%}
                """.formatted(number, version, percent);
    }
}
