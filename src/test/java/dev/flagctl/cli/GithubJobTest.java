// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

        assertThat(Files.readString(outputs).lines().filter(line -> line.startsWith("result=")))
                .containsExactly("result=0", "result=6");
        assertThat(Files.readString(outputs))
                .startsWith("has-changes=true\ndone=1\nfailed=0\nnot-tried=0\nholding=0\nrolled-back=0\nplan-digest=");
    }

    @Test
    void a_summary_that_cannot_be_written_does_not_fail_the_plan(@TempDir Path folder) {
        Cli cli = new Shop(folder).search().cli().with("GITHUB_STEP_SUMMARY", folder.toString());

        Result result = cli.run("plan");

        assertThat(result.exitCode()).isZero();
        assertThat(result.errorOutput()).contains("warning: tried to write to the file of GITHUB_STEP_SUMMARY");
    }

    @Test
    void the_log_of_an_apply_folds_and_its_summary_is_a_page_of_the_job(@TempDir Path folder) throws IOException {
        Path summary = folder.resolve("summary.md");
        Shop shop = new Shop(folder).search();

        Result result = shop.cli()
                .with("GITHUB_ACTIONS", "true")
                .with("GITHUB_STEP_SUMMARY", summary.toString())
                .run("apply", "--auto-approve");

        assertThat(result.errorOutput()).isEqualTo("::group::flagctl: what is done\n::endgroup::\n");
        assertThat(Files.readString(summary))
                .startsWith("### flagctl apply · shop · 1 of 1 task done · exit 0")
                .contains("| `search` 1.0.0 | production |");
    }

    @Test
    void gitlab_folds_it_too(@TempDir Path folder) {
        Shop shop = new Shop(folder).search();

        Result result = shop.cli().with("GITLAB_CI", "true").run("apply", "--auto-approve");
        Result quiet = shop.later(Duration.ofHours(2))
                .cli()
                .with("GITLAB_CI", "true")
                .run("apply", "--auto-approve", "--ci=none");

        assertThat(result.errorOutput())
                .startsWith("\u001b[0Ksection_start:")
                .contains(":flagctl_run\r\u001b[0Kflagctl: what is done\n")
                .contains("section_end:");
        assertThat(quiet.errorOutput()).isEmpty();
    }

    @Test
    void a_run_can_be_told_as_one_document_and_in_reports(@TempDir Path folder) throws IOException {
        Shop shop = new Shop(folder).search();

        Result result = shop.run(
                "apply", "--auto-approve", "-o", "json", "--report", "junit=run.xml", "--report=html=run.html");
        Result kill = shop.run("kill", "search", "-o", "markdown", "--reason", "ticket 4711");

        assertThat(result.output()).startsWith("{").contains("\"exitCode\" : 0");
        assertThat(result.errorOutput()).contains("1 done, 0 failed");
        assertThat(Files.readString(folder.resolve("run.xml"))).contains("<testsuites name=\"flagctl apply\"");
        assertThat(Files.readString(folder.resolve("run.html"))).startsWith("<!DOCTYPE html>");
        assertThat(kill.output())
                .startsWith("### flagctl apply · shop · 1 of 1 task done")
                .contains("rolled back");
    }
}
