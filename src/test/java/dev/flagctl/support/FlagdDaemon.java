// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A real flagd, started on free ports and ended with the test.
 *
 * <p>The program is the one that {@code FLAGCTL_FLAGD} names, else {@code flagd} of the {@code PATH} (0.15 or newer; it listens on all addresses). No package registry has
 * it in a form that can be installed, so a machine without it skips these tests, also where {@code FLAGCTL_REQUIRE_SERVERS=1} asks for all other servers;
 * a program that is named and does not run fails them.
 */
public final class FlagdDaemon implements AutoCloseable {

    private static final String NAMED = "FLAGCTL_FLAGD";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final int ofrep;

    private FlagdDaemon(Process process, Path log, int ofrep) {
        this.process = process;
        this.log = log;
        this.ofrep = ofrep;
    }

    /** As {@link #start(String, String, Map)}, with this process's own environment. */
    public static FlagdDaemon start(String provider, String uri) {
        return start(provider, uri, Map.of());
    }

    /**
     * Starts one and waits until it has read its source.
     *
     * @param provider how it follows the source: {@code fsnotify}, {@code fileinfo} (each second), {@code http} (each second) or {@code kubernetes}
     * @param uri path, address or name of the flags
     * @param environment further environment variables
     */
    public static FlagdDaemon start(String provider, String uri, Map<String, String> environment) {
        Path program = program();
        if (program == null) {
            Assumptions.abort("there is no flagd here: put it into the PATH, or name it in " + NAMED);
        }
        try {
            Path log = Files.createTempFile("flagd", ".log");
            int ofrep = Servers.freePort();
            int management = Servers.freePort();
            String sources = "[{\"uri\":\"%s\",\"provider\":\"%s\",\"interval\":1}]".formatted(uri, provider);
            ProcessBuilder builder = new ProcessBuilder(
                            program.toString(),
                            "start",
                            "--sources",
                            sources,
                            "--port",
                            String.valueOf(Servers.freePort()),
                            "--ofrep-port",
                            String.valueOf(ofrep),
                            "--sync-port",
                            String.valueOf(Servers.freePort()),
                            "--management-port",
                            String.valueOf(management))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            FlagdDaemon daemon = new FlagdDaemon(process, log, ofrep);
            daemon.awaitReady(management);
            return daemon;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Path program() {
        String named = System.getenv(NAMED);
        if (named != null && !named.isEmpty()) {
            Path program = Path.of(named);
            if (!Files.isExecutable(program)) {
                Assertions.fail(NAMED + " names " + named + ", which cannot be run");
            }
            return program;
        }
        String path = System.getenv("PATH");
        for (String folder : (path == null ? "" : path).split(Pattern.quote(File.pathSeparator), -1)) {
            Path program = Path.of(folder, "flagd");
            if (Files.isRegularFile(program) && Files.isExecutable(program)) {
                return program;
            }
        }
        return null;
    }

    /** Returns the address before {@code /ofrep/v1}. */
    public String ofrepUrl() {
        return "http://127.0.0.1:" + ofrep;
    }

    /** Returns what it has said so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady(int management) {
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/readyz"))
                .timeout(Duration.ofSeconds(2))
                .build();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!answers(ready)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException("flagd did not become ready:\n" + log());
            }
            pause();
        }
    }

    private boolean answers(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw interrupted(e);
        }
    }
}
