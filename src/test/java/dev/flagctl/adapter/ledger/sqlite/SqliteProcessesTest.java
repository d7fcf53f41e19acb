// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.port.Ledger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other processes write the same file at the same time, and die. */
final class SqliteProcessesTest {

    @TempDir
    Path folder;

    private Ledger ledger() {
        return new SqliteLedger(new SqliteFile(folder.resolve("ledger.db"), Clock.systemUTC()), Clock.systemUTC());
    }

    private Process loop(String run, long appends) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AppendLoop.class.getName(),
                        folder.resolve("ledger.db").toString(),
                        run,
                        Long.toString(appends))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static long last(BufferedReader output) throws IOException {
        long last = 0;
        String line;
        // A line cut by the kill is no promise that was heard.
        while ((line = output.readLine()) != null && line.matches("\\d+")) {
            last = Math.max(last, Long.parseLong(line));
        }
        return last;
    }

    @Test
    void killed_anywhere_nothing_that_was_promised_is_lost() throws Exception {
        Random random = new Random();
        for (int round = 0; round < 20; round++) {
            Process process = loop("round-" + round, Long.MAX_VALUE);
            BufferedReader output = output(process);
            int appends = 1 + random.nextInt(40);
            long promised = 0;
            for (int i = 0; i < appends; i++) {
                promised = Math.max(promised, Long.parseLong(output.readLine()));
            }
            // Somewhere within the next append.
            TimeUnit.MICROSECONDS.sleep(random.nextInt(4_000));
            // By its handle: Process would also close the output that is still to be read.
            assertThat(process.toHandle().destroyForcibly()).isTrue();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            promised = Math.max(promised, last(output));

            try (Ledger ledger = ledger()) {
                Ledger.Verification verification = ledger.verify();
                assertThat(verification.problems()).isEmpty();
                assertThat(verification.entries()).isEqualTo(ledger.serial()).isGreaterThanOrEqualTo(promised);
                assertThat(verification.entries() % 3)
                        .as("all entries of an append, or none")
                        .isZero();
                assertThat(ledger.openTasks()).isEmpty();
            }
        }
    }

    @Test
    void three_processes_make_one_file_and_one_chain() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(loop("run-" + i, 30));
        }

        for (Process process : processes) {
            assertThat(last(output(process))).isPositive();
            assertThat(process.waitFor()).isZero();
        }

        try (Ledger ledger = ledger()) {
            assertThat(ledger.verify()).satisfies(verification -> {
                assertThat(verification.problems()).isEmpty();
                assertThat(verification.entries()).isEqualTo(3 * 30 * 3);
            });
            assertThat(ledger.states()).hasSize(3 * 7);
        }
    }
}
