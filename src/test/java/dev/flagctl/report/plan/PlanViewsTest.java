// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.SourceRef;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.Refusal;
import dev.flagctl.report.Format;
import dev.flagctl.report.Golden;
import dev.flagctl.report.Looks;
import dev.flagctl.report.OutputSchemas;
import dev.flagctl.report.Shop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PlanViewsTest {

    private static final List<String> PRODUCTION = List.of("production");
    private static final Shop BUSY = Shop.busy();

    @Test
    void text_shows_every_change_dangerous_first_and_what_it_adds_up_to() {
        String text = text(BUSY, Looks.PLAIN, "production");

        assertThat(text).isEqualTo("""
                        production · unleash, prom · serial 214 · 38 features read in 0.6 s · Mon 23 Nov 13:02 UTC

                        ▲ checkout-redesign   stage 2 → 3 of 6   1% → 10% in eu-west, 1%    release · team-payments
                            version    1.1.0 → 1.2.0: 1 guardrail added                    checkout-redesign.yaml:3
                            why        baked 34m of 30m, 6112 of 5000 exposures, no guardrail fails
                            http-errors      PASS     0.41% vs control 0.39%  evidence of harm 0.1 of 20
                            checkout-slo     PASS     0.18% vs control 0.20%  evidence of harm 0.0 of 20
                            orders-per-user  TOO_FEW  0.00% vs control 0.00%  evidence 1.0 of 20; only watches
                            impact     about 1,616 → 6,116 users/day: adds 4,500, moves 0      unleash, last 7 days
                            on FAIL    back to the last healthy stage, cooldown 4 h, 1 retry, tell chat

                            Mon 13:02               15:02          17:02               Tue 17:02      8 Dec 17:02
                            ├── stage 3 ────────────┼── stage 4 ───◆── stage 5 ────────┼── stage 6 ───┤ done
                            │   10% in eu-west, 1%  │   10%        │   50%, bake 1 d   │   100%       │
                            │   bake 2 h            │   bake 2 h   │   payments-leads  │   soak 14 d  │
                            └── this plan ──────────┴── later, earliest times ────────────────────────┘
                              10% in eu-west  2 h · 6,116 users/day · checkout-slo: 2,228 units, finds 1.7 times,
                                              costs at worst 54 bad units (1 more in -o json)
                              10%             2 h · 12,560 users/day · checkout-slo: 4,576 units, finds 1.7 times,
                                              costs at worst 59 bad units (1 more in -o json)
                              50%             1 d · 61,200 users/day · checkout-slo: 267,580 units, finds 1.4
                                              times, costs at worst 80 bad units (1 more in -o json)
                              soak            14 d · 122,000 users/day

                        ▼ growth-banner       phase-out 75% → 50%, step 1 → 2 of 4      sunset 29 Nov · team-growth
                            why        its date has come
                            impact     91,500 → 61,000 users/day: takes back 30,500, moves 0   unleash, last 7 days

                        + search-ranker       created, serves off                          experiment · team-search
                            then       waits for 0.1.0 to be done in staging · by itself
                              1%          1 h · 1,220 users/day
                              10%         7 d · 12,200 users/day
                              40%         7 d · 48,800 users/day
                              soak        7 d · 122,000 users/day

                        ▼ invoice-pdf         correct 30% → 10%                              release · team-billing
                            why        turned up outside flagctl, 10% → 30% (no name) at 2026-11-23T02:11:00Z:
                                       taken back
                            impact     36,600 → 12,200 users/day: takes back 24,400, moves 0   unleash, last 7 days

                        ‖ tax-engine          pause at 25%                                   release · team-billing
                            why        turned down outside flagctl, 40% → 25% by carol at 2026-11-22T17:40:00Z

                        = mobile-nav          holds at 1% for cooldown · team-mobile · since 12:40 · until 16:40
                            cooldown after: http-errors FAIL 1.81% vs control 0.36%, evidence 29 of 20
                        = pricing-annual      holds at 25% for approval · pricing-leads · since Sat 09:14 · no end

                        Plan     1 advance · 1 create · 1 phase-out · 1 correct · 1 pause · 2 hold · 31 unchanged
                        Ceiling  checkout-redesign employees, 10% in eu-west, 1%; this plan can expose nobody
                                 beyond it
                        Saved    production.plan   9f3c41d2 · valid until Tue 13:02 · holds no secrets
                        Next     flagctl apply production.plan
                        """);
    }

    @Test
    void the_manual_shows_the_same_plan() throws IOException {
        String manual = Files.readString(Path.of("docs/reading-a-plan.md"));

        assertThat(manual)
                .contains("```console\n$ flagctl plan -e production --out production.plan\n"
                        + text(BUSY, Looks.PLAIN, "production") + "```");
    }

    @Test
    void a_rollback_says_what_failed_and_how_many_people_are_spared() {
        String text = text(new Shop().failing().resting(3), Looks.PLAIN, "production");

        assertThat(text).isEqualTo("""
                        production · unleash, prom · serial 214 · 4 features read in 0.6 s · Mon 23 Nov 13:02 UTC

                        ▼ checkout-redesign   roll back 10% → 1%, stage 3 → 2 of 6          release · team-payments
                            why        http-errors FAIL 1.81% vs control 0.36%, evidence 29 of 20
                            http-errors  FAIL     1.81% vs control 0.36%  evidence of harm 29 of 20
                            impact     12,560 → 1,616 users/day: takes back 10,944, moves 0    unleash, last 7 days

                        Plan     1 roll-back · 3 unchanged
                        Ceiling  this plan exposes nobody to more
                        Saved    production.plan   9f3c41d2 · valid until Tue 13:02 · holds no secrets
                        Next     flagctl apply production.plan
                        """);
    }

    @Test
    void nothing_to_do_is_one_line() {
        assertThat(text(new Shop().resting(38), Looks.PLAIN, "production"))
                .isEqualTo("production · 38 features · no changes\n");
    }

    @Test
    void each_environment_has_its_own_part() {
        String text = text(BUSY, Looks.PLAIN, "staging", "production");

        assertThat(text).startsWith("""
                        staging · serial 214 · 1 feature read in 0.6 s · Mon 23 Nov 13:02 UTC

                        + search-ranker   created, stage 1 of 1, serves 100%               experiment · team-search
                            why        first stage, every gate is open

                        Plan     1 create · 0 unchanged

                        production · unleash, prom · serial 214 · 38 features read in 0.6 s · Mon 23 Nov 13:02 UTC
                        """).contains("search-ranker 100%\n         (staging); this plan");
    }

    @Test
    void a_refusal_says_why_where_and_the_way_out() {
        Plan plan = BUSY.plan(PRODUCTION);
        Refusal refusal = new Refusal(
                new FeatureKey("growth-banner", "production"),
                "the version went from 2.4.1 to 2.4.1, but the edit is MINOR: 1 guardrail added",
                "set version to 2.5.0 or later",
                new SourceRef("growth-banner.yaml", 29));
        Plan refused = new Plan(
                plan.project(), plan.environments(), plan.now(), plan.serial(), plan.changes(), List.of(refusal));

        String text = PlanViews.of(Format.TEXT, Looks.PLAIN).render(refused, Covers.of(BUSY));

        assertThat(text).contains("""

                        ✗ Refused: the version went from 2.4.1 to 2.4.1, but the edit is MINOR: 1 guardrail added.
                          growth-banner@production  growth-banner.yaml:29
                          set version to 2.5.0 or later
                        """).doesNotContain("flagctl apply production.plan");
    }

    @Test
    void ascii_and_colours_say_the_same() {
        String ascii = text(BUSY, new Looks(false, true, 100), "production");
        String coloured = text(BUSY, new Looks(true, false, 100), "production");

        assertThat(ascii)
                .matches(Pattern.compile("\\p{ASCII}*", Pattern.DOTALL))
                .contains("^ checkout-redesign   stage 2 -> 3 of 6");
        assertThat(Pattern.compile("\u001b\\[[0-9]*m").matcher(coloured).replaceAll(""))
                .isEqualTo(text(BUSY, Looks.PLAIN, "production"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Format.class,
            names = {"TEXT", "SHORT", "JSON", "JSONL", "MARKDOWN", "HTML", "GITHUB"})
    void every_format_counts_the_same(Format format) {
        String text = PlanViews.of(format, Looks.PLAIN).render(BUSY.plan(PRODUCTION), Covers.of(BUSY));

        for (String count :
                List.of("1 advance", "1 create", "1 phase-out", "1 correct", "1 pause", "2 hold", "31 unchanged")) {
            String number = count.substring(0, count.indexOf(' '));
            String word = count.substring(count.indexOf(' ') + 1);
            assertThat(text).containsPattern(Pattern.compile(count + "|\"" + word + "\" ?: ?" + number + "\\b"));
        }
    }

    @Test
    void json_is_one_document_that_the_schema_describes() throws IOException {
        String json = PlanViews.of(Format.JSON, Looks.PLAIN)
                .render(BUSY.plan(List.of("staging", "production")), Covers.of(BUSY));

        Golden.assertSame("plan.json", json);
        assertThat(OutputSchemas.of("plan").validate(json, InputFormat.JSON)).isEmpty();
    }

    @Test
    void the_schema_knows_every_field_and_asks_for_it() throws IOException {
        String json = PlanViews.of(Format.JSON, Looks.PLAIN).render(BUSY.plan(PRODUCTION), Covers.of(BUSY));

        assertThat(OutputSchemas.of("plan").validate(json.replace("\"motion\"", "\"movement\""), InputFormat.JSON))
                .isNotEmpty();
        assertThat(OutputSchemas.of("plan").validate(json.replace("\"due\" : true", "\"due\" : 1"), InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void documents_and_streams_describe_a_change_with_the_same_words() throws IOException {
        String plan = OutputSchemas.text("plan");
        String events = OutputSchemas.text("events");

        assertThat(events.substring(events.indexOf("\"definitions\"")))
                .isEqualTo(plan.substring(plan.indexOf("\"definitions\"")));
    }

    @Test
    void jsonl_begins_with_the_version_and_each_event_stands_alone() throws IOException {
        List<String> lines = PlanViews.of(Format.JSONL, Looks.PLAIN)
                .render(BUSY.plan(PRODUCTION), Covers.of(BUSY))
                .lines()
                .toList();

        assertThat(lines.get(0)).isEqualTo("{\"type\":\"version\",\"format\":\"1.0\"}");
        assertThat(lines.subList(1, 8)).allMatch(line -> line.startsWith("{\"type\":\"change\",\"seq\":"));
        assertThat(lines)
                .last()
                .asString()
                .startsWith("{\"type\":\"result\",\"seq\":8,")
                .endsWith("}");
        assertThat(lines).allMatch(line -> count("\"type\":", line) == 1, "no field is there twice");
    }

    @Test
    void markdown_is_a_table_of_effects_with_the_details_folded() {
        Golden.assertSame(
                "plan.md", PlanViews.of(Format.MARKDOWN, Looks.PLAIN).render(BUSY.plan(PRODUCTION), Covers.of(BUSY)));
    }

    @Test
    void a_comment_never_outgrows_what_its_host_takes() {
        Plan many = many(3_000);

        String comment = PlanViews.of(Format.MARKDOWN, Looks.PLAIN).render(many, Covers.of(BUSY));
        String summary = PlanViews.summary().render(many, Covers.of(BUSY));

        assertThat(comment).hasSizeLessThan(60_000).contains("200 of 3000 shown, all in the job summary");
        assertThat(comment).contains("### flagctl · production · 3000 advance").contains("**Ceiling:**");
        assertThat(summary).hasSizeLessThan(900 * 1024);
    }

    @Test
    void github_is_warned_of_what_went_wrong_and_of_nothing_else() {
        String text = PlanViews.of(Format.GITHUB, Looks.PLAIN).render(BUSY.plan(PRODUCTION), Covers.of(BUSY));

        assertThat(text.lines().filter(line -> line.startsWith("::warning")))
                .extracting(line -> line.substring(line.lastIndexOf("::") + 2, line.indexOf('@')))
                .containsExactly("invoice-pdf", "tax-engine", "mobile-nav");
        assertThat(text).contains("::notice title=flagctl production::1 advance");
    }

    @Test
    void later_steps_of_a_job_get_outputs() {
        assertThat(PlanOutputs.lines(BUSY.plan(PRODUCTION), Covers.of(BUSY))).isEqualTo("""
                        has-changes=true
                        due=5
                        holding=2
                        rolled-back=0
                        refused=0
                        plan-digest=9f3c41d2a1b2c3d4
                        """);
    }

    @Test
    void unchanged_features_are_counted_and_not_rendered() {
        Plan estate = Shop.busy().resting(0).plan(PRODUCTION);
        List<Change> changes = new ArrayList<>(estate.changes());
        Change steady = changes.get(changes.size() - 1);
        for (int i = 0; i < 10_000; i++) {
            changes.add(steady);
        }
        Plan large = new Plan("shop", PRODUCTION, estate.now(), 214, changes, List.of());

        for (Format format : PlanViews.formats()) {
            String few = PlanViews.of(format, Looks.PLAIN).render(estate, Covers.of(BUSY));
            String many = PlanViews.of(format, Looks.PLAIN).render(large, Covers.of(BUSY));

            assertThat(many.length() - few.length()).as(format.word()).isLessThan(20);
        }
    }

    @Test
    void the_same_plan_gives_the_same_text() {
        for (Format format : PlanViews.formats()) {
            assertThat(PlanViews.of(format, Looks.PLAIN).render(Shop.busy().plan(PRODUCTION), Covers.of(Shop.busy())))
                    .isEqualTo(PlanViews.of(format, Looks.PLAIN)
                            .render(Shop.busy().plan(PRODUCTION), Covers.of(Shop.busy())));
        }
    }

    private static Plan many(int count) {
        Plan plan = BUSY.plan(PRODUCTION);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changes.add(plan.changes().get(0));
        }
        return new Plan("shop", PRODUCTION, plan.now(), 214, changes, List.of());
    }

    private static String text(Shop shop, Looks looks, String... environments) {
        return PlanViews.of(Format.TEXT, looks).render(shop.plan(List.of(environments)), Covers.of(shop));
    }

    private static long count(String word, String line) {
        Matcher matcher = Pattern.compile(Pattern.quote(word)).matcher(line);
        return matcher.results().count();
    }
}
