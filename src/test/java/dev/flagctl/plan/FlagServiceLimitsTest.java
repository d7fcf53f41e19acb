// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import static dev.flagctl.support.FeatureBuilder.approved;
import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.stage;
import static dev.flagctl.support.Scene.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.guardrail.Verdict;
import dev.flagctl.model.Bucketing;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.Clients;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Operator;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Recorded;
import dev.flagctl.support.FakeBucketing;
import dev.flagctl.support.FakeFlagService;
import dev.flagctl.support.FeatureBuilder;
import dev.flagctl.support.Scene;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a flag service cannot express, what it waits for, and where its clients are: the plan says so, and never advances over it. */
final class FlagServiceLimitsTest {

    private static final String CHECKOUT = "checkout";
    private static final Duration HOUR = Duration.ofHours(1);

    private static FeatureBuilder steps() {
        return feature(CHECKOUT).canary(stage(1, "1h"), stage(10, "1h"), stage(50, "1h"), stage(100, "0s"));
    }

    private static Scene atTenPercent() {
        return new Scene(steps().build()).rollOn(CHECKOUT, 2, HOUR);
    }

    private static List<String> refusals(Scene scene) {
        return scene.plan().refusals().stream().map(Refusal::reason).toList();
    }

    // What it cannot express

    @Test
    void a_share_below_the_smallest_step_would_reach_nobody() {
        Scene scene = new Scene(feature(CHECKOUT).canary(stage(0.5, "1h")).build());
        scene.capable(FakeFlagService.capable(Percent.of(1.0), Capabilities.Audiences.ALL, true));

        assertThat(refusals(scene)).containsExactly("steps of its flag service are 1%: 0.5% would reach nobody");
    }

    @Test
    void a_part_of_a_cohort_is_refused_where_only_whole_cohorts_can_be_served() {
        Scene scene =
                new Scene(feature(CHECKOUT).canary(stage("employees", 20, "1h")).build());
        scene.capable(FakeFlagService.capable(
                Percent.of(1.0), new Capabilities.Audiences(Set.of(Operator.values()), true, false), true));

        assertThat(refusals(scene))
                .containsExactly(
                        "its flag service gives a cohort or region all or nothing, and 20% of employees is a part");
    }

    @Test
    void a_comparison_that_the_flag_service_does_not_know_is_named() {
        Scene scene = new Scene(
                feature(CHECKOUT).canary(stage("employees", 100, "1h")).build());
        scene.capable(FakeFlagService.capable(
                Percent.of(1.0), new Capabilities.Audiences(Set.of(Operator.IN), true, true), true));

        assertThat(scene.plan().refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.reason())
                    .isEqualTo("its flag service cannot compare by ends-with, which cohort employees does");
            assertThat(refusal.remedy()).isEqualTo("write the cohort with in");
        });
    }

    @Test
    void a_salt_of_ones_own_is_refused_where_the_flag_service_has_its_own() {
        Scene scene = new Scene(steps().salt("mine").build());
        scene.capable(new Capabilities(
                new Percent(1),
                Capabilities.Audiences.ALL,
                true,
                true,
                false,
                true,
                true,
                Duration.ZERO,
                new FakeBucketing(),
                List.of()));

        assertThat(refusals(scene))
                .containsExactly("its flag service chooses the salt by itself, and \"mine\" is asked for");
    }

    @Test
    void two_variants_of_one_value_are_refused_before_anybody_has_them_and_when_all_do() {
        FeatureBuilder equal = feature(CHECKOUT).variant("plain", false);
        Scene waiting =
                new Scene(equal.canary(approved(stage(50, "1h"), "leads")).build());
        Scene full = new Scene(equal.canary(stage(100, "1h")).build());

        for (Scene scene : List.of(waiting, full)) {
            scene.capable(FakeFlagService.distinct());
            assertThat(scene.plan().refusals()).singleElement().satisfies(refusal -> {
                assertThat(refusal.reason())
                        .isEqualTo("its flag service takes no two variants with one value, and off and plain have one");
                assertThat(refusal.remedy()).contains("a value of its own");
            });
            assertThat(refusals(scene.capable(FakeFlagService.CAPABLE))).isEmpty();
        }
    }

    @Test
    void a_matched_control_has_the_value_of_the_rest_so_it_is_refused_even_where_it_is_empty() {
        Scene scene =
                new Scene(feature(CHECKOUT).matched().canary(stage(100, "1h")).build());
        scene.capable(FakeFlagService.distinct());

        assertThat(scene.change(CHECKOUT).after().control())
                .as("nobody is left for it at 100 %")
                .isNull();
        assertThat(scene.plan().refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.reason()).endsWith("off and control have one");
            assertThat(refusal.remedy()).contains("leave \"rest\" out of serve");
        });
    }

    @Test
    void variants_of_different_values_are_served_where_equal_ones_are_not() {
        Scene scene = new Scene(steps().build()).capable(FakeFlagService.distinct());

        assertThat(refusals(scene)).isEmpty();
    }

    // Foreign rules

    @Test
    void a_foreign_rule_that_serves_everybody_is_refused_by_its_name() {
        Scene scene = atTenPercent();
        overrule(scene, "strategy \"everybody\" (100%)");

        assertThat(refusals(scene))
                .containsExactly(
                        "strategy \"everybody\" (100%) of its flag service makes 50% meaningless, and flagctl does not own it");
    }

    @Test
    void a_foreign_rule_keeps_nobody_from_taking_exposure_back() {
        Scene scene = new Scene(steps().guardrail("http-errors", DataDeadline.Action.HOLD)
                        .build())
                .rollOn(CHECKOUT, 2, HOUR);
        overrule(scene, "strategy \"everybody\" (100%)");

        scene.judged(CHECKOUT, Verdict.FAIL);

        assertThat(scene.change(CHECKOUT).decision().kind()).isEqualTo(DecisionKind.ROLL_BACK);
        assertThat(refusals(scene)).isEmpty();
    }

    private static void overrule(Scene scene, String rule) {
        FlagState state = scene.flag(CHECKOUT);
        scene.observed(
                Scene.key(CHECKOUT),
                new ObservedFlag(CHECKOUT, state, ObservedFlag.Presence.PRESENT, "", List.of(rule), rule, "", null));
    }

    // What it waits for

    @Test
    void nothing_is_sent_while_the_flag_service_waits_for_an_approval_of_its_own() {
        Scene scene = atTenPercent();
        FlagState state = scene.flag(CHECKOUT);
        scene.observed(
                Scene.key(CHECKOUT),
                new ObservedFlag(
                        CHECKOUT,
                        state,
                        ObservedFlag.Presence.PRESENT,
                        "",
                        List.of(),
                        "",
                        "approval request 65f1, 0 of 1 reviews",
                        null));

        Change change = scene.change(CHECKOUT);

        assertThat(change.decision().reason()).isEqualTo(Reason.AWAITS_FLAG_SERVICE);
        assertThat(change.decision().hold().waitsFor()).isEqualTo("approval request 65f1, 0 of 1 reviews");
        assertThat(change.isDue()).isFalse();
    }

    // Its clients

    @Test
    void a_stage_that_clients_do_not_serve_yet_does_not_bake() {
        Scene scene = atTenPercent();
        behind(scene);
        scene.pass(HOUR).unserved(CHECKOUT, "3 of 12 made-up users are served something else by edge");

        Change change = scene.change(CHECKOUT);

        assertThat(change.decision().reason()).isEqualTo(Reason.CLIENTS_BEHIND);
        assertThat(change.decision().because()).contains("3 of 12");
        assertThat(change.isDue()).isFalse();
    }

    @Test
    void clients_that_cannot_be_asked_hold_as_those_that_are_behind() {
        Scene scene = atTenPercent();
        behind(scene);

        assertThat(scene.pass(HOUR).change(CHECKOUT).decision().reason()).isEqualTo(Reason.CLIENTS_BEHIND);
    }

    @Test
    void the_bake_begins_when_clients_have_caught_up() {
        Scene scene = atTenPercent();
        behind(scene);
        scene.pass(HOUR).unserved(CHECKOUT, "");

        assertThat(scene.change(CHECKOUT).decision().reason()).isEqualTo(Reason.CLIENTS_CAUGHT_UP);
        scene.apply();

        assertThat(scene.position(CHECKOUT).since()).isEqualTo(scene.now());
        assertThat(scene.change(CHECKOUT).decision().reason()).isEqualTo(Reason.BAKE_TIME);
        assertThat(scene.pass(HOUR).change(CHECKOUT).decision().reason()).isEqualTo(Reason.BAKED);
    }

    private static void behind(Scene scene) {
        Recorded recorded = scene.recorded(CHECKOUT);
        scene.record(Scene.key(CHECKOUT), recorded.withClients(new Clients("fake-murmur3", true)));
    }

    // Another engine

    @Test
    void another_engine_is_refused_with_the_share_of_users_it_moves_until_somebody_accepts_it() {
        Scene scene = atTenPercent();
        scene.capable(engine("fake-murmur4"));

        assertThat(refusals(scene))
                .containsExactly("its engine places users by fake-murmur4 and did by fake-murmur3 when the flag was "
                        + "written: about 90% of the exposed users lose it to others");

        scene.allowRebucketing().apply();
        assertThat(scene.recorded(CHECKOUT).clients().bucketing()).isEqualTo("fake-murmur4");
        assertThat(refusals(scene)).isEmpty();
    }

    @Test
    void another_engine_matters_to_nobody_when_all_or_none_have_the_feature() {
        Scene scene = new Scene(steps().build()).rollOn(CHECKOUT, 4, HOUR);
        scene.capable(engine("fake-murmur4"));

        assertThat(scene.flag(CHECKOUT).exposure()).isEqualTo(percent(100));
        assertThat(refusals(scene)).isEmpty();
    }

    private static Capabilities engine(String name) {
        Bucketing other = new Bucketing() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public double place(String flagKey, String salt, String user) {
                return new FakeBucketing().place(flagKey, salt + name, user);
            }
        };
        return new Capabilities(
                new Percent(1),
                Capabilities.Audiences.ALL,
                true,
                true,
                true,
                true,
                true,
                Duration.ZERO,
                other,
                List.of());
    }
}
