// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.hooked;
import static dev.flagctl.support.FeatureBuilder.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Bake;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Strategy;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.support.FakeWorld;
import dev.flagctl.support.FeatureBuilder;
import dev.flagctl.support.Scene;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A run that is cut anywhere ends, after the next ones, where a run that was not cut ends. */
final class CrashTest {

    private record End(Map<FeatureKey, String> states, List<String> served, TreeSet<String> notices) {}

    private static FeatureBuilder hookedCanary() {
        return feature("a")
                .canary(stage(5, "1h"), hooked(stage(50, "1h"), "ci", "warm"), stage(100, "1h"))
                .tell("chat");
    }

    private static FakeWorld world() {
        return new FakeWorld(
                hookedCanary().build(),
                feature("b")
                        .in("staging", new Strategy.AllAtOnce(Bake.NONE))
                        .in("production", new Strategy.AllAtOnce(Bake.of(Duration.ofHours(1))), "staging")
                        .tell("chat")
                        .build(),
                feature("c")
                        .canary(stage(1, "3h"), stage(100, "1h"))
                        .tell("chat")
                        .build());
    }

    /** Six hours with an edit, a flag turned up and one turned down outside; returns how often the run was cut. */
    private static int live(FakeWorld world) {
        int cuts = 0;
        for (int hour = 0; hour < 6; hour++) {
            if (hour == 1) {
                world.flags.put("production", "c", feature("c").build().flagWith(Exposure.ALL));
            } else if (hour == 2) {
                world.manifest(
                        hookedCanary().version("2.0.0").variant("beta", true).build());
            } else if (hour == 3) {
                world.flags.put("production", "c", feature("c").build().flagWith(Exposure.NONE));
            }
            cuts += settle(world);
            world.clock.advance(Duration.ofHours(1));
        }
        return cuts;
    }

    private static int settle(FakeWorld world) {
        int cuts = 0;
        for (int i = 0; i < 30; i++) {
            try {
                boolean done = world.apply().plan().due().isEmpty();
                if (done && world.ledger.openTasks().isEmpty()) {
                    return cuts;
                }
            } catch (Error | RuntimeException e) {
                assertThat(rootOf(e)).isInstanceOf(FakeWorld.Killed.class);
                cuts++;
            }
        }
        throw new AssertionError("nothing comes to rest: " + world.history());
    }

    private static Throwable rootOf(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static End end(FakeWorld world) {
        TreeMap<String, String> served = new TreeMap<>();
        for (FlagWrite write : world.flags.writes()) {
            served.put(write.spec().key() + "", String.valueOf(write.after()));
        }
        return new End(world.ledger.states(), List.copyOf(served.values()), new TreeSet<>(world.noticeKeys()));
    }

    @Test
    void a_run_cut_before_or_after_the_effect_of_any_call_ends_in_the_same_state() {
        FakeWorld undisturbed = world();
        undisturbed.cutAt(-1);
        assertThat(live(undisturbed)).isZero();
        End expected = end(undisturbed);
        int points = undisturbed.points();
        assertThat(points).isGreaterThan(150);
        assertThat(expected.states().keySet()).contains(Scene.key("a"), Scene.key("b"), Scene.key("c"));
        assertThat(undisturbed.noticeKeys()).doesNotHaveDuplicates();

        for (int point = 0; point < points; point++) {
            FakeWorld world = world();
            world.cutAt(point);

            assertThat(live(world)).as("cuts at point %d", point).isEqualTo(1);

            assertThat(end(world)).as("cut at point %d of %d", point, points).isEqualTo(expected);
            assertThat(world.ledger.verify().problems()).isEmpty();
            assertThat(world.noticeKeys().size() - expected.notices().size())
                    .as("repeated notices after a cut at point %d", point)
                    .isLessThanOrEqualTo(1);
        }
    }
}
