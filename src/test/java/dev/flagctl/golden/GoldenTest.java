// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.support.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shows for each case the plan that a user would see, from the real command line, ledger, flag file and events; only time stands still.
 *
 * <p>{@code -Dflagctl.golden=write} writes all expected files and the page of the cases anew: read the difference before you commit it.
 */
final class GoldenTest {

    private static final boolean WRITES = "write".equals(System.getProperty("flagctl.golden"));
    private static final Path PAGE = Path.of("docs/golden-cases.md");

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock(Instant.parse("2026-11-23T12:00:00Z"));

    static List<GoldenCase> cases() throws IOException {
        return GoldenCase.all();
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("manifests"))) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void plans_as_a_person_has_found_right(GoldenCase golden) throws IOException {
        golden.copyTo(folder);
        Steps steps = new Steps(folder, clock);
        steps.take(golden.text("steps.txt").lines().toList());

        same(golden.folder().resolve("plan.txt"), shown(steps.flagctl("plan")));
        same(golden.folder().resolve("plan.json"), shown(steps.flagctl("plan", "-o", "json")));
        if (golden.has("apply.txt")) {
            same(golden.folder().resolve("apply.txt"), shown(steps.flagctl("apply", "--auto-approve")));
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void plans_the_example_projects(Path example) throws IOException {
        Path expected = Path.of(
                "src/test/resources/golden/examples", example.getFileName().toString());
        GoldenCase.copy(example, folder);
        Steps steps = new Steps(folder, clock);

        same(expected.resolve("validate.txt"), shown(steps.flagctl("validate")));
        same(expected.resolve("plan.txt"), shown(steps.flagctl("plan")));
        same(expected.resolve("plan.json"), shown(steps.flagctl("plan", "-o", "json")));
    }

    @Test
    void the_page_shows_every_case() throws IOException {
        same(PAGE, GoldenPage.of(GoldenCase.all()));
    }

    private static String shown(Result result) {
        return result.output()
                + (result.errorOutput().isEmpty() ? "" : "--- on standard error\n" + result.errorOutput())
                + (result.exitCode() == 0 ? "" : "--- exit " + result.exitCode() + "\n");
    }

    private static void same(Path file, String text) throws IOException {
        if (WRITES) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(text).as(file.toString()).isEqualTo(Files.exists(file) ? Files.readString(file) : "");
    }
}
