// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import dev.flagctl.report.OutputSchemas;
import dev.flagctl.report.Shop;
import java.io.IOException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run told afterwards, in every form. */
final class RunReportTest {

    private final RunReport report = new RunReport();
    private final Instant end =
            new RunOf(Shop.plan(), report).whereFails("checkout-redesign").run();

    private static int count(String text, String pattern) {
        return (int) Pattern.compile(pattern).matcher(text).results().count();
    }

    @Test
    void the_document_is_as_its_schema_says() throws IOException {
        String json = report.render("json", end, 9);

        assertThat(OutputSchemas.of("run").validate(json, InputFormat.JSON)).isEmpty();
    }

    @Test
    void a_run_that_never_got_a_plan_has_a_document_too() throws IOException {
        RunReport nothing = new RunReport();

        assertThat(OutputSchemas.of("run").validate(nothing.render("json", end, 6), InputFormat.JSON))
                .isEmpty();
        for (String kind : RunReport.KINDS) {
            assertThat(nothing.render(kind, end, 6)).as(kind).isNotEmpty();
        }
    }

    @Test
    void every_form_counts_the_same() {
        JsonNode document = JsonMapper.shared().readTree(report.render("json", end, 9));
        int done = document.path("tasks").path("done").asInt();
        int failed = document.path("tasks").path("failed").asInt();
        int skipped = document.path("tasks").path("skipped").asInt();
        int holds = document.path("holds").size();
        int all = done + failed + skipped;

        assertThat(done).isPositive();
        assertThat(failed).isEqualTo(1);
        assertThat(document.path("results").size()).isEqualTo(all);
        String markdown = report.render("markdown", end, 9);
        assertThat(count(markdown, "(?m)^\\| `")).isEqualTo(all);
        assertThat(count(markdown, "\\*\\*failed\\*\\*")).isEqualTo(failed);
        assertThat(count(markdown, "(?m)^- `")).isEqualTo(holds);
        String html = report.render("html", end, 9);
        assertThat(count(html, "<tr>") - 1).isEqualTo(all);
        assertThat(count(html, "<li>")).isEqualTo(holds);
        String junit = report.render("junit", end, 9);
        assertThat(count(junit, "<testcase ")).isEqualTo(all + holds);
        assertThat(report.render("dotenv", end, 9))
                .contains(
                        "done=" + done + "\nfailed=" + failed + "\nnot-tried=" + skipped + "\nholding=" + holds + "\n")
                .endsWith("result=9\n");
    }

    @Test
    void what_failed_stands_first_and_says_why() {
        String markdown = report.render("markdown", end, 9);

        String firstRow = markdown.lines()
                .filter(line -> line.startsWith("| `"))
                .findFirst()
                .orElseThrow();
        assertThat(firstRow).contains("`checkout-redesign`").contains("**failed**: ");
    }

    @Test
    void annotations_are_of_what_went_wrong_only() {
        String annotations = report.annotations();

        assertThat(annotations)
                .startsWith("::error file=")
                .contains("title=Failed")
                .contains("checkout-redesign");
        assertThat(count(annotations, "::error")).isEqualTo(1);
    }
}
