// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoCommandTest {

    @Test
    void plays_a_whole_life_from_the_first_user_to_the_archive(@TempDir Path folder) throws Exception {
        Result result = Cli.in(folder).run("demo", "shop");

        assertThat(result.errorOutput()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.output())
                .containsSubsequence(
                        "200 of 20,000 users get it (1.00%)",
                        "rolled back  25% -> 5%",
                        "exactly those of that stage: the last adopters left first",
                        "20,000 of 20,000 users get it (100.00%)",
                        "finished",
                        "deprecated",
                        "phase-out step 1 of 4",
                        "archived",
                        "$ flagctl history",
                        "ROLL_BACK",
                        "the ledger is whole");
        assertThat(Files.readString(folder.resolve("shop/flags/production.flagd.json")))
                .contains("checkout-v3")
                .doesNotContain("\"checkout-redesign\":");
        assertThat(Cli.in(folder.resolve("shop")).run("history", "verify").exitCode())
                .isZero();
        assertThat(Cli.in(folder.resolve("shop")).run("validate").exitCode()).isZero();
    }

    @Test
    void leaves_a_folder_alone_that_holds_something(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("mine"));
        Files.writeString(folder.resolve("mine/notes.txt"), "mine");

        Result result = Cli.in(folder).run("demo", "mine");

        assertThat(result.exitCode()).isEqualTo(6);
        assertThat(result.errorOutput()).contains("the folder mine is not empty");
        assertThat(folder.resolve("mine")).isDirectoryContaining(path -> path.endsWith("notes.txt"));
    }
}
