// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs of other people that a test starts. */
public final class Tools {

    private Tools() {}

    /** What a program left behind; both streams in one text. */
    public record Result(int exitCode, String output) {}

    /** Skips the test when a program is not there, and fails it where {@code FLAGCTL_REQUIRE_SERVERS=1} says that all must be. */
    public static void require(String name) {
        boolean isThere = List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        if ("1".equals(System.getenv("FLAGCTL_REQUIRE_SERVERS"))) {
            assertThat(isThere).as(name + " is there").isTrue();
        }
        assumeTrue(isThere, name + " is not installed");
    }

    /** Runs a program to its end. */
    public static Result run(Path folder, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " did not end: " + output);
        }
        return new Result(process.exitValue(), output);
    }
}
