// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.adapter.flagdformat.FlagdBucketing;
import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Percent;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that write one file at the same time, each another flag of it: what every file-based flag service shares. */
final class FlagdProcessesTest {

    private static final int WRITES = 30;

    @TempDir
    private Path folder;

    @Test
    void processes_that_write_different_flags_of_one_file_wait_for_each_other_and_lose_nothing() throws Exception {
        List<Process> writers = new ArrayList<>();
        for (String flag : List.of("a", "b", "c")) {
            writers.add(writer(flag));
        }

        for (Process writer : writers) {
            assertThat(writer.waitFor()).isZero();
        }

        FlagFolder file = new FlagFolder(folder, "x.json");
        for (String flag : List.of("a", "b", "c")) {
            assertThat(file.state(FlagFolder.spec(flag)).exposure()).isEqualTo(exposure(WRITES));
        }
        assertThat(folder).isDirectoryNotContaining("glob:**{.lock,-new}");
    }

    private Process writer(String flag) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString(),
                        flag)
                .inheritIO()
                .start();
    }

    private static Exposure exposure(int write) {
        return Exposure.of(Percent.of((double) write));
    }

    /** Takes one flag up percent by percent; ends with a stack trace when a write fails or finds another state than its own last one. */
    static final class Writer {

        public static void main(String[] args) {
            FlagPath path = new FlagPath(Path.of(args[0]), "x.json", FlagFormat.JSON);
            WriteTurns turns = new WriteTurns(new Random(), length -> Thread.sleep(length.toMillis()));
            try (FlagService flags = new FlagdFlagService(path, FlagdBucketing.V1, turns)) {
                FlagState before = null;
                for (int i = 1; i <= WRITES; i++) {
                    FlagState after = new FlagState(
                            Map.of("on", true, "off", false), "on", "off", exposure(i), "targetingKey", args[1]);
                    FlagWrite write = new FlagWrite(FlagFolder.spec(args[1]), before, after);
                    AdapterException failure =
                            flags.write(FlagFolder.SCOPE, List.of(write)).get(0).failure();
                    if (failure != null) {
                        throw failure;
                    }
                    before = after;
                }
            }
        }
    }
}
