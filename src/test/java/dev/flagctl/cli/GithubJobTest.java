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
    void annotations_go_to_standard_error_without_being_asked_for(@TempDir Path folder) {
        Shop shop = new Shop(folder).search();
        Cli host = shop.cli().with("GITHUB_ACTIONS", "true");

        assertThat(host.run("plan", "-e", "production").errorOutput())
                .startsWith("::notice title=flagctl production::");
        assertThat(host.run("plan", "-o", "json").output()).startsWith("{").doesNotContain("::notice");
        assertThat(host.run("plan", "--ci=none").errorOutput()).isEmpty();
        shop.edit("manifests/search.yaml", text -> text.replace("owner", "onwer"));
        assertThat(host.run("validate").errorOutput()).startsWith("::error file=manifests/search.yaml,line=3,");
        assertThat(host.run("validate", "-o", "github").errorOutput()).isEmpty();
        assertThat(host.run("plan", "--ci=never").exitCode()).isEqualTo(64);
    }

    @Test
    void an_apply_tells_later_steps_how_it_ended(@TempDir Path folder) throws IOException {
        Path outputs = folder.resolve("outputs");
        Shop shop = new Shop(folder).search();

        shop.cli().with("GITHUB_OUTPUT", outputs.toString()).run("apply", "--auto-approve");
        shop.cli().with("GITHUB_OUTPUT", outputs.toString()).run("apply", "no-such.plan");
        shop.cli().with("GITHUB_OUTPUT", outputs.toString()).run("apply", "--auto-approve", "--ci=none");

        assertThat(Files.readString(outputs)).isEqualTo("rolled-back=0\nresult=0\nrolled-back=0\nresult=6\n");
    }

    @Test
    void a_summary_that_cannot_be_written_does_not_fail_the_plan(@TempDir Path folder) {
        Cli cli = new Shop(folder).search().cli().with("GITHUB_STEP_SUMMARY", folder.toString());

        Result result = cli.run("plan");

        assertThat(result.exitCode()).isZero();
        assertThat(result.errorOutput()).contains("warning: tried to write to the file of GITHUB_STEP_SUMMARY");
    }
}
