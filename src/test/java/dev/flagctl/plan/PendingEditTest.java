// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.stage;
import static dev.flagctl.support.Scene.key;
import static dev.flagctl.support.Scene.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.guardrail.Verdict;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.OnFailure;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import dev.flagctl.support.FakeFlagService;
import dev.flagctl.support.FeatureBuilder;
import dev.flagctl.support.Scene;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An edit was merged, and before it is applied exposure must be taken back: that never waits for the edit, and never brings it in. */
final class PendingEditTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String CHECKOUT = "checkout";

    private static FeatureBuilder steps() {
        return feature(CHECKOUT)
                .canary(stage(1, "1h"), stage(10, "1h"), stage(100, "1h"))
                .guardrail("http-errors", DataDeadline.Action.ROLL_BACK);
    }

    private static Scene atTenPercent(FeatureBuilder builder) {
        Scene scene = new Scene(builder.build()).rollOn(CHECKOUT, 2, HOUR).capable(FakeFlagService.distinct());
        assertThat(scene.flag(CHECKOUT).exposure()).isEqualTo(percent(10));
        return scene;
    }

    static Stream<Arguments> edits() {
        return Stream.of(
                edit("two variants of one value", b -> b.version("2.0.0").variant("plain", false)),
                edit("another value of the treatment", b -> b.version("2.0.0").variant("on", "blue")),
                edit("another value of the others", b -> b.version("2.0.0").variant("off", "grey")),
                edit("the treatment's value for all", b -> b.version("2.0.0").variant("off", true)),
                edit("a version that did not move", b -> b.variant("beta", "beta")),
                edit("other words without a version", b -> b.description("other words")),
                edit("another salt", b -> b.version("2.0.0").salt("other")),
                edit("a matched control", b -> b.version("2.0.0").matched()),
                edit("other stages", b -> b.version("1.1.0").canary(stage(5, "1h"), stage(100, "1h"))),
                edit(
                        "a pause instead of a rollback",
                        b -> b.version("1.1.0").onFailure(OnFailure.Action.PAUSE, OnFailure.Target.OFF, "1h", 0)));
    }

    private static Arguments edit(String name, UnaryOperator<FeatureBuilder> edit) {
        return Arguments.of(name, edit);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edits")
    void a_failed_guardrail_takes_back_what_is_served_and_nothing_else(
            String name, UnaryOperator<FeatureBuilder> edit) {
        Scene scene = atTenPercent(steps());
        Recorded before = scene.recorded(CHECKOUT);
        scene.edit(edit.apply(steps()).build()).judged(CHECKOUT, Verdict.FAIL);

        Change change = Scene.change(scene.plan().onlyTakingBack(), key(CHECKOUT));

        assertThat(change.decision().kind()).isEqualTo(DecisionKind.ROLL_BACK);
        assertThat(change.after()).isEqualTo(before.flag().withExposure(percent(1)));
        assertThat(change.recorded().specDigest()).isEqualTo(before.specDigest());
        assertThat(change.recorded().position().version()).isEqualTo("1.0.0");
        assertThat(change.version()).isEqualTo("1.0.0");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edits")
    void missing_data_at_its_deadline_does_the_same(String name, UnaryOperator<FeatureBuilder> edit) {
        Scene scene = atTenPercent(steps());
        Recorded before = scene.recorded(CHECKOUT);
        scene.edit(edit.apply(steps()).build())
                .blind(CHECKOUT, DataState.STALE, scene.now(), Duration.ZERO, DataDeadline.Action.ROLL_BACK);

        Change change = Scene.change(scene.plan().onlyTakingBack(), key(CHECKOUT));

        assertThat(change.decision().reason()).isEqualTo(Reason.DATA_MISSING);
        assertThat(change.after()).isEqualTo(before.flag().withExposure(percent(1)));
        assertThat(change.recorded().specDigest()).isEqualTo(before.specDigest());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edits")
    void what_was_turned_up_outside_is_taken_back_to_what_is_recorded(String name, UnaryOperator<FeatureBuilder> edit) {
        Scene scene = atTenPercent(steps());
        Recorded before = scene.recorded(CHECKOUT);
        scene.edit(edit.apply(steps()).build()).turnedOutside(CHECKOUT, percent(60));

        Change change = Scene.change(scene.plan().onlyTakingBack(), key(CHECKOUT));

        assertThat(change.decision().reason()).isEqualTo(Reason.TURNED_UP_OUTSIDE);
        assertThat(change.after()).isEqualTo(before.flag());
        assertThat(change.recorded().specDigest()).isEqualTo(before.specDigest());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edits")
    void what_was_turned_down_outside_stays_down_and_brings_no_edit(String name, UnaryOperator<FeatureBuilder> edit) {
        Scene scene = atTenPercent(steps());
        Recorded before = scene.recorded(CHECKOUT);
        scene.edit(edit.apply(steps()).build()).turnedOutside(CHECKOUT, percent(4));

        Change change = Scene.change(scene.plan().onlyTakingBack(), key(CHECKOUT));

        assertThat(change.recorded().position().kind()).isEqualTo(PositionKind.PAUSED);
        assertThat(change.recorded().flag()).isEqualTo(before.flag().withExposure(percent(4)));
        assertThat(change.recorded().specDigest()).isEqualTo(before.specDigest());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edits")
    void the_same_holds_where_the_ledger_cannot_say_what_spec_is_in_force(
            String name, UnaryOperator<FeatureBuilder> edit) {
        Scene scene = atTenPercent(steps());
        Recorded before = scene.recorded(CHECKOUT);
        scene.edit(edit.apply(steps()).build()).forgetSpecs().judged(CHECKOUT, Verdict.FAIL);

        Change change = Scene.change(scene.plan().onlyTakingBack(), key(CHECKOUT));

        assertThat(before.flag().exposure().covers(change.after().exposure())).isTrue();
        assertThat(change.recorded().flag())
                .isEqualTo(before.flag().withExposure(change.after().exposure()));
        assertThat(change.recorded().specDigest()).isEqualTo(before.specDigest());
        assertThat(change.recorded().position().version()).isEqualTo("1.0.0");
    }

    @Test
    void what_was_refused_before_is_refused_still_and_exposes_nobody() {
        Scene scene = atTenPercent(steps());
        scene.edit(steps().variant("plain", false).build()).judged(CHECKOUT, Verdict.FAIL);
        List<Refusal> before = scene.plan().refusals();

        scene.applyTakingBack();
        scene.pass(HOUR.multipliedBy(30)).judged(CHECKOUT, Verdict.PASS);

        assertThat(before)
                .extracting(Refusal::reason)
                .singleElement()
                .asString()
                .startsWith("the version went from");
        assertThat(scene.plan().refusals())
                .extracting(Refusal::reason)
                .hasSize(2)
                .contains(before.get(0).reason());
        assertThat(scene.applyTakingBack().due()).isEmpty();
        assertThat(scene.flag(CHECKOUT).exposure()).isEqualTo(percent(1));
    }

    @Test
    void the_edit_is_planned_after_the_rollback_as_any_other_one() {
        Scene scene = atTenPercent(steps());
        scene.edit(steps().version("2.0.0").variant("off", "grey").build()).judged(CHECKOUT, Verdict.FAIL);

        scene.apply();
        Change next = scene.change(CHECKOUT);
        scene.settle();

        assertThat(next.decision().reason()).isEqualTo(Reason.NEW_SPEC);
        assertThat(next.edits()).containsExactly("variant off has another value");
        assertThat(scene.flag(CHECKOUT).variants()).containsEntry("off", "grey");
        assertThat(scene.flag(CHECKOUT).exposure()).isEqualTo(percent(1));
        assertThat(scene.position(CHECKOUT).version()).isEqualTo("2.0.0");
    }

    @Test
    void an_edited_guardrail_judges_only_once_it_is_recorded() {
        Scene scene = atTenPercent(steps());
        scene.edit(steps().version("1.1.0")
                .tell("chat")
                .guardrail("latency", DataDeadline.Action.HOLD)
                .build());

        Change change = scene.change(CHECKOUT);
        scene.apply();

        assertThat(change.decision().reason()).isEqualTo(Reason.NOT_ENOUGH_EVIDENCE);
        assertThat(change.decision().because()).isEqualTo("first verdicts of 1.1.0");
        assertThat(change.decision().hold().releasedBy()).isEqualTo(Hold.BY_ITSELF);
        assertThat(change.tasks()).extracting(Task::kind).containsExactly(TaskKind.RECORD);
        assertThat(change.judgement()).isNull();
        assertThat(scene.change(CHECKOUT).decision().reason()).isEqualTo(Reason.BAKED);
    }

    @Test
    void exposure_is_taken_back_with_the_variants_that_somebody_put_there() {
        Scene scene = atTenPercent(steps());
        FlagState served = scene.flag(CHECKOUT);
        Map<String, Object> others = Map.of("on", true, "off", false, "theirs", "x");
        FlagState theirs = new FlagState(others, "on", "off", served.exposure(), served.unit(), served.salt());
        scene.observed(key(CHECKOUT), ObservedFlag.present(CHECKOUT, theirs)).judged(CHECKOUT, Verdict.FAIL);

        Change change = scene.change(CHECKOUT);
        scene.apply();

        assertThat(change.after()).isEqualTo(theirs.withExposure(percent(1)));
        assertThat(change.recorded().flag()).isEqualTo(served.withExposure(percent(1)));
        assertThat(scene.change(CHECKOUT).decision().reason()).isEqualTo(Reason.CHANGED_OUTSIDE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edits")
    void a_person_takes_back_what_is_served_and_nothing_else(String name, UnaryOperator<FeatureBuilder> edit) {
        for (boolean forgotten : List.of(false, true)) {
            for (Intervention.Kind asked : List.of(Intervention.Kind.ROLL_BACK, Intervention.Kind.KILL)) {
                Scene scene = atTenPercent(steps());
                Recorded before = scene.recorded(CHECKOUT);
                Feature edited = edit.apply(steps()).build();
                scene.edit(edited);
                Observation observation = (forgotten ? scene.forgetSpecs() : scene).observation();

                Change change = new Interventions(Scene.project())
                        .plan(
                                new Intervention(asked, "dana", "ticket 4711", null),
                                edited,
                                Scene.PRODUCTION,
                                observation,
                                null)
                        .changes()
                        .get(0);

                Exposure less = change.after().exposure();
                assertThat(percent(1).covers(less)).isTrue();
                assertThat(change.after()).isEqualTo(before.flag().withExposure(less));
                assertThat(change.recorded().flag()).isEqualTo(change.after());
                assertThat(change.recorded().specDigest()).isEqualTo(before.specDigest());
            }
        }
    }
}
