// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DriftOnlyTest {

    @TempDir
    private Path folder;

    @Test
    void tells_what_moved_outside_and_ends_with_2_only_when_asked() {
        Shop shop = new Shop(folder).search().applied().edit("flags/production.json", DriftOnlyTest::turnedUp);

        Result told = shop.run("plan", "--drift-only", "-e", "production", "--detailed-exitcode");

        assertThat(told.exitCode()).isEqualTo(2);
        assertThat(told.output()).startsWith("▲ search   10% → 30%   CORRECT").contains("1 drifted · 0 as recorded");
        assertThat(shop.run("plan", "--drift-only").exitCode()).isZero();
    }

    @Test
    void what_is_due_by_itself_is_no_drift() {
        Shop shop = new Shop(folder).search().applied().later(java.time.Duration.ofHours(2));

        Result result = shop.run("plan", "--drift-only", "--detailed-exitcode");

        assertThat(result).isEqualTo(new Result(0, "no drift · 1 as recorded · nothing was changed\n", ""));
    }

    @Test
    void writes_nothing_and_refuses_whatever_would() throws IOException {
        Shop shop = new Shop(folder).search().applied().edit("flags/production.json", DriftOnlyTest::turnedUp);
        Map<Path, String> before = files();

        shop.cli()
                .with("GITHUB_STEP_SUMMARY", folder.resolve("summary").toString())
                .run("plan", "--drift-only");

        assertThat(files()).isEqualTo(before);
        assertThat(shop.run("plan", "--drift-only", "--out=x.plan").exitCode()).isEqualTo(64);
        assertThat(shop.run("plan", "--drift-only", "--report=json=x.json").exitCode())
                .isEqualTo(64);
        assertThat(shop.run("plan", "--drift-only", "-o", "markdown").exitCode())
                .isEqualTo(64);
        assertThat(shop.run("apply", "--drift-only").exitCode()).isEqualTo(64);
        assertThat(files()).isEqualTo(before);
    }

    private static String turnedUp(String flags) {
        return flags.replace("10000", "30000").replace("90000", "70000");
    }

    /** Without the files beside the ledger that SQLite makes and takes away as it likes. */
    private Map<Path, String> files() throws IOException {
        Map<Path, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.toString().matches(".*-(wal|shm)")) {
                    files.put(file, new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
                }
            }
        }
        return files;
    }
}
