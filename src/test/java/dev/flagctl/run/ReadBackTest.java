// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.stage;
import static dev.flagctl.support.Scene.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.contract.FlagServiceContract;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Strategy;
import dev.flagctl.plan.codec.RecordedJson;
import dev.flagctl.port.Evaluation;
import dev.flagctl.support.FakeBucketing;
import dev.flagctl.support.FakeWorld;
import dev.flagctl.support.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** After a write clients are looked at, and the bake of a stage begins when they serve it. */
final class ReadBackTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Goes to employees and 5 %, then to everybody, an hour each. */
    private static FakeWorld world() {
        return new FakeWorld(feature("a")
                        .in(
                                "production",
                                new Strategy.Canary(
                                        List.of(stage("employees", 20, "1h"), stage(5, "1h"), stage(100, "1h"))))
                        .build())
                .readBack(MINUTE);
    }

    private static Recorded recorded(FakeWorld world) {
        return RecordedJson.read(world.ledger.states().get(key("a")));
    }

    /** Clients that serve what the flag service had a while ago. */
    private static void clientsLagBy(FakeWorld world, Duration lag) {
        Instant[] changed = {world.clock.instant()};
        FlagState[] seen = {null, null};
        world.clients.serve("a", context -> {
            FlagState now = world.flags
                    .read(FlagServiceContract.SCOPE, List.of(FlagServiceContract.spec("a")))
                    .get("a")
                    .state();
            if (now != null && !now.equals(seen[1])) {
                seen[1] = now;
                changed[0] = world.clock.instant();
            }
            if (!world.clock.instant().isBefore(changed[0].plus(lag))) {
                seen[0] = seen[1];
            }
            return evaluation(seen[0], context);
        });
    }

    private static Evaluation evaluation(FlagState state, Map<String, Object> context) {
        if (state == null) {
            return new Evaluation(null, null, "DEFAULT");
        }
        Percent share = state.exposure().shareFor(context, Scene.project().cohorts(), "region");
        String user = String.valueOf(context.get(state.unit()));
        boolean exposed = new FakeBucketing().place("a", state.salt(), user) < share.fraction();
        return new Evaluation(exposed ? state.treatment() : state.rest(), null, "SPLIT");
    }

    @Test
    void a_stage_stands_since_its_clients_serve_it() {
        FakeWorld world = world();
        clientsLagBy(world, Duration.ofSeconds(10));
        Instant begun = world.clock.instant();

        world.apply();

        Recorded recorded = recorded(world);
        assertThat(recorded.clients().behind()).isFalse();
        assertThat(recorded.position().since()).isEqualTo(begun.plusSeconds(10));
        assertThat(world.events)
                .filteredOn(RunEvent.Clients.class::isInstance)
                .singleElement()
                .satisfies(event -> {
                    assertThat(((RunEvent.Clients) event).missing()).isEmpty();
                    assertThat(((RunEvent.Clients) event).took()).isEqualTo(Duration.ofSeconds(10));
                });
    }

    @Test
    void clients_that_stay_behind_keep_the_stage_from_baking_until_a_later_run_sees_them() {
        FakeWorld world = world();
        clientsLagBy(world, Duration.ofMinutes(30));

        world.apply();
        assertThat(recorded(world).clients().behind()).isTrue();
        assertThat(recorded(world).flag().exposure().toString()).isEqualTo("20% of employees");

        // An hour of bake is over by the clock of the write; nobody had the stage for more than half of it.
        world.clock.advance(Duration.ofMinutes(20));
        RunResult early = world.apply();
        assertThat(early.done()).isZero();
        assertThat(recorded(world).clients().behind()).isTrue();

        world.clock.advance(Duration.ofMinutes(20));
        world.apply();
        assertThat(recorded(world).clients().behind()).isFalse();
        assertThat(recorded(world).position().since()).isEqualTo(world.clock.instant());

        world.clock.advance(Duration.ofMinutes(59));
        world.apply();
        assertThat(recorded(world).position().stage()).isZero();
        world.clock.advance(Duration.ofMinutes(1));
        world.apply();
        assertThat(recorded(world).position().stage()).isEqualTo(1);
    }

    @Test
    void clients_that_cannot_be_asked_hold_and_nothing_fails() {
        FakeWorld world = world();

        RunResult result = world.apply();

        assertThat(result.failed()).isZero();
        assertThat(recorded(world).clients().behind()).isTrue();
        world.clock.advance(Duration.ofHours(2));
        assertThat(world.apply().done()).isZero();
    }

    @Test
    void users_whom_a_foreign_rule_serves_are_left_out_of_the_look() {
        FakeWorld world = world();
        clientsLagBy(world, Duration.ZERO);
        world.apply();
        world.clients.serve("a", context -> {
            FlagState now = world.flags
                    .read(FlagServiceContract.SCOPE, List.of(FlagServiceContract.spec("a")))
                    .get("a")
                    .state();
            // Every second made-up user is caught by a rule of somebody else, before and after.
            boolean foreign = String.valueOf(context.get("targetingKey")).hashCode() % 2 == 0;
            return foreign ? new Evaluation("other", "else", "TARGETING_MATCH") : evaluation(now, context);
        });

        world.clock.advance(Duration.ofHours(1));
        world.apply();

        assertThat(recorded(world).position().stage()).isEqualTo(1);
        assertThat(recorded(world).clients().behind()).isFalse();
    }

    @Test
    void an_environment_without_a_read_back_asks_no_client() {
        FakeWorld world = new FakeWorld(feature("a").build());

        world.apply();

        assertThat(world.clients.asked()).isZero();
        assertThat(recorded(world).clients().behind()).isFalse();
        assertThat(recorded(world).flag().exposure()).isNotEqualTo(Exposure.NONE);
    }
}
