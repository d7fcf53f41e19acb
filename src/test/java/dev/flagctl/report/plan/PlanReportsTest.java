// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.SourceRef;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.Refusal;
import dev.flagctl.report.Format;
import dev.flagctl.report.Golden;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Shop;
import dev.flagctl.report.XmlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanReportsTest {

    private static final Shop BUSY = Shop.busy();
    private static final Plan PLAN = BUSY.plan(List.of("production"));
    private static final String EVIL =
            "</code><script src=\"https://evil.example/x.js\">alert('1')</script>&\u001b[2J\u202e";

    @Test
    void html_is_one_page_that_a_strict_parser_reads_and_that_needs_nothing_from_elsewhere() throws Exception {
        String page = report("html", PLAN);

        Golden.assertSame("plan.html", page);
        XmlText html = XmlText.parse(page);
        assertThat(html.names()).doesNotContain("script", "link", "img", "iframe", "object", "form", "base");
        assertThat(html.attributeNames()).doesNotContain("src", "style").noneMatch(name -> name.startsWith("on"));
        assertThat(html.attributes("a", "href"))
                .contains("../blob/a1b2c3d/manifests/checkout-redesign.yaml#L3")
                .allMatch(address -> address.startsWith("../blob/"));
        assertThat(page).contains("prefers-color-scheme:dark").doesNotContain("url(", "@import");
    }

    @Test
    void html_has_the_changes_of_the_text_in_the_order_of_the_text() throws Exception {
        XmlText html = XmlText.parse(report("html", PLAN));

        assertThat(html.texts("strong"))
                .startsWith(
                        "checkout-redesign",
                        "growth-banner",
                        "search-ranker",
                        "invoice-pdf",
                        "tax-engine",
                        "mobile-nav",
                        "pricing-annual");
        assertThat(html.texts("td"))
                .contains("stage 2 → 3 of 6: 1% → 10% in eu-west, 1%; 1 guardrail added")
                .contains("holds at 25% for approval · pricing-leads · since Sat 09:14 · no end");
    }

    @Test
    void a_text_of_another_system_cannot_become_markup() throws Exception {
        Refusal refusal =
                new Refusal(new FeatureKey(EVIL, "production"), EVIL, EVIL, new SourceRef("\"onclick=\"" + EVIL, 1));
        Plan evil = refused(refusal);
        PlanCover cover = new PlanCover(
                EVIL, Map.of(), Map.of(), null, null, null, EVIL, "javascript:alert(1)//", "", List.of(EVIL));

        String page = PlanReports.of("html").render(evil, cover);

        XmlText html = XmlText.parse(page);
        assertThat(XmlText.parse(report("html", refused(sober()))).names()).containsAll(html.names());
        assertThat(html.texts("p")).anyMatch(text -> text.contains("<script src=\"https://evil.example/x.js\">"));
        assertThat(page).doesNotContain("<script", "\u001b", "\u202e", "javascript:");
        XmlText.validate(PlanReports.of("junit").render(evil, cover), "junit.xsd");
    }

    @Test
    void junit_has_the_shape_that_hosts_read_with_a_suite_for_each_environment() throws Exception {
        String xml = report("junit", BUSY.plan(List.of("staging", "production")));

        XmlText.validate(xml, "junit.xsd");
        XmlText junit = XmlText.parse(xml);
        assertThat(junit.attributes("testsuite", "name")).containsExactly("staging", "production");
        assertThat(junit.attributes("testcase", "name"))
                .containsExactly(
                        "search-ranker: create",
                        "checkout-redesign: advance",
                        "growth-banner: phase-out",
                        "search-ranker: create",
                        "invoice-pdf: correct",
                        "tax-engine: pause",
                        "mobile-nav: hold",
                        "pricing-annual: hold");
        assertThat(junit.attributes("testsuite", "skipped")).containsExactly("0", "2");
    }

    @Test
    void junit_fails_for_what_is_refused_and_what_a_guardrail_took_back() throws Exception {
        Plan failing = new Shop().failing().plan(List.of("production"));

        XmlText junit = XmlText.parse(report("junit", failing));
        XmlText refused = XmlText.parse(report("junit", refused(sober())));

        assertThat(junit.attributes("failure", "type")).containsExactly("GUARDRAIL_FAILED");
        assertThat(refused.attributes("failure", "message")).containsExactly("no; do otherwise");
    }

    @Test
    void code_quality_has_the_fields_that_gitlab_documents() {
        String json = report("codequality", refused(sober()));

        String schema = """
                {"type": "array", "minItems": 4, "items": {
                  "required": ["description", "check_name", "fingerprint", "severity", "location"],
                  "additionalProperties": false,
                  "properties": {
                    "description": {"type": "string", "minLength": 1},
                    "check_name": {"type": "string", "minLength": 1},
                    "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                    "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                    "location": {
                      "required": ["path", "lines"],
                      "properties": {
                        "path": {"type": "string", "pattern": "^[^./]"},
                        "lines": {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}}
                      }
                    }
                  }
                }}
                """;
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                        .getSchema(schema, InputFormat.JSON)
                        .validate(json, InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void equal_findings_have_fingerprints_of_their_own_that_stay_when_lines_move() {
        Refusal moved = new Refusal(sober().key(), sober().reason(), sober().remedy(), new SourceRef("a.yaml", 70));

        String twice = report("codequality", refused(sober(), sober()));
        String once = report("codequality", refused(moved));

        assertThat(fingerprints(twice))
                .doesNotHaveDuplicates()
                .contains(fingerprints(once).get(0));
    }

    @Test
    void gitlab_counts_add_up_to_what_is_due_and_archiving_counts_as_delete() {
        assertThat(report("gitlab-terraform", PLAN)).isEqualTo("{\"create\":1,\"update\":4,\"delete\":0}\n");
        assertThat(PLAN.due()).hasSize(5);
    }

    @Test
    void sarif_and_code_quality_speak_of_the_same_findings_as_annotations() {
        Plan plan = refused(sober());

        long warnings = report("sarif", plan)
                .lines()
                .filter(line -> line.contains("\"ruleId\""))
                .count();

        assertThat(warnings)
                .isEqualTo(fingerprints(report("codequality", plan)).size())
                .isEqualTo(PlanViews.of(Format.GITHUB, Looks.PLAIN)
                        .render(plan, Covers.of(BUSY))
                        .lines()
                        .filter(line -> line.startsWith("::error") || line.startsWith("::warning"))
                        .count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "jsonl", "markdown", "html", "short", "junit"})
    void every_report_that_has_counts_has_the_same(String kind) {
        String text = report(kind, PLAN);

        Map<String, Integer> counts = new TreeMap<>(Map.of(
                "advance", 1, "create", 1, "phase-out", 1, "correct", 1, "pause", 1, "hold", 2, "unchanged", 31));
        counts.forEach((word, number) -> assertThat(text)
                .containsPattern(Pattern.compile("\\b%d %s\\b|\"%s\" ?: ?%d\\b|name=\"%s\" value=\"%d\""
                        .formatted(number, word, word, number, word, number))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"html", "junit", "codequality", "sarif", "gitlab-terraform"})
    void unchanged_features_are_counted_and_not_written(String kind) {
        List<Change> changes = new ArrayList<>(PLAN.changes());
        Change steady = changes.get(changes.size() - 1);
        for (int i = 0; i < 10_000; i++) {
            changes.add(steady);
        }
        Plan large = new Plan("shop", PLAN.environments(), PLAN.now(), 214, changes, List.of());

        assertThat(report(kind, large).length() - report(kind, PLAN).length()).isLessThan(20);
    }

    private static Refusal sober() {
        return new Refusal(new FeatureKey("search", "production"), "no", "do otherwise", new SourceRef("a.yaml", 7));
    }

    private static Plan refused(Refusal... refusals) {
        return new Plan("shop", PLAN.environments(), PLAN.now(), 214, PLAN.changes(), List.of(refusals));
    }

    private static List<String> fingerprints(String json) {
        return Pattern.compile("\"fingerprint\":\"([0-9a-f]+)\"")
                .matcher(json)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static String report(String kind, Plan plan) {
        return PlanReports.of(kind).render(plan, Covers.of(BUSY));
    }
}
