// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.plan.Plan;
import dev.flagctl.report.Format;
import dev.flagctl.report.Looks;
import dev.flagctl.report.OutputSchemas;
import dev.flagctl.report.Shop;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class StatusViewsTest {

    private static final StatusCover PLAIN = new StatusCover(Locks.FREE, false, false, List.of());

    @Test
    void a_status_says_where_each_feature_stands_and_what_comes_next() {
        assertThat(StatusViews.render(Format.TEXT, Looks.PLAIN, Shop.plan(), PLAIN))
                .isEqualTo("""
                        FEATURE            STAGE          EXPOSURE              POSITION     NEXT
                        checkout-redesign  rollout 2/6    employees, 1%  ░░░░░  due          apply: 1% → 10% in eu-west, 1%
                        growth-banner      phase-out 1/4  75%            ███▊░  due          apply: phase-out 75% → 50%, step 1 → 2 of 4
                        search-ranker      rollout 0/4    0%             ░░░░░  new          another environment, by itself
                        invoice-pdf        rollout 2/4    30%            █▌░░░  due          apply: correct 30% → 10%
                        tax-engine         rollout 3/4    25%            █▎░░░  due          apply: pause at 25%
                        mobile-nav         rollout 1/4    1%             ░░░░░  rolled back  16:40 then team-mobile
                        pricing-annual     rollout 1/2    25%            █▎░░░  holding      approval, pricing-leads
                        7 moving, 31 steady (--all) · lock free · serial 214
                        """);
    }

    @Test
    void a_bake_says_when_it_ends_and_what_follows() {
        Plan plan = new Shop().baking().plan(List.of("production"));

        assertThat(StatusViews.render(Format.TEXT, Looks.PLAIN, plan, PLAIN))
                .contains("rollout 3/6", "baking", "14:45 stage 4, 10%");
    }

    @Test
    void several_environments_have_a_column_and_wide_has_owners() {
        Plan plan = Shop.busy().plan(List.of("staging", "production"));

        String text = StatusViews.render(
                Format.TEXT,
                Looks.PLAIN,
                plan,
                new StatusCover(
                        new Locks(List.of("run 7714, alice"), List.of("run 7700, bob")), false, true, List.of()));

        assertThat(text)
                .startsWith("FEATURE            ENVIRONMENT  STAGE")
                .contains("team-payments", "1.2.0", "Fri 13:02")
                .contains("· locked: run 7714, alice, ran out and is taken over by the next apply: run 7700, bob ·");
    }

    @Test
    void features_at_rest_are_counted_and_shown_on_demand() {
        Plan plan = new Shop().resting(3).plan(List.of("production"));

        assertThat(StatusViews.render(Format.TEXT, Looks.PLAIN, plan, PLAIN))
                .isEqualTo("0 moving, 3 steady (--all) · lock free · serial 214\n");
        assertThat(StatusViews.render(
                        Format.TEXT, Looks.PLAIN, plan, new StatusCover(Locks.FREE, true, false, List.of())))
                .contains("steady-2", "done")
                .doesNotContain("--all");
    }

    @Test
    void features_at_which_workers_fail_are_named_with_why() {
        Plan plan = new Shop().resting(1).plan(List.of("production"));
        Failing failing = new Failing(
                new FeatureKey("steady-0", "production"), 3, plan.now().minusSeconds(60), "the hook said no");
        StatusCover cover = new StatusCover(Locks.FREE, false, false, List.of(), List.of(failing));

        assertThat(StatusViews.render(Format.TEXT, Looks.PLAIN, plan, cover))
                .startsWith("steady-0 in production: a worker failed 3 times, last at ")
                .contains(": the hook said no\n");
        assertThat(StatusViews.render(Format.JSON, Looks.PLAIN, plan, cover))
                .contains("\"failing\"", "\"times\" : 3", "\"why\" : \"the hook said no\"");
    }

    @Test
    void every_format_has_the_same_features() {
        String names = StatusViews.render(Format.SHORT, Looks.PLAIN, Shop.plan(), PLAIN);
        String json = StatusViews.render(Format.JSON, Looks.PLAIN, Shop.plan(), PLAIN);

        assertThat(names.lines()).hasSize(7);
        assertThat(names.lines()).allMatch(name -> json.contains("\"feature\" : \"" + name + "\""));
        assertThat(json).contains("\"moving\" : 7", "\"steady\" : 31");
    }

    @Test
    void json_is_one_document_that_the_schema_describes() throws IOException {
        Failing failing = new Failing(
                new FeatureKey("tax-engine", "production"), 3, Shop.plan().now(), "the hook said no");
        Locks locks = new Locks(List.of("run 7714, alice"), List.of("run 7700, bob"));
        StatusCover cover = new StatusCover(locks, true, true, List.of("12 features by --owner"), List.of(failing));

        for (Plan plan : List.of(Shop.plan(), Shop.busy().plan(List.of("staging", "production")))) {
            String json = StatusViews.render(Format.JSON, Looks.PLAIN, plan, cover);

            assertThat(OutputSchemas.of("status").validate(json, InputFormat.JSON))
                    .isEmpty();
            assertThat(OutputSchemas.of("status").validate(json.replace("\"times\"", "\"time\""), InputFormat.JSON))
                    .isNotEmpty();
        }
    }

    @Test
    void its_schema_describes_a_feature_with_the_words_of_the_plan() throws IOException {
        JsonNode status = JsonMapper.shared().readTree(OutputSchemas.text("status"));
        JsonNode plan = JsonMapper.shared().readTree(OutputSchemas.text("plan"));
        ObjectNode feature =
                (ObjectNode) status.at("/properties/features/items/properties").deepCopy();

        feature.remove(List.of("stage", "exposure", "position", "next"));

        assertThat(status.get("definitions")).isEqualTo(plan.get("definitions"));
        assertThat((JsonNode) feature).isEqualTo(plan.at("/definitions/change/properties"));
    }
}
