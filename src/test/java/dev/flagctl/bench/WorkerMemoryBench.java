// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.bench;

import dev.flagctl.support.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watches the memory of one worker as the launcher starts it: what is live after a full collection, what the process holds, its threads and open files. All keys are due again
 * and again, and between two samples a hundred manifests are edited. Run with the test class path in the root of the project:
 * {@code WorkerMemoryBench [features] [samples] [seconds between two] [heap in MiB]}.
 */
public final class WorkerMemoryBench {

    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
    private static final Pattern LOOKS = Pattern.compile("(?m)^flagctl_worker_looks_total\\{[^}]*} (\\d+)$");

    /** Of the serial collector, whose young and old generation are told in a line each. */
    private static final Pattern USED = Pattern.compile("(?i)(?:def new|tenured)\\s.*used (\\d+)K");

    private final Path folder;
    private final Process worker;
    private final HttpClient http = HttpClient.newHttpClient();

    private WorkerMemoryBench(Path folder, int heap) throws IOException {
        this.folder = folder;
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of("flagctl").toAbsolutePath().toString(), "worker", "--every=1s", "--listen=127.0.0.1:0")
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out.txt").toFile())
                .redirectError(folder.resolve("err.txt").toFile());
        builder.environment().put("FLAGCTL_BUILD", "off");
        builder.environment().put("SECRET", "any");
        builder.environment().put("FLAGCTL_JAVA_OPTS", "-Xmx" + heap + "m");
        worker = builder.start();
    }

    public static void main(String[] args) throws Exception {
        int features = args.length > 0 ? Integer.parseInt(args[0]) : 2000;
        int samples = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 60;
        int heap = args.length > 3 ? Integer.parseInt(args[3]) : 256;
        Path folder = Files.createTempDirectory("worker-memory");
        String url = PostgresServer.shared().url().replace("postgres:any", "postgres:${env:SECRET}");
        BenchProject.write(folder, features, "{type: postgres, url: \"" + url + "\", schema: memory}");
        WorkerMemoryBench bench = new WorkerMemoryBench(folder, heap);
        try {
            bench.watch(samples, seconds);
        } finally {
            bench.worker.destroy();
            bench.worker.waitFor();
        }
        System.exit(0);
    }

    private void watch(int samples, int seconds) throws Exception {
        System.out.println("| s | keys looked at | entries | live heap KiB | RSS MiB | threads | open files |");
        System.out.println("|--:|--:|--:|--:|--:|--:|--:|");
        long begin = System.nanoTime();
        for (int sample = 0; sample <= samples; sample++) {
            Thread.sleep(Duration.ofSeconds(seconds).toMillis());
            long looks = looks();
            run("GC.run");
            Matcher used = USED.matcher(run("GC.heap_info"));
            long live = 0;
            while (used.find()) {
                live += Long.parseLong(used.group(1));
            }
            ProcessMemory held = ProcessMemory.of(worker.pid());
            System.out.printf(
                    "| %d | %,d | %,d | %,d | %d | %d | %d |%n",
                    (System.nanoTime() - begin) / 1_000_000_000,
                    looks,
                    PostgresServer.shared().count("memory.entry"),
                    live,
                    held.rss(),
                    held.threads(),
                    held.files());
            BenchProject.writeFile(folder, 0, BenchProject.IN_A_FILE, sample + 1);
        }
    }

    private long looks() throws Exception {
        Matcher url = URL.matcher(Files.readString(folder.resolve("err.txt")));
        if (!url.find()) {
            throw new IllegalStateException(Files.readString(folder.resolve("err.txt")));
        }
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url.group() + "/metrics")).build();
        Matcher counts = LOOKS.matcher(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        long sum = 0;
        while (counts.find()) {
            sum += Long.parseLong(counts.group(1));
        }
        return sum;
    }

    private String run(String command) throws IOException, InterruptedException {
        Path out = folder.resolve("jcmd.txt");
        new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(worker.pid()),
                        command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start()
                .waitFor();
        return Files.readString(out);
    }
}
