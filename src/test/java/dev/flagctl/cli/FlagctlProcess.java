// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** flagctl as the launcher starts it, in a process of its own; what it says is in two files of its folder. */
final class FlagctlProcess {

    /** What a test that failed left running ends with this JVM. */
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final Path out;
    private final Path err;

    private FlagctlProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
        RUNNING.add(process);
        CompletableFuture<Boolean> unused = process.onExit().thenApply(RUNNING::remove);
    }

    /**
     * Starts it.
     *
     * @param name begins the names of the two files
     * @param before what stands before all else on its class path
     */
    static FlagctlProcess start(Path folder, String name, String actor, List<Path> before, String... words)
            throws IOException {
        return launch(folder, name, actor, program(before), words);
    }

    /**
     * Returns the command that starts it, without words.
     *
     * @param before what stands before all else on its class path
     */
    static List<String> program(List<Path> before) {
        List<String> classPath = new ArrayList<>();
        before.forEach(path -> classPath.add(path.toString()));
        classPath.add(System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                String.join(File.pathSeparator, classPath),
                Main.class.getName());
    }

    /** Starts it by a command of its own, to which the words are added. */
    static FlagctlProcess launch(Path folder, String name, String actor, List<String> program, String... words)
            throws IOException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(words));
        Path out = folder.resolve(name + "out.txt");
        Path err = folder.resolve(name + "err.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("FLAGCTL_CACHE_DIR", folder.resolve("cache").toString());
        builder.environment().put("USER", actor);
        List.of("FLAGCTL_ACTOR", "GITHUB_ACTOR", "GITLAB_USER_LOGIN", "GITHUB_ACTIONS")
                .forEach(builder.environment()::remove);
        return new FlagctlProcess(builder.start(), out, err);
    }

    Process process() {
        return process;
    }

    String output() throws IOException {
        return Files.readString(out);
    }

    String errors() throws IOException {
        return Files.readString(err);
    }

    /** Tells whether these words stand in what it wrote to stderr so far. */
    boolean hasSaid(String words) {
        try {
            return errors().contains(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end and returns its exit code. */
    int end(Duration longest) throws InterruptedException {
        if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after " + longest);
        }
        return process.exitValue();
    }

    /** Waits until it, or something that it started, has made a file. */
    void await(Path file) throws IOException, InterruptedException {
        await(() -> Files.exists(file));
    }

    /** Waits up to three minutes until something is so; it must be running still when that comes. */
    void await(BooleanSupplier fulfilled) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!fulfilled.getAsBoolean()) {
            assertThat(process.isAlive())
                    .as("running, and more to come: " + errors())
                    .isTrue();
            assertThat(System.nanoTime()).as("after three minutes: " + errors()).isLessThan(deadline);
            Thread.sleep(Duration.ofMillis(10).toMillis());
        }
    }
}
