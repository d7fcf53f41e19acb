// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.report.Entries;
import dev.flagctl.report.Format;
import dev.flagctl.report.Looks;
import dev.flagctl.report.OutputSchemas;
import dev.flagctl.report.Shop;
import dev.flagctl.report.run.RunOf;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExplainTest {

    private static final List<String> PRODUCTION = List.of("production");

    @Test
    void a_feature_is_explained_with_its_evidence_and_what_releases_it() {
        Change change = new Shop().baking().plan(PRODUCTION).changes().get(0);

        assertThat(new FeatureExplanation(Looks.PLAIN).render(change, Entries.ofOneRound(), Map.of(), Shop.NOW))
                .isEqualTo("""
                        checkout-redesign in production · 1.2.0 · release · team-payments · checkout-redesign.yaml:3

                        stands      stage 3 of 6 since 12:45 (17 min), moving
                        recorded    employees, 10% in eu-west, 1%
                        serves      employees, 10% in eu-west, 1%
                        decision    HOLD, BAKE_TIME
                        waits for   its bake of 10% in eu-west
                        since       12:45, until 14:45 (in 1 h 43 min)
                        released    by itself

                        Guardrails: PASS, together evidence of harm 0.5 of 20
                            http-errors       PASS · critical · not worse than control by more than 10%
                                              treatment 0.41% (25 of 6,112), control 0.39% (24 of 6,112)
                                              compared with everybody else
                                              treatment over control is between 0.62 and 1.74 at any time, evidence
                                              of harm 0.5 of 20
                                              test conditional: bad units are rare
                                              33 closed buckets from 12:28 to 13:01, data ok, digest 8c0058e8
                                              asked: errors of checkout
                            checkout-slo      PASS · guard · not worse than control by more than 10%
                                              treatment 0.18% (11 of 6,112), control 0.20% (12 of 6,112)
                                              compared with everybody else
                                              treatment over control is between 0.62 and 1.74 at any time, evidence
                                              of harm 0.0 of 20
                                              test conditional: bad units are rare
                                              33 closed buckets from 12:28 to 13:01, data ok, digest 8c0058e8
                                              asked: errors of checkout
                            orders-per-user   TOO_FEW · watch · not worse than control by more than 10%
                                              treatment 0.00% (0 of 21), control 0.00% (0 of 21)
                                              compared with everybody else
                                              treatment over control is between 0.62 and 1.74 at any time, evidence
                                              of harm 1.0 of 20
                                              test conditional: bad units are rare
                                              33 closed buckets from 12:28 to 13:01, data ok, digest 8c0058e8
                                              asked: errors of checkout

                        To come, at the earliest
                            14:45           stage 4 of 6    employees, 10%
                            16:45           stage 5 of 6    employees, 50%, asks for payments-leads
                            Tue 16:45       stage 6 of 6    100%

                        Recorded
                            209     Sun 13:02     dana · approved · stage 50% of 1.2.0 for payments-leads: looks
                                                                    good
                            210     Sun 13:03     ci · run began · plan 9f3c41d2, 1 change
                            212     Sun 13:03     ci · done · ADVANCE employees, 1% → employees, 10% in eu-west,
                                                              1%: baked 34m of 30m, 6112 of 5000 exposures, no
                                                              guardrail fails
                            213     Sun 13:03     ci · failed · chat said 503
                            214     Sun 13:03     ci · run ended · 1 done, 1 failed, 0 not tried
                        """);
    }

    @Test
    void drift_is_told_field_by_field() {
        assertThat(explained("tax-engine"))
                .contains(
                        "recorded    40%\n",
                        "serves      25%\n",
                        "drift       exposure: recorded 40%, serves 25%\n",
                        "apply       pause at 25%\n")
                .doesNotContain("To come");
    }

    @Test
    void who_must_approve_is_told_with_the_command() {
        assertThat(explained("pricing-annual"))
                .contains("released    flagctl approve pricing-annual -e production, by pricing-leads\n");
    }

    @Test
    void a_cooldown_says_why_it_is_there() {
        assertThat(explained("mobile-nav"))
                .contains("because     http-errors FAIL 1.81% vs control 0.36%, evidence 29 of 20\n")
                .contains("since       12:40, until 16:40 (in 3 h 38 min)\n");
    }

    @Test
    void observing_shows_verdicts_with_their_newest_buckets() {
        Plan plan = new Shop().baking().resting(2).plan(PRODUCTION);
        ObserveView view = new ObserveView(Looks.PLAIN);

        view.accept(RunOf.measured(plan.changes().get(0), "http-errors"));

        assertThat(view.render(Format.TEXT, plan, List.of())).isEqualTo("""
                        checkout-redesign in production · employees, 10% in eu-west, 1% · PASS
                            http-errors      ▂▄▅▅▄█▂▄  PASS     0.41% vs control 0.39%  evidence 0.5 of 20  n 6,112
                            checkout-slo               PASS     0.18% vs control 0.20%  evidence 0.0 of 20  n 6,112
                            orders-per-user            TOO_FEW  0.00% vs control 0.00%  evidence 1.0 of 20  n 21

                        1 watched, 2 not · Mon 23 Nov 13:02 UTC
                        """);
        assertThat(view.render(Format.JSON, plan, List.of())).contains("\"verdict\" : \"TOO_FEW\"");
    }

    @Test
    void what_programs_are_told_of_an_observation_is_as_its_schema_says() throws IOException {
        for (Plan plan : List.of(
                new Shop().baking().resting(2).plan(PRODUCTION),
                new Shop().failing().plan(PRODUCTION),
                Shop.busy().plan(List.of("staging", "production")))) {
            String json = new ObserveView(Looks.PLAIN).render(Format.JSON, plan, List.of("2 features by --owner"));

            assertThat(OutputSchemas.of("observe").validate(json, InputFormat.JSON))
                    .as(json)
                    .isEmpty();
        }
    }

    private static String explained(String feature) {
        for (Change change : Shop.plan().changes()) {
            if (change.key().equals(new FeatureKey(feature, "production"))) {
                return new FeatureExplanation(Looks.PLAIN).render(change, List.of(), Map.of(), Shop.NOW);
            }
        }
        throw new AssertionError(feature + " is not in the shop");
    }
}
