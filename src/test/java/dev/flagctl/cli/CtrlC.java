// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** What tests of Ctrl-C have in common. */
final class CtrlC {

    private static final long SIGINT = 1L << 1;

    private CtrlC() {}

    /** Skips a test where this JVM and what it starts ignore SIGINT: a shell without job control starts what it puts into the background so. */
    static void assumeHeard() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.exists(status)) {
            String ignored = Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> line.substring("SigIgn:".length()).strip())
                    .findFirst()
                    .orElseThrow();
            assertThat(ignored).hasSize(16);
            Assumptions.assumeTrue(
                    (Long.parseUnsignedLong(ignored, 16) & SIGINT) == 0,
                    "whoever started this build lets it ignore Ctrl-C");
        }
    }
}
