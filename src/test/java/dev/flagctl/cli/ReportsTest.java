// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.report.diagnostics.CheckedViews;
import dev.flagctl.report.plan.PlanReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportsTest {

    @Test
    void the_same_plan_goes_to_the_terminal_and_to_files(@TempDir Path folder) throws IOException {
        Cli cli = new Shop(folder).search().cli();

        Result result = cli.run("plan", "--report", "json=plan.json", "--report=dotenv=plan.env");

        assertThat(result.output()).contains("+ search");
        assertThat(Files.readString(folder.resolve("plan.json"))).contains("\"feature\" : \"search\"");
        assertThat(Files.readString(folder.resolve("plan.env"))).contains("has-changes=true");
    }

    @Test
    void findings_go_to_a_file_although_the_run_ends_with_5(@TempDir Path folder) throws IOException {
        new Shop(folder).search();
        Files.writeString(folder.resolve("manifests/bad.yaml"), "kind: Nothing\n");

        Result result = Cli.in(folder).run("validate", "--report", "sarif=found.sarif");

        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(Files.readString(folder.resolve("found.sarif"))).contains("\"2.1.0\"", "bad.yaml");
    }

    @Test
    void every_kind_of_report_can_be_asked_for_in_one_run(@TempDir Path folder) throws IOException {
        Cli cli = new Shop(folder).search().cli();
        List<String> plan = new ArrayList<>(List.of("plan"));
        PlanReports.KINDS.forEach(kind -> plan.add("--report=" + kind + "=plan." + kind));
        List<String> validate = new ArrayList<>(List.of("validate"));
        CheckedViews.REPORTS.forEach(kind -> validate.add("--report=" + kind + "=valid." + kind));

        assertThat(cli.run(plan.toArray(new String[0])).exitCode()).isZero();
        assertThat(cli.run(validate.toArray(new String[0])).exitCode()).isZero();

        assertThat(Files.readString(folder.resolve("plan.html"))).startsWith("<!DOCTYPE html>");
        assertThat(Files.readString(folder.resolve("plan.gitlab-terraform")))
                .isEqualTo("{\"create\":1,\"update\":0,\"delete\":0}\n");
        for (String kind : PlanReports.KINDS) {
            assertThat(folder.resolve("plan." + kind)).exists();
        }
        for (String kind : CheckedViews.REPORTS) {
            assertThat(folder.resolve("valid." + kind)).exists();
        }
    }

    @Test
    void an_unknown_kind_names_the_one_that_was_meant(@TempDir Path folder) {
        Cli cli = new Shop(folder).search().cli();

        Result result = cli.run("plan", "--report", "jsn=plan.json");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).contains("did you mean json?");
        assertThat(folder.resolve("plan.json")).doesNotExist();
    }
}
