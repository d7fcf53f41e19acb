// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.Severity;
import dev.flagctl.diag.SourceRange;
import dev.flagctl.report.Format;
import dev.flagctl.report.Looks;
import dev.flagctl.report.OutputSchemas;
import dev.flagctl.report.XmlText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class CheckedViewsTest {

    private static final Diagnostic PERCENT = Diagnostic.error(
            "FC1042",
            "percent must be between 0 and 100",
            new SourceRange("manifests/checkout-redesign.yaml", 20, 21, 24),
            "production, stage 5 of 6",
            "did you mean 15 or 50?");
    private static final Diagnostic KEY = Diagnostic.error(
            "FC1007",
            "unknown key \"onwer\"",
            new SourceRange("manifests/search-ranker.yaml", 3, 49, 54),
            "did you mean \"owner\"?",
            null);
    private static final Diagnostic NAMES = new Diagnostic(
            Severity.ERROR,
            "FC1215",
            "two features are named \"search-ranker\"",
            new SourceRange("manifests/search-ranker.yaml", 3, 18, 31),
            "first here",
            null,
            List.of(new Diagnostic.Related(
                    new SourceRange("manifests/legacy/ranker.yaml", 3, 18, 31), "and again here")));

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static final Checked THREE = new Checked(List.of(PERCENT, KEY, NAMES), 14, 38, Duration.ofMillis(38), 5);

    private static final Map<String, String> LINES = Map.of(
            "manifests/checkout-redesign.yaml:19", "        - {percent: 10, bake: 2h}",
            "manifests/checkout-redesign.yaml:20", "        - {percent: 150, bake: 1d, approval: payments-leads}",
            "manifests/search-ranker.yaml:2", "kind: Feature",
            "manifests/search-ranker.yaml:3", "metadata: {name: search-ranker, version: 0.1.0, onwer: team-search}");

    @Test
    void text_shows_each_problem_with_its_lines_and_ends_with_the_counts() {
        String text = view(Format.TEXT, Looks.PLAIN).render(THREE);

        assertThat(text).isEqualTo("""
                        error[FC1042]: percent must be between 0 and 100
                          --> manifests/checkout-redesign.yaml:20:21
                        19 |         - {percent: 10, bake: 2h}
                        20 |         - {percent: 150, bake: 1d, approval: payments-leads}
                           |                     ^^^ production, stage 5 of 6
                           = hint: did you mean 15 or 50?

                        error[FC1007]: unknown key "onwer"
                          --> manifests/search-ranker.yaml:3:49
                         3 | metadata: {name: search-ranker, version: 0.1.0, onwer: team-search}
                           |                                                 ^^^^^ did you mean "owner"?

                        error[FC1215]: two features are named "search-ranker"
                          --> manifests/search-ranker.yaml:3:18       first here
                          --> manifests/legacy/ranker.yaml:3:18       and again here

                        3 errors, 0 warnings · 14 files, 38 features, 38 ms · flagctl explain FC1042         exit 5
                        """);
    }

    @Test
    void valid_manifests_are_one_line() {
        Checked valid = new Checked(List.of(), 14, 1, Duration.ofMillis(38), 0);

        assertThat(view(Format.TEXT, Looks.PLAIN).render(valid))
                .isEqualTo("0 errors, 0 warnings · 14 files, 1 feature, 38 ms\n");
        assertThat(view(Format.SHORT, Looks.PLAIN).render(valid)).isEmpty();
    }

    @Test
    void counts_that_are_not_known_are_left_out() {
        Checked broken = new Checked(List.of(KEY), null, null, Duration.ofMillis(7), 5);

        assertThat(view(Format.TEXT, Looks.PLAIN).render(broken)).contains("\n1 error, 0 warnings · 7 ms · flagctl");
    }

    @Test
    void carets_stand_under_the_marked_part_of_a_line_with_wide_characters() {
        Diagnostic wide = Diagnostic.error("FC1007", "unknown key", new SourceRange("a.yaml", 1, 13, 15), "", null);
        LineSource lines = (file, line) -> Optional.of("name: 支付支付, 键值: 1");

        String text =
                new CheckedTextView(Looks.PLAIN, lines).render(new Checked(List.of(wide), 1, 1, Duration.ZERO, 5));

        assertThat(text).contains("""
                         1 | name: 支付支付, 键值: 1
                           |                 ^^^^
                        """);
    }

    @Test
    void a_line_of_any_length_is_cut_around_the_mark() {
        String line = "x".repeat(10_000) + "BAD" + "y".repeat(10_000);
        Diagnostic far = Diagnostic.error("FC1007", "bad", new SourceRange("a.yaml", 1, 10_001, 10_004), "here", null);

        String text = new CheckedTextView(Looks.PLAIN, (file, n) -> Optional.of(line))
                .render(new Checked(List.of(far), 1, 1, Duration.ZERO, 5));

        assertThat(text).contains("xBADy").contains("^^^ here");
        assertThat(text.lines()).allMatch(each -> each.length() < 200);
    }

    @Test
    void text_marks_no_more_of_a_long_value_than_it_shows() {
        Diagnostic huge = new Diagnostic(
                Severity.ERROR,
                "FC1033",
                "no name",
                new SourceRange("a.yaml", 1, 7, 200_000),
                "too long",
                "a shorter one",
                List.of());
        LineSource lines = (file, line) -> Optional.of("name: " + "x".repeat(200_000));

        String text =
                new CheckedTextView(Looks.PLAIN, lines).render(new Checked(List.of(huge), 1, 1, Duration.ZERO, 5));

        assertThat(text).contains("^^^^^", "too long");
        assertThat(text.lines()).allMatch(each -> each.length() < 110);
    }

    @Test
    void a_problem_of_a_whole_file_has_no_snippet() {
        Diagnostic whole =
                Diagnostic.error("FC1004", "not UTF-8", SourceRange.ofFile("a.yaml"), "", "save it as UTF-8");

        assertThat(view(Format.TEXT, Looks.PLAIN).render(new Checked(List.of(whole), 1, 0, Duration.ZERO, 5)))
                .startsWith("""
                        error[FC1004]: not UTF-8
                          --> a.yaml
                           = hint: save it as UTF-8
                        """);
    }

    @Test
    void colours_change_no_character_of_the_text() {
        String plain = view(Format.TEXT, Looks.PLAIN).render(THREE);
        String coloured = view(Format.TEXT, new Looks(true, false, 100)).render(THREE);

        assertThat(coloured).contains("\u001b[31m");
        assertThat(Pattern.compile("\u001b\\[[0-9]*m").matcher(coloured).replaceAll(""))
                .isEqualTo(plain);
    }

    @Test
    void ascii_has_nothing_else() {
        String text = view(Format.TEXT, new Looks(false, true, 100)).render(THREE);

        assertThat(text).matches(Pattern.compile("\\p{ASCII}*", Pattern.DOTALL)).contains("38 ms - flagctl explain");
    }

    @Test
    void text_of_a_manifest_cannot_move_the_cursor() {
        Diagnostic evil =
                Diagnostic.error("FC1007", "unknown key \"\u001b[2J\u202e\"", SourceRange.ofFile("a.yaml"), "", null);

        assertThat(view(Format.TEXT, Looks.PLAIN).render(new Checked(List.of(evil), 1, 0, Duration.ZERO, 5)))
                .contains("unknown key \"?[2J?\"");
    }

    @Test
    void short_is_one_line_each_with_what_to_do() {
        assertThat(view(Format.SHORT, Looks.PLAIN).render(THREE)).isEqualTo("""
                        manifests/checkout-redesign.yaml:20:21: error FC1042: percent must be between 0 and 100 (did you mean 15 or 50?)
                        manifests/search-ranker.yaml:3:49: error FC1007: unknown key "onwer" (did you mean "owner"?)
                        manifests/search-ranker.yaml:3:18: error FC1215: two features are named "search-ranker" (first here)
                        """);
    }

    @Test
    void json_is_one_document_with_counts() {
        assertThat(view(Format.JSON, Looks.PLAIN).render(new Checked(List.of(NAMES), 14, 38, Duration.ofMillis(38), 5)))
                .isEqualTo("""
                        {
                          "format" : "1.0",
                          "time" : "2026-11-23T12:00:00Z",
                          "diagnostics" : [
                            {
                              "severity" : "error",
                              "code" : "FC1215",
                              "summary" : "two features are named \\"search-ranker\\"",
                              "file" : "manifests/search-ranker.yaml",
                              "line" : 3,
                              "column" : 18,
                              "endColumn" : 31,
                              "label" : "first here",
                              "hint" : null,
                              "related" : [
                                {
                                  "file" : "manifests/legacy/ranker.yaml",
                                  "line" : 3,
                                  "column" : 18,
                                  "endColumn" : 31,
                                  "label" : "and again here"
                                }
                              ]
                            }
                          ],
                          "counts" : {
                            "errors" : 1,
                            "warnings" : 0,
                            "files" : 14,
                            "features" : 38
                          },
                          "durationMs" : 38,
                          "exitCode" : 5
                        }
                        """);
    }

    @Test
    void jsonl_begins_with_the_version_and_ends_with_the_result() {
        List<String> lines =
                view(Format.JSONL, Looks.PLAIN).render(THREE).lines().toList();

        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).isEqualTo("{\"type\":\"version\",\"format\":\"1.0\"}");
        assertThat(lines.subList(1, 4)).allMatch(line -> line.startsWith("{\"type\":\"diagnostic\","));
        assertThat(lines.get(4))
                .startsWith(
                        "{\"type\":\"result\",\"seq\":4,\"time\":\"2026-11-23T12:00:00Z\",\"counts\":{\"errors\":3,")
                .endsWith("\"exitCode\":5}");
    }

    @Test
    void what_programs_are_told_is_as_the_schemas_say() throws IOException {
        Diagnostic whole =
                Diagnostic.error("FC1004", "not UTF-8", SourceRange.ofFile("a.yaml"), "", "save it as UTF-8");
        for (Checked checked : List.of(
                THREE,
                new Checked(List.of(whole), null, null, Duration.ZERO, 5),
                new Checked(List.of(), 14, 1, Duration.ofMillis(38), 0))) {
            assertThat(OutputSchemas.of("validate")
                            .validate(view(Format.JSON, Looks.PLAIN).render(checked), InputFormat.JSON))
                    .isEmpty();
            for (String event :
                    view(Format.JSONL, Looks.PLAIN).render(checked).lines().toList()) {
                assertThat(OutputSchemas.of("events").validate(event, InputFormat.JSON))
                        .as(event)
                        .isEmpty();
            }
        }
    }

    @Test
    void github_annotations_cannot_be_started_by_a_text() {
        Diagnostic evil = Diagnostic.error(
                "FC1007", "100% bad\n::warning::no", new SourceRange("a,b:c.yaml", 3, 49, 54), "", null);

        assertThat(view(Format.GITHUB, Looks.PLAIN).render(new Checked(List.of(evil), 1, 0, Duration.ZERO, 5)))
                .isEqualTo("::error file=a%2Cb%3Ac.yaml,line=3,col=49,title=FC1007::100%25 bad%0A::warning::no\n");
    }

    @Test
    void github_gets_ten_of_a_kind_and_a_word_on_the_rest() {
        List<Diagnostic> many = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            many.add(KEY);
            many.add(Diagnostic.warning("FC1300", "old", SourceRange.ofFile("a.yaml"), "", null));
        }

        List<String> lines = view(Format.GITHUB, Looks.PLAIN)
                .render(new Checked(many, 1, 0, Duration.ZERO, 5))
                .lines()
                .toList();

        assertThat(lines).filteredOn(line -> line.startsWith("::error ")).hasSize(10);
        assertThat(lines).filteredOn(line -> line.startsWith("::warning ")).hasSize(10);
        assertThat(lines).last().isEqualTo("::notice::4 more in the log");
    }

    @Test
    void sarif_names_rules_places_and_what_to_do() {
        String sarif = view(Format.SARIF, Looks.PLAIN).render(THREE);

        assertThat(sarif)
                .contains("\"version\" : \"2.1.0\"")
                .contains("\"id\" : \"FC1215\"")
                .contains("\"text\" : \"title of FC1215\"")
                .contains("\"uri\" : \"manifests/legacy/ranker.yaml\"")
                .contains("\"startColumn\" : 49")
                .contains("unknown key \\\"onwer\\\" (did you mean \\\"owner\\\"?)");
    }

    @Test
    void markdown_stays_within_what_a_comment_may_hold() {
        List<Diagnostic> many = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            many.add(KEY);
        }

        String text = view(Format.MARKDOWN, Looks.PLAIN).render(new Checked(many, 1, 0, Duration.ZERO, 5));

        assertThat(text).hasSizeLessThan(60_000).contains(" of 2000 shown, all in the log");
    }

    @Test
    void html_shows_the_lines_and_lets_no_text_become_markup() throws Exception {
        Diagnostic evil =
                Diagnostic.error("FC1007", "unknown key \"<img src=x>\"", SourceRange.ofFile("a&b.yaml"), "", "<b>");

        String page = view(Format.HTML, Looks.PLAIN)
                .render(new Checked(List.of(PERCENT, NAMES, evil), 14, 38, Duration.ofMillis(38), 5));

        XmlText html = XmlText.parse(page);
        assertThat(html.names()).doesNotContain("img", "b", "script");
        assertThat(html.texts("h2")).last().isEqualTo("error FC1007: unknown key \"<img src=x>\"");
        assertThat(html.texts("pre")).first().asString().contains("20 |         - {percent: 150", "^^^ production");
        assertThat(html.texts("p")).startsWith("3 errors, 0 warnings · 14 files, 38 features, 38 ms");
    }

    @Test
    void junit_fails_for_errors_only_and_has_all_counts() throws Exception {
        Diagnostic old = Diagnostic.warning("FC1300", "old", SourceRange.ofFile("a.yaml"), "", null);

        String xml = views(Looks.PLAIN)
                .report("junit", new Checked(List.of(PERCENT, KEY, old), 14, 38, Duration.ofMillis(38), 5));

        XmlText.validate(xml, "junit.xsd");
        XmlText junit = XmlText.parse(xml);
        assertThat(junit.attributes("testsuite", "tests")).containsExactly("3");
        assertThat(junit.attributes("failure", "type")).containsExactly("FC1042", "FC1007");
        assertThat(junit.attributes("property", "value")).containsExactly("2", "1", "14", "38");
        assertThat(junit.attributes("testsuite", "time")).containsExactly("0.038");
    }

    @Test
    void junit_of_valid_manifests_has_a_case_that_passes() throws Exception {
        String xml = views(Looks.PLAIN).report("junit", new Checked(List.of(), 14, 1, Duration.ZERO, 0));

        XmlText.validate(xml, "junit.xsd");
        assertThat(XmlText.parse(xml).attributes("testcase", "name")).containsExactly("all manifests are valid");
    }

    @Test
    void code_quality_has_a_finding_for_each_diagnostic() {
        String json = views(Looks.PLAIN).report("codequality", THREE);

        assertThat(json).contains("""
                "severity":"critical","location":{"path":"manifests/checkout-redesign.yaml","lines":{"begin":20}}}""");
        assertThat(json.split("\"check_name\"", -1)).hasSize(4);
        assertThat(views(Looks.PLAIN).report("codequality", new Checked(List.of(), 1, 1, Duration.ZERO, 0)))
                .isEqualTo("[]\n");
    }

    @Test
    void every_machine_format_has_as_many_diagnostics() {
        for (Format format : List.of(
                Format.SHORT, Format.JSON, Format.JSONL, Format.SARIF, Format.GITHUB, Format.MARKDOWN, Format.HTML)) {
            String text = view(format, Looks.PLAIN).render(THREE);

            assertThat(text.split(format == Format.SARIF ? "\"ruleId\"" : "FC1\\d\\d\\d", -1))
                    .as(format.word())
                    .hasSize(4);
        }
    }

    private static CheckedView view(Format format, Looks looks) {
        return views(looks).of(format);
    }

    private static CheckedViews views(Looks looks) {
        LineSource lines = (file, line) -> Optional.ofNullable(LINES.get(file + ":" + line));
        CodeBook codes = new CodeBook() {
            @Override
            public String title(String code) {
                return "title of " + code;
            }

            @Override
            public String explanation(String code) {
                return "explanation of " + code;
            }
        };
        return new CheckedViews(looks, lines, codes, "0.1.0", NOON);
    }
}
