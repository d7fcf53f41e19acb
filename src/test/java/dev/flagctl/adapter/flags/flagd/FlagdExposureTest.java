// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flagctl.adapter.flagdformat.FlagdBucketing;
import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.cli.demo.FlagdEngine;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Bake;
import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Operator;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Stage;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.StrategyKind;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.strategy.Trajectories;
import dev.flagctl.support.Crowd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users get, asked of the real flagd engine: stages of all strategies, cohorts, regions, users that cannot be bucketed. */
final class FlagdExposureTest {

    @TempDir
    private Path folder;

    @Test
    void every_strategy_is_tried() {
        assertThat(Crowd.strategies()).extracting(Strategy::kind).containsAll(EnumSet.allOf(StrategyKind.class));
    }

    @ParameterizedTest
    @MethodSource("dev.flagctl.support.Crowd#strategies")
    void each_stage_reaches_its_share_adds_to_the_one_before_and_is_the_same_after_a_rollback(Strategy strategy) {
        Feature feature = Crowd.feature(strategy);
        List<Stage> stages =
                Trajectories.compile(feature, Crowd.SCOPE.environment()).stages();
        List<BitSet> reached = new ArrayList<>();
        write(feature, null, feature.flagWith(Exposure.NONE));

        try (FlagdEngine engine = FlagdEngine.open(path())) {
            FlagState now = feature.flagWith(Exposure.NONE);
            for (Stage stage : stages) {
                FlagState next = feature.flagWith(stage.exposure());
                write(feature, now, next);
                engine.reload();
                BitSet users = treated(engine);

                assertThat(Crowd.percent(users))
                        .as("stage %s", stage.name())
                        .isCloseTo(Crowd.expected(stage), within(1.5));
                if (!reached.isEmpty()) {
                    assertThat(Crowd.lost(reached.get(reached.size() - 1), users))
                            .isZero();
                }
                reached.add(users);
                now = next;
            }

            int back = (stages.size() - 1) / 2;
            write(feature, now, feature.flagWith(stages.get(back).exposure()));
            engine.reload();
            assertThat(treated(engine)).isEqualTo(reached.get(back));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.flagctl.support.Crowd#strategies")
    void a_matched_control_has_the_last_slots_of_whoever_is_exposed_in_part(Strategy strategy) {
        Feature feature = Crowd.matched(strategy);
        FlagState now = feature.flagWith(Exposure.NONE);
        write(feature, null, now);

        try (FlagdEngine engine = FlagdEngine.open(path())) {
            for (Stage stage :
                    Trajectories.compile(feature, Crowd.SCOPE.environment()).stages()) {
                FlagState next = feature.flagWith(stage.exposure());
                write(feature, now, next);
                engine.reload();
                List<String> variants = engine.variants("checkout", Crowd.CONTEXTS, false);

                for (int i = 0; i < Crowd.USERS; i++) {
                    double place = FlagdBucketing.V1.place("checkout", "checkout", "user-" + i);
                    assertThat(variants.get(i))
                            .as("stage %s, user-%d at %s", stage.name(), i, place)
                            .isEqualTo(next.variantAt(place, Crowd.share(next.exposure(), i)));
                }
                now = next;
            }
        }
    }

    @Test
    void who_is_in_several_audiences_gets_the_largest_of_their_shares() {
        Feature feature = Crowd.feature(new Strategy.AllAtOnce(Bake.NONE));
        Exposure exposure = Exposure.of(Audience.cohort("beta"), Percent.of(50.0))
                .union(Exposure.of(Audience.region("eu-west"), Percent.of(80.0)))
                .union(Exposure.of(new Audience("employees", "us-east"), Percent.ALL))
                .union(Exposure.of(Percent.of(5.0)));
        write(feature, null, feature.flagWith(exposure));

        try (FlagdEngine engine = FlagdEngine.open(path())) {
            BitSet users = treated(engine);

            // user i: in the beta when i % 4 == 0, in eu-west when i % 3 == 0, in us-east when i % 3 == 1, employee
            // when i % 10 == 0
            assertThat(share(users, i -> i % 12 == 0)).isCloseTo(80, within(5.0));
            assertThat(share(users, i -> i % 4 == 0 && i % 3 == 2)).isCloseTo(50, within(5.0));
            assertThat(share(users, i -> i % 3 == 0 && i % 4 != 0)).isCloseTo(80, within(3.0));
            assertThat(share(users, i -> i % 10 == 0 && i % 3 == 1)).isEqualTo(100);
            assertThat(share(users, i -> i % 4 != 0 && i % 3 == 2)).isCloseTo(5, within(2.0));
        }
    }

    @Test
    void users_without_a_unit_get_what_everybody_gets_and_never_a_share() {
        Feature feature = Crowd.feature(new Strategy.AllAtOnce(Bake.NONE));
        Map<String, Object> nobody = Map.of("plan", "basic");
        Map<String, Object> employee = Map.of("email", "ann@shop.example");
        Map<String, Object> empty = Map.of("targetingKey", "", "plan", "basic");
        FlagState half = feature.flagWith(
                Exposure.of(Percent.of(99.9)).union(Exposure.of(Audience.cohort("employees"), Percent.ALL)));
        write(feature, null, half);

        try (FlagdEngine engine = FlagdEngine.open(path())) {
            assertThat(engine.variants("checkout", List.of(nobody, empty, employee), false))
                    .containsExactly("off", "off", "on");

            write(feature, half, feature.flagWith(Exposure.ALL));
            engine.reload();
            assertThat(engine.variants("checkout", List.of(nobody, empty, employee), false))
                    .containsOnly("on");

            write(feature, feature.flagWith(Exposure.ALL), feature.flagWith(Exposure.NONE));
            engine.reload();
            assertThat(engine.variants("checkout", List.of(nobody, empty, employee), false))
                    .containsOnly("off");
        }
    }

    @Test
    void a_unit_other_than_the_targeting_key_is_what_is_bucketed() {
        FlagState wanted = new FlagState(
                Map.of("on", "new", "off", "old"), "on", "off", Exposure.of(Percent.of(30.0)), "account", "s");
        write(wanted, null);

        try (FlagdEngine engine = FlagdEngine.open(path())) {
            for (int i = 0; i < 50; i++) {
                List<Map<String, Object>> sameAccount = List.of(
                        Map.of("account", "acc-" + i, "targetingKey", "a" + i),
                        Map.of("account", "acc-" + i, "targetingKey", "b" + i),
                        Map.of("account", "acc-" + i));
                assertThat(Set.copyOf(engine.variants("checkout", sameAccount, "")))
                        .hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void an_operator_matches_what_it_says_and_nothing_when_the_attribute_is_absent(
            Condition condition, List<Object> matching, List<Object> others) {
        FlagScope scope = new FlagScope(
                Crowd.SCOPE.environment(), Map.of("some", new Cohort("some", true, List.of(condition))), "region");
        Feature feature = Crowd.feature(new Strategy.AllAtOnce(Bake.NONE));
        FlagState wanted = feature.flagWith(Exposure.of(Audience.cohort("some"), Percent.ALL));
        try (FlagService flags = flags()) {
            assertThat(flags.write(scope, List.of(new FlagWrite(FlagFolder.spec("checkout"), null, wanted)))
                            .get(0)
                            .failure())
                    .isNull();
        }

        try (FlagdEngine engine = FlagdEngine.open(path())) {
            for (Object value : matching) {
                assertThat(engine.variant("checkout", Map.of("x", value), false))
                        .as("%s", value)
                        .isEqualTo("on");
            }
            for (Object value : others) {
                assertThat(engine.variant("checkout", Map.of("x", value), false))
                        .as("%s", value)
                        .isEqualTo("off");
            }
            assertThat(engine.variant("checkout", Map.of("y", "z"), false)).isEqualTo("off");
        }
    }

    static List<Arguments> conditions() {
        return List.of(
                condition(Operator.EQUALS, List.of("DE"), List.of("DE"), List.of("FR", true, 1)),
                condition(Operator.EQUALS, List.of(5L), List.of(5, 5.0), List.of(6, "5")),
                condition(Operator.EQUALS, List.of(true), List.of(true), List.of(false, "true")),
                condition(Operator.EQUALS, List.of(""), List.of(""), List.of("x", 0, false)),
                condition(Operator.NOT_EQUALS, List.of("DE"), List.of("FR", 5), List.of("DE")),
                condition(Operator.IN, List.of("DE", "FR"), List.of("DE", "FR"), List.of("D", "IT")),
                condition(Operator.IN, List.of(1L, 2L), List.of(1, 2.0), List.of(3)),
                condition(Operator.NOT_IN, List.of("DE", "FR"), List.of("IT"), List.of("DE", "FR")),
                condition(Operator.STARTS_WITH, List.of("pro"), List.of("pro-2", "pro"), List.of("xpro", "Pro")),
                condition(Operator.ENDS_WITH, List.of("@a.b"), List.of("x@a.b"), List.of("@a.b.c", 7)),
                condition(Operator.CONTAINS, List.of("beta"), List.of("a-beta-b"), List.of("bet")),
                condition(Operator.AT_LEAST, List.of(0L), List.of(0, 3.5), List.of(-1, "x")),
                condition(Operator.BELOW, List.of(7.5), List.of(7, -3), List.of(7.5, 8)));
    }

    private static Arguments condition(
            Operator operator, List<Object> values, List<Object> matching, List<Object> others) {
        return Arguments.of(new Condition("x", operator, values), matching, others);
    }

    private Path path() {
        return folder.resolve("production.flagd.json");
    }

    private FlagService flags() {
        return new FlagdFlagService(
                new FlagPath(folder, "${environment}.flagd.json", FlagFormat.JSON),
                FlagdBucketing.V1,
                new WriteTurns(new Random(3), length -> {}));
    }

    private void write(Feature feature, @Nullable FlagState before, FlagState after) {
        write(after, before);
        assertThat(feature.flagKey()).isEqualTo("checkout");
    }

    private void write(FlagState after, @Nullable FlagState before) {
        try (FlagService flags = flags()) {
            assertThat(flags.write(Crowd.SCOPE, List.of(new FlagWrite(FlagFolder.spec("checkout"), before, after)))
                            .get(0)
                            .failure())
                    .isNull();
        }
    }

    private static BitSet treated(FlagdEngine engine) {
        List<String> variants = engine.variants("checkout", Crowd.CONTEXTS, false);
        assertThat(Set.of("on", "off")).containsAll(new HashSet<>(variants));
        BitSet users = new BitSet(Crowd.USERS);
        for (int i = 0; i < Crowd.USERS; i++) {
            users.set(i, variants.get(i).equals("on"));
        }
        return users;
    }

    private static double share(BitSet users, IntPredicate group) {
        long all = IntStream.range(0, Crowd.USERS).filter(group).count();
        return 100.0
                * IntStream.range(0, Crowd.USERS)
                        .filter(group)
                        .filter(users::get)
                        .count()
                / all;
    }
}
