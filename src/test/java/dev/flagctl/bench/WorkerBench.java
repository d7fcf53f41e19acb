// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.bench;

import dev.flagctl.support.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Two workers on one PostgreSQL, one of them killed half-way: ticks each second, beside the bare scheduler that does nothing, in turns. Run with the test class
 * path: {@code WorkerBench [keys]...}, an even number each.
 */
public final class WorkerBench {

    private final PostgresServer server = PostgresServer.shared();

    private final long postmaster;

    private WorkerBench() throws IOException {
        postmaster = field(
                server.count("generate_series(1, (select pid from pg_stat_activity where backend_type = 'walwriter'))"),
                4);
    }

    public static void main(String[] args) throws Exception {
        WorkerBench bench = new WorkerBench();
        System.out.println(
                "| keys | what | ticks/s until the kill | ticks/s of one after it | CPU ms each | all s | late s | left | twice |");
        System.out.println("|--:|---|--:|--:|--:|--:|--:|--:|--:|");
        for (String keys : args.length == 0 ? new String[] {"1000", "10000", "100000"} : args) {
            bench.measure(Integer.parseInt(keys));
        }
        System.exit(0);
    }

    private void measure(int keys) throws Exception {
        String bare = prepared("bare_" + keys, keys);
        tell(keys, "bare scheduler", run("bare", bare, keys), "", "");
        String schema = prepared("ours_" + keys, keys);
        server.execute("drop table if exists flag");
        server.execute(TableFlagServiceProvider.TABLE);
        Run first = run("flagctl", schema, keys);
        tell(keys, "flagctl, each tick begins a rollout", first, left(keys), twice());
        server.execute("update " + schema + ".work set execution_time = now(), picked = false, picked_by = null");
        tell(keys, "flagctl, nothing is due", run("flagctl", schema, keys), left(keys), twice());
    }

    private String left(int keys) {
        return Long.toString(keys - server.count("flag"));
    }

    private String twice() {
        return Long.toString(server.count("flag where writes > 1"));
    }

    /**
     * What a run took.
     *
     * @param two keys each second in its first half, with two workers
     * @param one keys each second in its second half, with the one that is left
     * @param cpuMillis CPU time for each key, of workers and PostgreSQL, from the first key to almost the last: what a machine that does other things
     *     as well leaves comparable
     * @param seconds until every key was looked at
     * @param late seconds from then on until every flag was written: keys that the killed worker held are locked until its lease ends
     */
    private record Run(double two, double one, double cpuMillis, double seconds, double late) {}

    private static void tell(int keys, String what, Run run, String left, String twice) {
        System.out.printf(
                "| %,d | %s | %,.0f | %,.0f | %.2f | %.1f | %.1f | %s | %s |%n",
                keys, what, run.two(), run.one(), run.cpuMillis(), run.seconds(), run.late(), left, twice);
    }

    /** Makes the rows as the worker does, all due. */
    private String prepared(String schema, int keys) {
        server.execute("drop schema if exists " + schema + " cascade");
        server.execute("create schema " + schema);
        server.execute("create table " + schema + ".work (task_name text not null, task_instance text not null,"
                + " task_data bytea, execution_time timestamptz not null, picked boolean not null, picked_by text,"
                + " last_success timestamptz, last_failure timestamptz, consecutive_failures integer,"
                + " last_heartbeat timestamptz, version bigint not null, priority smallint,"
                + " primary key (task_name, task_instance))");
        server.execute("create index work_due on " + schema + ".work (execution_time)");
        server.execute("create index work_alive on " + schema + ".work (last_heartbeat) where picked");
        for (String environment : WorkerProcess.ENVIRONMENTS) {
            server.execute("insert into " + schema + ".work (task_name, task_instance, execution_time, picked, version)"
                    + " select 'look', '" + environment + "/feature-' || i, now(), false, 1 from generate_series(0, "
                    + (keys / WorkerProcess.ENVIRONMENTS.size() - 1) + ") i");
        }
        server.execute("analyze " + schema + ".work");
        return schema;
    }

    private Run run(String kind, String schema, int keys) throws Exception {
        Instant since = Instant.now();
        List<Process> workers = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                workers.add(start(kind, schema, keys, kind + "-" + i));
            }
            Instant begin = await(schema, since, 1, workers);
            double cpuBefore = cpuMillis(workers);
            Instant half = await(schema, since, keys / 2, workers);
            long atHalf = done(schema, since);
            double killed = cpuMillis(workers.get(0).pid());
            workers.remove(0).destroyForcibly().waitFor();
            // What the killed one had in hand is taken over later: it belongs to no rate.
            long nearly = keys - 1000 > atHalf ? keys - 1000 : keys - (keys - atHalf) / 2;
            Instant almost = await(schema, since, nearly, workers);
            long atAlmost = done(schema, since);
            double cpu = cpuMillis(workers) + killed - cpuBefore;
            Instant end = await(schema, since, keys, workers);
            double late = kind.equals("bare") ? 0 : awaitFlags(keys, end);
            return new Run(
                    atHalf / seconds(begin, half),
                    (atAlmost - atHalf) / seconds(half, almost),
                    cpu / atAlmost,
                    seconds(begin, end),
                    late);
        } finally {
            for (Process worker : workers) {
                worker.destroyForcibly().waitFor();
            }
        }
    }

    /** Returns the CPU time of workers and of all that PostgreSQL ever started. */
    private double cpuMillis(List<Process> workers) throws IOException {
        double sum = cpuMillis(postmaster) + cpuMillisOfEnded(postmaster);
        for (Process worker : workers) {
            sum += cpuMillis(worker.pid());
        }
        List<ProcessHandle> children = ProcessHandle.of(postmaster)
                .map(ProcessHandle::children)
                .orElseThrow()
                .toList();
        for (ProcessHandle child : children) {
            sum += cpuMillis(child.pid());
        }
        return sum;
    }

    /** Fields 14 and 15 of proc(5) are user and system time in hundredths of a second; 16 and 17 those of children that ended. */
    private static double cpuMillis(long pid) throws IOException {
        return 10.0 * (field(pid, 14) + field(pid, 15));
    }

    private static double cpuMillisOfEnded(long pid) throws IOException {
        return 10.0 * (field(pid, 16) + field(pid, 17));
    }

    private static long field(long pid, int number) throws IOException {
        String text;
        try {
            text = Files.readString(Path.of("/proc/" + pid + "/stat"));
        } catch (IOException ended) {
            return 0;
        }
        // The name of the program, in brackets, may have blanks.
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[number - 3]);
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(1, Duration.between(from, to).toMillis()) / 1000.0;
    }

    /** Counts the keys that were looked at since the run began; what moves is due again after a minute, and looked at again. */
    private long done(String schema, Instant since) {
        return server.count(schema + ".work where last_success >= '" + since + "'");
    }

    /** Returns for how many seconds it waited; at most a minute, for what is not written then never will be. */
    private double awaitFlags(int keys, Instant end) throws InterruptedException {
        Instant latest = end.plusSeconds(60);
        while (server.count("flag") < keys && Instant.now().isBefore(latest)) {
            Thread.sleep(200);
        }
        return Duration.between(end, Instant.now()).toMillis() / 1000.0;
    }

    private Instant await(String schema, Instant since, long wanted, List<Process> workers)
            throws InterruptedException {
        while (done(schema, since) < wanted) {
            if (workers.stream().anyMatch(worker -> !worker.isAlive())) {
                throw new IllegalStateException("a worker ended");
            }
            Thread.sleep(200);
        }
        return Instant.now();
    }

    private Process start(String kind, String schema, int keys, String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        // As the launcher does.
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerProcess.class.getName(),
                        kind,
                        server.url(),
                        schema,
                        Integer.toString(keys / WorkerProcess.ENVIRONMENTS.size()),
                        name)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(Path.of(System.getProperty("java.io.tmpdir"), "worker-bench.log")
                        .toFile())
                .start();
    }
}
