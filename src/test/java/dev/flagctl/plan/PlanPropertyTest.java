// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import static dev.flagctl.support.FeatureBuilder.approved;
import static dev.flagctl.support.FeatureBuilder.exposures;
import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.stage;
import static dev.flagctl.support.FeatureBuilder.sunset;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.guardrail.Verdict;
import dev.flagctl.model.Audience;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.DataState;
import dev.flagctl.model.DriftAction;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.OnFailure;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Stage;
import dev.flagctl.model.Sunset;
import dev.flagctl.plan.codec.PlanFile;
import dev.flagctl.plan.codec.RecordedJson;
import dev.flagctl.plan.codec.TaskJson;
import dev.flagctl.support.FeatureBuilder;
import dev.flagctl.support.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises of a plan, on whole random lives: every step of every life is planned, checked and applied. */
final class PlanPropertyTest {

    private static final String A = "a";
    private static final int LIVES = 150;
    private static final int STEPS = 25;

    private static FeatureBuilder builder(SplittableRandom random) {
        boolean matched = random.nextBoolean();
        FeatureBuilder builder = (matched ? feature(A).matched() : feature(A))
                .canary(
                        stage("employees", matched ? 40 : 100, "1h"),
                        exposures(stage(1 + random.nextInt(5), "1h"), random.nextBoolean() ? 0 : 100),
                        random.nextBoolean() ? stage(20, "2h") : approved(stage(20, "2h"), "leads"),
                        stage(100, "3h"))
                .onFailure(
                        one(random, OnFailure.Action.values()),
                        one(random, OnFailure.Target.values()),
                        "2h",
                        random.nextInt(3))
                .drift(one(random, DriftAction.values()))
                .tell("chat");
        if (random.nextInt(4) > 0) {
            builder.guardrail("http-errors", one(random, DataDeadline.Action.values()));
        }
        if (random.nextBoolean()) {
            Instant deprecate = Instant.parse("2026-11-25T00:00:00Z").plus(Duration.ofHours(random.nextInt(30)));
            builder.sunset(sunset(deprecate, deprecate.plus(Duration.ofDays(4)), null, Sunset.Require.NOTHING));
        }
        return builder;
    }

    private static <E> E one(SplittableRandom random, E[] of) {
        return List.of(of).get(random.nextInt(of.length));
    }

    /** Something happens in the world, or nothing. */
    private static void disturb(Scene scene, SplittableRandom random) {
        switch (random.nextInt(9)) {
            case 0 -> scene.judged(A, Verdict.FAIL);
            case 1 -> scene.judged(A, Verdict.UNDECIDED);
            case 2 ->
                scene.blind(
                        A,
                        DataState.STALE,
                        scene.now(),
                        Duration.ofHours(random.nextInt(2)),
                        one(random, DataDeadline.Action.values()));
            case 3 -> scene.unjudged(A);
            case 4 -> turn(scene, random);
            case 5 -> scene.says(A, "1.0.0", "20%", "leads", random.nextInt(4) > 0);
            default -> scene.judged(A, Verdict.PASS).exposed(A, random.nextInt(300));
        }
        scene.pass(Duration.ofMinutes(random.nextInt(200)));
    }

    private static void turn(Scene scene, SplittableRandom random) {
        if (scene.recorded(A) == null
                || scene.observation().flags().get(Scene.key(A)).state() == null) {
            return;
        }
        if (random.nextInt(8) == 0) {
            scene.observed(Scene.key(A), ObservedFlag.absent(A));
            return;
        }
        Exposure exposure = Exposure.of(new Percent(random.nextInt(100_001)));
        if (random.nextBoolean()) {
            exposure = exposure.union(Exposure.of(Audience.region("eu-west"), new Percent(random.nextInt(100_001))));
        }
        scene.turnedOutside(A, exposure);
    }

    private interface Check {
        void of(Scene scene, Change change);
    }

    private static void lives(long seed, Check check) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int life = 0; life < LIVES; life++) {
            Scene scene = new Scene(builder(random).build());
            for (int step = 0; step < STEPS; step++) {
                disturb(scene, random);
                check.of(scene, scene.change(A));
                scene.apply();
            }
        }
    }

    private static Exposure served(Scene scene) {
        ObservedFlag flag = scene.observation().flags().get(Scene.key(A));
        FlagState state = flag == null ? null : flag.state();
        return state == null ? Exposure.NONE : state.exposure();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void only_an_advance_exposes_more_and_never_beyond_its_stage_or_what_is_kept(long seed) {
        lives(seed, (scene, change) -> {
            Exposure before = served(scene);
            Exposure after =
                    change.after() == null ? Exposure.NONE : change.after().exposure();
            if (change.decision().kind() != DecisionKind.ADVANCE) {
                assertThat(before.covers(after)).as("%s", change).isTrue();
            } else {
                Stage stage = change.trajectory().stages().get(change.decision().stage());
                assertThat(before.union(stage.exposure()).covers(after))
                        .as("%s", change)
                        .isTrue();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void less_by_a_person_wins(long seed) {
        lives(seed, (scene, change) -> {
            if (scene.recorded(A) != null) {
                Exposure recorded = scene.recorded(A).flag().exposure();
                Exposure before = served(scene);
                Exposure after =
                        change.after() == null ? Exposure.NONE : change.after().exposure();
                if (!before.covers(recorded)) {
                    assertThat(before.covers(after)).as("%s", change).isTrue();
                    assertThat(change.decision().kind()).isNotEqualTo(DecisionKind.ADVANCE);
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void taking_knowledge_away_never_lets_a_rollout_go_on(long seed) {
        lives(seed, (scene, change) -> {
            Observation all = scene.observation();
            Decision less = blindPlan(scene, all).decision();
            boolean goesOn = less.kind() == DecisionKind.ADVANCE && less.reason() != Reason.DATE_REACHED;
            assertThat(goesOn && change.decision().kind() != DecisionKind.ADVANCE)
                    .as("%s became %s", change.decision(), less)
                    .isFalse();
        });
    }

    private static Change blindPlan(Scene scene, Observation all) {
        Observation blind = new Observation(
                all.now(),
                all.serial(),
                all.recorded(),
                all.flags(),
                all.capabilities(),
                java.util.Map.of(),
                java.util.Map.of(),
                List.of(),
                java.util.Map.of(),
                java.util.Map.of(),
                java.util.Map.of(),
                java.util.Map.of(),
                all.previousSpecs(),
                all.servedFlags());
        return Scene.change(scene.plan(blind), Scene.key(A));
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void applied_twice_is_applied_once(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int life = 0; life < LIVES; life++) {
            Scene scene = new Scene(builder(random).build());
            for (int step = 0; step < STEPS; step++) {
                disturb(scene, random);
                Change first = scene.change(A);
                scene.apply();
                Change second = scene.change(A);
                if (second.isDue()) {
                    // Something else may be due at the same time, such as an advance after a correction; never the same
                    // again.
                    assertThat(second.decision().kind() + " "
                                    + second.decision().stage())
                            .isNotEqualTo(first.decision().kind() + " "
                                    + first.decision().stage());
                }
                int rounds = 0;
                while (!scene.apply().due().isEmpty()) {
                    assertThat(++rounds)
                            .as("rounds at one time, last %s", scene.change(A))
                            .isLessThan(8);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {9})
    void equal_input_gives_equal_plans_and_everything_reads_back_as_it_was_written(long seed) {
        lives(seed, (scene, change) -> {
            Plan plan = scene.plan();
            assertThat(scene.plan()).isEqualTo(plan);
            assertThat(PlanFile.write(scene.plan(), "h")).isEqualTo(PlanFile.write(plan, "h"));
            SavedPlan read = PlanFile.read(PlanFile.write(plan, "h"));
            assertThat(read.effect()).isEqualTo(PlanFile.digest(plan));
            assertThat(read.changes()).hasSize(plan.due().size());
            for (SavedPlan.Change saved : read.changes()) {
                assertThat(saved.after()).isEqualTo(change.after());
                assertThat(saved.before()).isEqualTo(change.before());
            }
            if (change.recorded() != null) {
                assertThat(RecordedJson.read(RecordedJson.write(change.recorded())))
                        .isEqualTo(change.recorded());
            }
            for (Task task : change.tasks()) {
                TaskJson.Started started = TaskJson.read(TaskJson.write(task, List.of()), task.key());
                assertThat(TaskJson.write(started.task(), started.notices()))
                        .isEqualTo(TaskJson.write(task, List.of()));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 11})
    void no_two_occasions_share_the_key_of_a_notice(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int life = 0; life < LIVES; life++) {
            Scene scene = new Scene(builder(random).build());
            Set<String> keys = new HashSet<>();
            List<String> all = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                disturb(scene, random);
                scene.pass(Duration.ofSeconds(1));
                for (Task task : scene.change(A).tasks()) {
                    if (task instanceof Task.SendNotice notice) {
                        all.add(notice.notice().idempotencyKey());
                        assertThat(keys.add(notice.notice().idempotencyKey()))
                                .as("%s", all)
                                .isTrue();
                    }
                }
                scene.apply();
            }
        }
    }

    /** Edits of every kind, each of another part of the feature; the version moves in only some of them. */
    private static Feature edited(FeatureBuilder builder, SplittableRandom random) {
        FeatureBuilder moved = random.nextBoolean() ? builder.version("2.0.0") : builder;
        return switch (random.nextInt(6)) {
            case 0 -> moved.variant("on", "other").build();
            case 1 -> moved.variant("plain", false).build();
            case 2 -> moved.salt("other").build();
            case 3 -> moved.canary(stage(7, "1h"), stage(100, "1h")).build();
            case 4 ->
                moved.onFailure(OnFailure.Action.PAUSE, OnFailure.Target.OFF, "9h", 5)
                        .build();
            default -> moved.description("other words").build();
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {12, 13})
    void what_takes_exposure_back_is_the_same_whatever_edit_is_pending(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int takenBack = 0;
        for (int life = 0; life < LIVES; life++) {
            long genes = random.nextLong();
            Feature feature = builder(new SplittableRandom(genes)).build();
            Scene scene = new Scene(feature);
            for (int step = 0; step < STEPS; step++) {
                disturb(scene, random);
                Change plain = scene.change(A);
                if (scene.recorded(A) != null && plain.decision().takesBack()) {
                    takenBack++;
                    Change pending = scene.edit(edited(builder(new SplittableRandom(genes)), random))
                            .change(A);
                    scene.edit(feature).forgetSpecs();
                    assertThat(pending.decision().reason())
                            .isEqualTo(plain.decision().reason());
                    assertThat(pending.after()).isEqualTo(plain.after());
                    assertThat(pending.recorded()).isEqualTo(plain.recorded());
                }
                scene.apply();
            }
        }
        assertThat(takenBack).isGreaterThan(LIVES);
    }
}
