// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GithubJobTest {

    @Test
    void a_plan_in_a_job_leaves_a_summary_and_outputs_for_later_steps(@TempDir Path folder) throws IOException {
        Path summary = Files.writeString(folder.resolve("summary.md"), "before\n");
        Path outputs = folder.resolve("outputs");
        Cli cli = new Shop(folder)
                .search()
                .cli()
                .with("GITHUB_STEP_SUMMARY", summary.toString())
                .with("GITHUB_OUTPUT", outputs.toString());

        Result result = cli.run("plan", "-e", "production");

        assertThat(result.exitCode()).isZero();
        assertThat(Files.readString(summary)).startsWith("before\n").contains("### flagctl · production", "`search`");
        assertThat(Files.readString(outputs)).contains("has-changes=true\n", "plan-digest=");
    }

    @Test
    void a_summary_that_cannot_be_written_does_not_fail_the_plan(@TempDir Path folder) {
        Cli cli = new Shop(folder).search().cli().with("GITHUB_STEP_SUMMARY", folder.toString());

        Result result = cli.run("plan");

        assertThat(result.exitCode()).isZero();
        assertThat(result.errorOutput()).contains("warning: tried to write to the file of GITHUB_STEP_SUMMARY");
    }
}
