// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Audience;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Stage;
import dev.flagctl.model.StageKind;
import dev.flagctl.model.StageSpec;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.StrategyKind;
import dev.flagctl.model.Trajectory;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every trajectory, over many seeded random features of each strategy. */
final class TrajectoryPropertyTest {

    private static final int CASES = 400;

    @ParameterizedTest
    @EnumSource
    void exposure_never_falls_on_the_way_up(StrategyKind kind) {
        forMany(kind, (feature, trajectory) -> {
            List<Stage> stages = trajectory.stages();
            for (int i = 1; i < trajectory.rolloutStages(); i++) {
                assertThat(stages.get(i).exposure().covers(stages.get(i - 1).exposure()))
                        .as("stage %d of %s", i, trajectory)
                        .isTrue();
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_rollout_ends_at_what_was_asked(StrategyKind kind) {
        forMany(kind, (feature, trajectory) -> {
            Exposure end =
                    trajectory.stages().get(trajectory.rolloutStages() - 1).exposure();

            assertThat(end)
                    .as(trajectory.toString())
                    .isEqualTo(asked(feature.rollout().get("production").strategy()));
        });
    }

    @ParameterizedTest
    @EnumSource
    void exposure_falls_with_each_step_of_the_way_out_to_nobody(StrategyKind kind) {
        forMany(kind, (feature, trajectory) -> {
            List<Stage> stages = trajectory.stages();
            for (int i = Math.max(1, trajectory.rolloutStages()); i < stages.size(); i++) {
                Exposure before = stages.get(i - 1).exposure();
                Exposure after = stages.get(i).exposure();
                boolean leaving = stages.get(i).kind() == StageKind.PHASE_OUT
                        || stages.get(i).kind() == StageKind.SUNSET;

                assertThat(before.covers(after)).as(trajectory.toString()).isTrue();
                assertThat(after.equals(before))
                        .as("stage %d of %s", i, trajectory)
                        .isEqualTo(!leaving || before.isNone());
            }
            if (feature.sunset() != null && !feature.sunset().phaseOut().isEmpty()) {
                assertThat(stages.get(stages.size() - 1).exposure()).isEqualTo(Exposure.NONE);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void stage_names_are_unique_and_never_empty(StrategyKind kind) {
        forMany(kind, (feature, trajectory) -> {
            Set<String> names = new HashSet<>();
            for (Stage stage : trajectory.stages()) {
                assertThat(stage.name()).isNotBlank();
                assertThat(names.add(stage.name()))
                        .as("%s in %s", stage.name(), trajectory)
                        .isTrue();
                assertThat(StageNames.isWayOut(stage.name()))
                        .isNotEqualTo(stage.kind().isRollout());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void the_same_feature_always_compiles_to_the_same_trajectory(StrategyKind kind) {
        for (int seed = 0; seed < CASES; seed++) {
            Trajectory once = compile(new RandomFeatures(seed).feature(kind));

            assertThat(compile(new RandomFeatures(seed).feature(kind))).isEqualTo(once);
        }
    }

    @ParameterizedTest
    @EnumSource
    void earliest_times_never_go_back_and_never_overflow(StrategyKind kind) {
        Instant now = Instant.parse("2026-11-24T12:00:00Z");
        forMany(kind, (feature, trajectory) -> {
            Instant free = now;
            for (StageTime time : StageTime.after(trajectory, -1, now, now)) {
                assertThat(time.entry()).isAfterOrEqualTo(free);
                assertThat(time.baked()).isAfterOrEqualTo(time.entry());
                free = time.baked();
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void an_edit_exposes_nobody_and_takes_away_only_what_its_end_does_not_reach(StrategyKind kind) {
        for (int seed = 0; seed < CASES; seed++) {
            RandomFeatures random = new RandomFeatures(seed);
            Trajectory before = compile(random.feature(kind));
            Trajectory after = compile(Samples.feature(random.rollout(), seed % 2 == 0 ? random.sunset() : null));
            for (int at = 0; at < before.stages().size(); at++) {
                Stage old = before.stages().get(at);

                int place = Trajectories.locate(after, position(at, old.name()), old.exposure());

                Exposure served = Trajectories.exposureAt(after, place, old.exposure());
                assertThat(old.exposure().covers(served))
                        .as("%s after %s", after, old)
                        .isTrue();
                if (place < after.rolloutStages()) {
                    assertRampOnlyAdds(after, place, old.exposure());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_edit_that_leaves_the_stages_alone_leaves_the_place_alone(StrategyKind kind) {
        forMany(kind, (feature, trajectory) -> {
            for (int at = 0; at < trajectory.stages().size(); at++) {
                Stage stage = trajectory.stages().get(at);

                assertThat(Trajectories.locate(trajectory, position(at, stage.name()), stage.exposure()))
                        .as("%s of %s", stage.name(), trajectory)
                        .isEqualTo(at);
            }
        });
    }

    private static void assertRampOnlyAdds(Trajectory edited, int place, Exposure recorded) {
        Exposure end = edited.stages().get(edited.rolloutStages() - 1).exposure();
        Exposure served = Trajectories.exposureAt(edited, place, recorded);
        assertThat(served.covers(recorded)).as("%s at %s", edited, recorded).isEqualTo(end.covers(recorded));
        for (int next = place + 1; next < edited.rolloutStages(); next++) {
            Exposure before = served;
            served = Trajectories.exposureAt(edited, next, before);
            assertThat(served.covers(before)).as("stage %d of %s", next, edited).isTrue();
        }
        assertThat(served).isEqualTo(end);
    }

    private static void forMany(StrategyKind kind, BiConsumer<Feature, Trajectory> check) {
        for (int seed = 0; seed < CASES; seed++) {
            Feature feature = new RandomFeatures(seed).feature(kind);
            check.accept(feature, compile(feature));
        }
    }

    private static Trajectory compile(Feature feature) {
        return Trajectories.compile(feature, Samples.PRODUCTION);
    }

    private static Position position(int stage, String name) {
        return new Position(
                "1.0.0", stage, name, PositionKind.MOVING, Instant.EPOCH, Instant.EPOCH, 0, null, "", null, Set.of());
    }

    private static Exposure asked(Strategy strategy) {
        return switch (strategy.kind()) {
            case ALL_AT_ONCE, BLUE_GREEN, AUTO -> Exposure.ALL;
            case PERCENTAGE -> Exposure.of(((Strategy.Percentage) strategy).percent());
            case LINEAR -> Exposure.of(((Strategy.Linear) strategy).to());
            case EXPONENTIAL -> Exposure.of(((Strategy.Exponential) strategy).to());
            case REGION_WAVES -> Exposure.of(((Strategy.RegionWaves) strategy).percent());
            case RINGS -> asked((Strategy.Rings) strategy);
            case CANARY -> asked((Strategy.Canary) strategy);
        };
    }

    private static Exposure asked(Strategy.Rings rings) {
        Exposure asked = Exposure.of(rings.rest());
        for (String cohort : rings.cohorts()) {
            asked = asked.union(Exposure.of(Audience.cohort(cohort), Percent.ALL));
        }
        return asked;
    }

    private static Exposure asked(Strategy.Canary canary) {
        Exposure asked = Exposure.NONE;
        for (StageSpec stage : canary.stages()) {
            asked = asked.union(Step.share(stage.cohort(), stage.percent(), stage.regions()));
        }
        return asked;
    }
}
