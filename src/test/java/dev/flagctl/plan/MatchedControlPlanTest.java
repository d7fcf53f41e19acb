// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.stage;
import static dev.flagctl.support.FeatureBuilder.sunset;
import static dev.flagctl.support.Scene.key;
import static dev.flagctl.support.Scene.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.guardrail.Verdict;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Sunset;
import dev.flagctl.plan.codec.RecordedJson;
import dev.flagctl.support.FakeFlagService;
import dev.flagctl.support.FeatureBuilder;
import dev.flagctl.support.Scene;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A control group as large as the treatment, from the first stage to the way out. */
final class MatchedControlPlanTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String CHECKOUT = "checkout";

    private static FeatureBuilder plain() {
        return feature(CHECKOUT)
                .guardrail("http-errors", DataDeadline.Action.PAUSE)
                .canary(stage(1, "1h"), stage(10, "1h"), stage(75, "1h"), stage(100, "1h"));
    }

    /** Stands at 10 %, its bake over. */
    private static Scene atTenPercent() {
        Scene scene = new Scene(plain().matched().build()).rollOn(CHECKOUT, 2, HOUR);
        assertThat(scene.flag(CHECKOUT).exposure()).isEqualTo(percent(10));
        return scene;
    }

    @Test
    void every_stage_below_everybody_keeps_it_and_the_last_one_does_not() {
        Scene scene = atTenPercent();
        assertThat(scene.flag(CHECKOUT).control()).isEqualTo("control");
        assertThat(scene.flag(CHECKOUT).rest()).isEqualTo("off");

        scene.rollOn(CHECKOUT, 1, HOUR);
        assertThat(scene.flag(CHECKOUT).exposure()).isEqualTo(percent(75));
        assertThat(scene.flag(CHECKOUT).control()).isEqualTo("control");

        scene.rollOn(CHECKOUT, 1, HOUR);
        assertThat(scene.flag(CHECKOUT).exposure()).isEqualTo(Exposure.ALL);
        assertThat(scene.flag(CHECKOUT).control()).isNull();
    }

    @Test
    void a_rollback_takes_the_control_back_with_the_treatment() {
        Scene scene = atTenPercent().judged(CHECKOUT, Verdict.FAIL);

        FlagState after = scene.change(CHECKOUT).after();

        assertThat(after.exposure()).isEqualTo(percent(1));
        assertThat(after.control()).isEqualTo("control");
    }

    @Test
    void the_way_out_compares_nothing_and_keeps_none() {
        Instant deprecate = Instant.parse("2026-11-25T00:00:00Z");
        FeatureBuilder half = feature(CHECKOUT)
                .matched()
                .canary(stage(50, "1h"))
                .sunset(sunset(deprecate, deprecate.plus(Duration.ofDays(4)), null, Sunset.Require.NOTHING));
        Scene scene = new Scene(half.build()).rollOn(CHECKOUT, 1, HOUR);
        assertThat(scene.flag(CHECKOUT).control()).isEqualTo("control");

        FlagState after = scene.at("2026-11-25T00:00:00Z").change(CHECKOUT).after();

        assertThat(after.exposure()).isEqualTo(percent(50));
        assertThat(after.control()).isNull();
    }

    @Test
    void a_control_group_that_somebody_took_away_is_drift_and_put_back() {
        Scene scene = atTenPercent().judged(CHECKOUT, Verdict.UNDECIDED);
        FlagState without = scene.flag(CHECKOUT).withoutControl();
        scene.observed(key(CHECKOUT), ObservedFlag.present(CHECKOUT, without));

        Change change = scene.change(CHECKOUT);

        assertThat(change.decision().reason()).isEqualTo(Reason.CHANGED_OUTSIDE);
        assertThat(change.decision().because()).contains("control group control → none");
        assertThat(change.after().control()).isEqualTo("control");
        assertThat(change.impact().moved()).isZero();
    }

    @Test
    void a_change_says_whom_its_guardrails_can_compare_with() {
        FeatureBuilder builder = plain();
        Scene scene = new Scene(builder.build());
        assertThat(scene.change(CHECKOUT).control()).isEqualTo(ControlKind.NONE);

        scene.rollOn(CHECKOUT, 2, HOUR);
        assertThat(scene.change(CHECKOUT).control()).isEqualTo(ControlKind.REST);

        scene.edit(builder.version("2.0.0").matched().build());
        assertThat(scene.change(CHECKOUT).control())
                .as("nobody is in the group yet")
                .isEqualTo(ControlKind.NONE);

        assertThat(atTenPercent().change(CHECKOUT).control()).isEqualTo(ControlKind.MATCHED);
        assertThat(atTenPercent().rollOn(CHECKOUT, 2, HOUR).change(CHECKOUT).control())
                .as("at 100 % nobody is left")
                .isEqualTo(ControlKind.NONE);
    }

    @Test
    void its_share_is_known_without_a_population_and_what_is_left_beyond_a_half() {
        Scene scene = atTenPercent().judged(CHECKOUT, Verdict.PASS);

        Impact impact = scene.change(CHECKOUT).impact();

        assertThat(impact.control()).isNull();
        assertThat(impact.controlShares()).isEqualTo("25%");
    }

    @Test
    void shares_of_it_are_told_by_audience() {
        Scene scene = new Scene(feature(CHECKOUT)
                .matched()
                .canary(stage("employees", 75, "1h"), stage(50, "1h"), stage(100, "1h"))
                .build());
        scene.rollOn(CHECKOUT, 1, HOUR);

        assertThat(scene.change(CHECKOUT).impact().controlShares()).isEqualTo("25% of employees, 50%");
        assertThat(scene.rollOn(CHECKOUT, 1, HOUR).change(CHECKOUT).impact().controlShares())
                .as("at 100 % there is none")
                .isNull();
    }

    @Test
    void an_edit_that_asks_for_one_writes_it_at_once_and_moves_nobody() {
        FeatureBuilder builder = plain();
        Scene scene = new Scene(builder.build()).rollOn(CHECKOUT, 2, HOUR);
        scene.edit(builder.version("2.0.0").matched().build());

        Change change = scene.change(CHECKOUT);

        assertThat(change.decision().reason()).isEqualTo(Reason.NEW_SPEC);
        assertThat(change.after().exposure()).isEqualTo(percent(10));
        assertThat(change.after().control()).isEqualTo("control");
        assertThat(change.after().rest()).isEqualTo("off");
        assertThat(scene.plan().refusals()).isEmpty();
    }

    @Test
    void asking_for_one_is_a_major_edit() {
        FeatureBuilder builder = plain();
        Scene scene = new Scene(builder.build()).rollOn(CHECKOUT, 2, HOUR);
        scene.edit(builder.version("1.1.0").matched().build());

        assertThat(scene.plan().refusals())
                .singleElement()
                .satisfies(refusal ->
                        assertThat(refusal.reason()).contains("rest none → off").contains("the edit is major"));
    }

    @Test
    void a_flag_service_that_can_keep_none_is_refused_what_asks_for_one() {
        Scene scene = new Scene(plain().matched().build())
                .capable(FakeFlagService.unmatched(new Percent(1), Capabilities.Audiences.ALL, true));

        assertThat(scene.plan().refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.reason())
                    .isEqualTo("its flag service can keep no control group as large as the treatment, and serve.rest"
                            + " asks for one");
            assertThat(refusal.remedy()).contains("leave \"rest\" out");
        });
    }

    @Test
    void a_flag_service_that_can_keep_none_still_serves_everybody_or_nobody() {
        Scene scene = new Scene(
                        feature(CHECKOUT).matched().canary(stage(100, "1h")).build())
                .capable(FakeFlagService.unmatched(new Percent(1), Capabilities.Audiences.ALL, true));

        assertThat(scene.plan().refusals()).isEmpty();
    }

    @Test
    void a_cohort_that_is_exposed_in_full_leaves_nobody_to_compare_with_and_is_refused() {
        Scene scene = new Scene(feature(CHECKOUT)
                .matched()
                .guardrail("http-errors", DataDeadline.Action.PAUSE)
                .canary(stage("employees", 100, "1h"), stage(10, "1h"))
                .build());

        assertThat(scene.plan().refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.reason())
                    .isEqualTo("stage employees exposes all of employees, so nobody there is left for the control"
                            + " group that serve.rest asks for");
            assertThat(refusal.remedy()).contains("half");
        });
    }

    @Test
    void the_ledger_keeps_it_and_reads_entries_from_before_there_was_one() {
        Scene scene = atTenPercent();
        String written = RecordedJson.write(scene.recorded(CHECKOUT));

        assertThat(RecordedJson.read(written)).isEqualTo(scene.recorded(CHECKOUT));
        assertThat(written).contains("\"control\":\"control\"");
        assertThat(RecordedJson.read(written.replace("\"control\":\"control\",", ""))
                        .flag()
                        .control())
                .isNull();
    }
}
