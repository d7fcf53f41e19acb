// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.cli.Surroundings.Tty;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Takes from the process what a run may meet; with {@link Main} the only class that touches it. */
final class CompositionRoot {

    private CompositionRoot() {}

    /**
     * Returns the streams, variables, clock and folder of this process.
     *
     * @param debug whether calls are logged to standard error
     */
    static Surroundings surroundings(boolean debug) {
        // Without --debug those that speak to slf4j find nobody who listens, and logback is not set up in each run.
        if (!debug && System.getProperty("slf4j.provider") == null) {
            System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
            System.setProperty("slf4j.internal.verbosity", "WARN");
        }
        // Else picocli looks for Groovy, and the class loader opens every jar to find none.
        System.setProperty("picocli.disable.closures", "true");
        Clock clock = Clock.systemUTC();
        String runId = Long.toString(clock.millis(), Character.MAX_RADIX) + "-"
                + ProcessHandle.current().pid();
        return new Surroundings(
                environment(),
                clock,
                Path.of("").toAbsolutePath(),
                new FileInputStream(FileDescriptor.in),
                // Bytes, not System.out: that one writes "?" for every symbol in locale C.
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                Tty.parse(System.getProperty("flagctl.tty", ""), System.getProperty("flagctl.columns", "")),
                System.getProperty("native.encoding", "").equalsIgnoreCase("UTF-8"),
                length -> Thread.sleep(length.toMillis()),
                new Random(),
                exitCode -> Runtime.getRuntime().halt(exitCode.code()),
                runId);
    }

    /** Who runs is found in the environment; where it does not say, the system does. */
    private static Map<String, String> environment() {
        Map<String, String> environment = System.getenv();
        if (environment.containsKey("USER") || environment.containsKey("USERNAME")) {
            return environment;
        }
        Map<String, String> named = new HashMap<>(environment);
        named.put("USER", System.getProperty("user.name", "unknown"));
        return named;
    }
}
