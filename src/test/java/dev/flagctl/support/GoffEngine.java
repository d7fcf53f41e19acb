// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The engine of GO Feature Flag: the WebAssembly module that its Python provider carries, installed once from PyPI into a cache folder.
 *
 * <p>A machine without Python, or that cannot install, skips the tests that need it; with {@code FLAGCTL_REQUIRE_SERVERS=1} they fail.
 */
public final class GoffEngine {

    private static final String PROVIDER = "gofeatureflag-python-provider==1.3.0";
    private static final Path HOME = Path.of(System.getProperty("user.home"), ".cache", "flagctl-test", "goff-1.3.0");

    private GoffEngine() {}

    /**
     * Evaluates a flag for each evaluation context.
     *
     * @param key key of the flag; {@code *} when each line names its own, as in <code>{"key": …, "context": …}</code>
     * @param contexts JSON objects, each on one line
     * @return names of the variations, in order
     */
    public static List<String> evaluate(Path flagFile, String key, List<String> contexts) {
        Path python = python();
        try {
            Path input = Files.createTempFile("contexts", ".jsonl");
            Path output = Files.createTempFile("variations", ".txt");
            Files.write(input, contexts);
            int code = run(
                    new ProcessBuilder(
                                    python.toString(),
                                    Path.of("src/test/python/goff_engine.py").toString(),
                                    flagFile.toString(),
                                    key)
                            .redirectInput(input.toFile()),
                    output);
            List<String> lines = new ArrayList<>();
            for (String line : Files.readAllLines(output, StandardCharsets.UTF_8)) {
                if (line.startsWith("= ")) {
                    lines.add(line.substring(2));
                }
            }
            String said = Files.readString(output);
            Files.delete(input);
            Files.delete(output);
            if (code != 0 || lines.size() != contexts.size()) {
                throw new IllegalStateException("the engine ended with " + code + ": " + said);
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized Path python() {
        Path python = HOME.resolve("bin/python");
        Path ready = HOME.resolve("ready");
        if (!Files.exists(ready)) {
            try {
                Files.createDirectories(HOME.getParent());
                Path log = Files.createTempFile("goff", ".log");
                boolean installed = run(new ProcessBuilder("python3", "-m", "venv", HOME.toString()), log) == 0
                        && run(new ProcessBuilder(python.toString(), "-m", "pip", "install", "-q", PROVIDER), log) == 0;
                if (!installed) {
                    absent("the engine of GO Feature Flag could not be installed from PyPI: " + Files.readString(log));
                }
                Files.createFile(ready);
            } catch (IOException e) {
                absent("there is no python3 here: " + e.getMessage());
            }
        }
        return python;
    }

    private static int run(ProcessBuilder builder, Path output) throws IOException {
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("it took longer than 5 minutes: " + builder.command());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void absent(String reason) {
        if ("1".equals(System.getenv("FLAGCTL_REQUIRE_SERVERS"))) {
            Assertions.fail(reason);
        }
        Assumptions.abort(reason);
    }
}
