// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.stage;
import static dev.flagctl.support.FeatureBuilder.sunset;
import static dev.flagctl.support.Scene.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.guardrail.Verdict;
import dev.flagctl.model.Bake;
import dev.flagctl.model.CodeReference;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.Sunset;
import dev.flagctl.support.FeatureBuilder;
import dev.flagctl.support.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deprecation, phase-out, sunset and archive. */
final class WayOutTest {

    private static final String BANNER = "banner";
    private static final Instant DEPRECATE = Instant.parse("2027-01-15T00:00:00Z");
    private static final Instant REMOVE = Instant.parse("2027-03-31T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private static FeatureBuilder leaving(Sunset.Require require) {
        return feature(BANNER)
                .in("production", new Strategy.AllAtOnce(Bake.NONE))
                .sunset(sunset(DEPRECATE, REMOVE, null, require));
    }

    private static Scene done(FeatureBuilder builder) {
        Scene scene = new Scene(builder.build());
        scene.settle();
        assertThat(scene.position(BANNER).kind()).isEqualTo(PositionKind.DONE);
        return scene;
    }

    @Test
    void a_whole_way_out_takes_users_away_step_by_step_and_archives_last() {
        Scene scene = done(leaving(Sunset.Require.NOTHING));
        List<String> life = new ArrayList<>();

        scene.at("2027-01-14T12:00:00Z");
        for (int day = 0; day < 80; day++) {
            for (Change change : scene.apply().due()) {
                Decision decision = change.decision();
                life.add(scene.now().toString().substring(0, 10) + " " + decision.kind() + " "
                        + change.recorded().position().stageName() + " "
                        + (change.after() == null ? "gone" : change.after().exposure()));
            }
            scene.pass(DAY);
        }

        assertThat(life)
                .containsExactly(
                        "2027-01-15 ADVANCE deprecated 100%",
                        "2027-03-28 ADVANCE phase-out 75% 75%",
                        "2027-03-29 ADVANCE phase-out 25% 25%",
                        "2027-03-30 ADVANCE sunset 0%",
                        "2027-03-31 FINISH archived gone");
        assertThat(scene.change(BANNER).decision().reason()).isEqualTo(Reason.END_OF_LIFE);
    }

    @Test
    void a_feature_at_its_end_waits_for_its_date_without_holding() {
        Scene scene = done(leaving(Sunset.Require.NOTHING));

        Decision decision = scene.change(BANNER).decision();

        assertThat(decision.kind()).isEqualTo(DecisionKind.STEADY);
        assertThat(decision.reason()).isEqualTo(Reason.GATE_DATE);
    }

    @Test
    void a_feature_that_still_rolls_out_at_its_deprecation_goes_no_further_up() {
        Scene scene = new Scene(feature(BANNER)
                .canary(stage(10, "1h"), stage(100, "1h"))
                .sunset(sunset(DEPRECATE, REMOVE, null, Sunset.Require.NOTHING))
                .build());
        scene.at("2027-01-14T23:30:00Z").apply();
        scene.at("2027-01-15T00:40:00Z");

        Change change = scene.change(BANNER);

        assertThat(change.decision().kind()).isEqualTo(DecisionKind.ADVANCE);
        assertThat(change.decision().reason()).isEqualTo(Reason.DATE_REACHED);
        assertThat(change.recorded().position().stageName()).isEqualTo("deprecated");
        assertThat(change.after().exposure()).isEqualTo(percent(10));
        scene.settle();
        scene.at("2027-03-28T00:00:00Z").settle();

        // 75 % of those who have it would be more than 10 %: the phase-out is a ceiling.
        assertThat(scene.flag(BANNER).exposure()).isEqualTo(percent(10));
    }

    @Test
    void what_was_rolled_back_leaves_on_its_date_and_what_a_person_paused_waits() {
        FeatureBuilder builder = feature(BANNER)
                .canary(stage(10, "1h"), stage(100, "1h"))
                .guardrail("http-errors", DataDeadline.Action.HOLD)
                .sunset(sunset(DEPRECATE, REMOVE, null, Sunset.Require.NOTHING));
        Scene rolledBack = new Scene(builder.build()).rollOn(BANNER, 2, Duration.ofHours(1));
        rolledBack.judged(BANNER, Verdict.FAIL).apply();
        Scene paused = new Scene(builder.build()).rollOn(BANNER, 2, Duration.ofHours(1));
        paused.turnedOutside(BANNER, percent(5)).apply();

        rolledBack.judged(BANNER, Verdict.PASS).at("2027-01-15T00:00:00Z");
        paused.judged(BANNER, Verdict.PASS).at("2027-01-15T00:00:00Z");

        assertThat(rolledBack.change(BANNER).decision().reason()).isEqualTo(Reason.DATE_REACHED);
        assertThat(paused.change(BANNER).decision().reason()).isEqualTo(Reason.PAUSED);
    }

    @Test
    void a_feature_first_seen_after_its_deprecation_never_rolls_out() {
        Scene scene = new Scene(leaving(Sunset.Require.NOTHING).build()).at("2027-02-01T00:00:00Z");

        scene.settle();

        assertThat(scene.flag(BANNER).exposure()).isEqualTo(Exposure.NONE);
        assertThat(scene.position(BANNER).stageName()).isEqualTo("deprecated");
    }

    @Test
    void the_phase_out_waits_until_the_successor_serves_everybody() {
        Sunset.Successor successor = new Sunset.Successor("banner-v2", Map.of(), null);
        FeatureBuilder old = feature(BANNER)
                .in("production", new Strategy.AllAtOnce(Bake.NONE))
                .sunset(sunset(DEPRECATE, REMOVE, successor, Sunset.Require.NOTHING));
        FeatureBuilder next = feature("banner-v2").canary(stage(50, "1h"), stage(100, "1h"));
        Scene scene = new Scene(old.build(), next.build());
        scene.settle();
        scene.at("2027-03-28T00:00:00Z");
        scene.apply();

        assertThat(scene.change(BANNER).decision().reason()).isEqualTo(Reason.GATE_SUCCESSOR);
        scene.pass(Duration.ofHours(1)).settle();

        assertThat(scene.position("banner-v2").kind()).isEqualTo(PositionKind.DONE);
        assertThat(scene.flag(BANNER).exposure()).isEqualTo(percent(75));
    }

    @Test
    void leavers_get_the_successor_variant_of_the_own_flag() {
        Sunset.Successor successor = new Sunset.Successor(null, Map.of(), "plain");
        Scene scene = done(feature(BANNER)
                .variant("plain", false)
                .in("production", new Strategy.AllAtOnce(Bake.NONE))
                .sunset(sunset(DEPRECATE, REMOVE, successor, Sunset.Require.NOTHING)));
        scene.at("2027-02-01T00:00:00Z").settle();

        scene.at("2027-03-28T00:00:00Z").settle();

        assertThat(scene.flag(BANNER).rest()).isEqualTo("plain");
        assertThat(scene.flag(BANNER).exposure()).isEqualTo(percent(75));
    }

    @Test
    void a_flag_is_not_archived_while_code_or_users_need_it_or_nobody_looked() {
        Scene scene = done(leaving(new Sunset.Require(0, 1L, Duration.ofDays(7))));
        for (String day : List.of("2027-02-01", "2027-03-28", "2027-03-29", "2027-03-30", "2027-03-31")) {
            scene.at(day + "T00:00:00Z").settle();
        }

        assertThat(scene.change(BANNER).decision().reason()).isEqualTo(Reason.GATE_UNUSED);
        assertThat(scene.change(BANNER).decision().because())
                .isEqualTo("a code search: no adapter of the project gives one; "
                        + "a count of evaluations: no telemetry gives one");
        scene.references(BANNER, new CodeReference("web/Banner.tsx", 41, "flag('banner')"))
                .evaluations(BANNER, 3);
        assertThat(scene.change(BANNER).decision().because())
                .isEqualTo("1 code reference to go: web/Banner.tsx:41; 3 evaluations to fall below 1");
        scene.references(BANNER).evaluations(BANNER, 0);

        assertThat(scene.change(BANNER).action()).isEqualTo(ChangeAction.ARCHIVE);
    }
}
