// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Finds the smallest heap with which commands still work, each as a process as the launcher starts it. Run with the test class path in the root of the project, after {@link LedgerBench}
 * made a long ledger: {@code MemoryBench FOLDER}, its folder. How a worker's memory goes on is told by {@link WorkerMemoryBench}.
 */
public final class MemoryBench {

    /** Heaps that are tried, in MiB. */
    private static final int[] HEAPS = {
        12, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 256, 384, 512
    };

    /** A heap that is too small may also show in collecting all the time. */
    private static final double MOST_SLOWER = 2;

    private static final Path LAUNCHER = Path.of("flagctl").toAbsolutePath();

    private final Path cache;

    private MemoryBench(Path cache) {
        this.cache = cache;
    }

    public static void main(String[] args) throws Exception {
        MemoryBench bench = new MemoryBench(Files.createTempDirectory("memory-bench"));
        System.out.println("| command | smallest heap MiB | RSS at its end MiB | s with it | s with 512 MiB |");
        System.out.println("|---|--:|--:|--:|--:|");
        for (int features : new int[] {1000, 10_000}) {
            Path folder = Files.createTempDirectory("memory-bench-" + features);
            BenchProject.write(folder, features, "{type: sqlite, path: ledger.db}");
            bench.measure(features + " features", folder, true, List.of("validate"));
            bench.measure(features + " features", folder, true, List.of("apply", "--auto-approve"));
            bench.run(folder, 512, List.of("apply", "--auto-approve"));
            bench.measure(features + " features", folder, false, List.of("apply", "--auto-approve"));
            bench.measure(features + " features", folder, false, List.of("status"));
        }
        if (args.length > 0) {
            bench.measureLedger(Path.of(args[0]).toAbsolutePath());
        }
    }

    private void measureLedger(Path folder) throws Exception {
        for (int entries : new int[] {1000, 1_000_000}) {
            Path project = folder.resolve("sqlite-" + entries);
            String of = entries + " entries";
            for (List<String> command : List.of(
                    List.of("status"),
                    List.of("plan"),
                    List.of("history", "--limit=0"),
                    List.of("history", "--limit=0", "-o", "csv"),
                    List.of("history", "--limit=0", "-o", "jsonl"),
                    List.of("history", "verify"))) {
                measure(of, project, false, command);
            }
            measure(of, project, true, List.of("ledger", "copy", "--to=copy.db"));
            clean(project);
        }
    }

    /** @param anew whether what the command left behind is taken away before each try */
    private void measure(String of, Path folder, boolean anew, List<String> command) throws Exception {
        Run ample = tried(folder, anew, HEAPS[HEAPS.length - 1], command);
        if (!ample.isDone()) {
            throw new IllegalStateException(command + ": " + Files.readString(folder.resolve("out.txt")));
        }
        int low = 0;
        int high = HEAPS.length - 1;
        Run best = ample;
        while (low < high) {
            int middle = (low + high) / 2;
            Run run = tried(folder, anew, HEAPS[middle], command);
            if (run.isDone() && run.seconds() <= MOST_SLOWER * ample.seconds()) {
                best = run;
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        System.out.printf(
                "| `%s`, %s | %d | %d | %.1f | %.1f |%n",
                String.join(" ", command), of, HEAPS[high], best.rss(), best.seconds(), ample.seconds());
    }

    private Run tried(Path folder, boolean anew, int heap, List<String> command) throws Exception {
        if (anew) {
            clean(folder);
        }
        return run(folder, heap, command);
    }

    private static void clean(Path folder) throws IOException {
        for (String left : List.of("copy.db", "copy.db-wal", "copy.db-shm")) {
            Files.deleteIfExists(folder.resolve(left));
        }
        if (Files.exists(folder.resolve("fresh"))) {
            for (String left : List.of("ledger.db", "ledger.db-wal", "ledger.db-shm", "flags/production.flagd.json")) {
                Files.deleteIfExists(folder.resolve(left));
            }
        }
    }

    /**
     * What a process came to.
     *
     * @param rss what it held when it was largest, in MiB
     */
    private record Run(boolean isDone, long rss, double seconds) {}

    private Run run(Path folder, int heap, List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile());
        builder.environment().put("FLAGCTL_BUILD", "off");
        builder.environment().put("FLAGCTL_JAVA_OPTS", "-Xmx" + heap + "m");
        builder.environment().put("FLAGCTL_CACHE_DIR", cache.toString());
        long start = System.nanoTime();
        Process process = builder.start();
        long most = 0;
        while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
            most = Math.max(most, ProcessMemory.of(process.pid()).peak());
        }
        return new Run(process.exitValue() == 0, most, (System.nanoTime() - start) / 1e9);
    }
}
