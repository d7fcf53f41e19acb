// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flipt;

import static dev.flagctl.contract.FlagServiceContract.SCOPE;
import static dev.flagctl.contract.FlagServiceContract.percent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.contract.FlagServiceContract;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Serve;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.support.FliptEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written, evaluated by the engine of Flipt's clients for 10,000 users, as a boolean and as a variant flag. */
final class FliptExposureTest {

    private static final int USERS = 10_000;

    @TempDir
    private Path folder;

    private static FlagState state(Exposure exposure, boolean isBoolean) {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("on", isBoolean ? (Object) true : "new");
        variants.put("off", isBoolean ? (Object) false : "old");
        return new FlagState(variants, "on", "off", exposure, "targetingKey", "checkout");
    }

    /** Every fifth user is an employee, every second one is in eu-west. */
    private static String context(int user) {
        String email = user % 5 == 0 ? "u" + user + "@shop.example" : "u" + user + "@example.org";
        String region = user % 2 == 0 ? "eu-west" : "us-east";
        return "{\"targetingKey\": \"user-%d\", \"email\": \"%s\", \"region\": \"%s\"}".formatted(user, email, region);
    }

    private Set<Integer> exposed(@Nullable FlagState before, FlagState after) {
        List<String> served = served(FlagServiceContract.spec("checkout"), before, after);
        Set<Integer> exposed = new HashSet<>();
        for (int i = 0; i < USERS; i++) {
            assertThat(served.get(i)).isIn("true", "false", "on", "off");
            if (served.get(i).equals("true") || served.get(i).equals("on")) {
                exposed.add(i);
            }
        }
        return exposed;
    }

    /** Writes a state and returns the variant of each user, or whether it is true. */
    private List<String> served(FlagSpec spec, @Nullable FlagState before, FlagState after) {
        FliptFlagService flags = new FliptFlagService(
                new FlagPath(folder, "features.json", FlagFormat.JSON), new WriteTurns(new Random(7), length -> {}));
        assertThat(flags.write(SCOPE, List.of(new FlagWrite(spec, before, after)))
                        .get(0)
                        .failure())
                .isNull();
        List<String> contexts = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            contexts.add(context(i));
        }
        boolean isBoolean = FliptShapes.isBoolean(after);
        return FliptEngine.evaluate(folder.resolve("features.json"), "checkout", isBoolean, contexts);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_ramp_adds_users_and_a_rollback_takes_the_last_ones_back(boolean isBoolean) {
        Exposure employees = Exposure.of(Audience.cohort("employees"), Percent.ALL);
        List<Exposure> stages = List.of(
                Exposure.NONE,
                employees,
                employees.union(percent(1)),
                employees.union(percent(10)),
                employees
                        .union(Exposure.of(Audience.region("eu-west"), Percent.ALL))
                        .union(percent(10)),
                employees
                        .union(Exposure.of(Audience.region("eu-west"), Percent.ALL))
                        .union(percent(50)),
                Exposure.ALL);
        double[] shares = {0, 0.2, 0.2 + 0.8 * 0.01, 0.2 + 0.8 * 0.1, 0.6 + 0.4 * 0.1, 0.6 + 0.4 * 0.5, 1};

        List<Set<Integer>> reached = new ArrayList<>();
        FlagState before = null;
        for (int i = 0; i < shares.length; i++) {
            FlagState after = state(stages.get(i), isBoolean);
            Set<Integer> exposed = exposed(before, after);

            assertThat(exposed.size() / (double) USERS)
                    .as(after.exposure().toString())
                    .isCloseTo(shares[i], within(0.015));
            if (i > 0) {
                assertThat(exposed).containsAll(reached.get(i - 1));
            }
            reached.add(exposed);
            before = after;
        }
        assertThat(exposed(before, state(stages.get(3), isBoolean))).isEqualTo(reached.get(3));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_documented_hash_places_every_user_as_the_engine_does(boolean isBoolean) {
        FlagState quarter = state(percent(25), isBoolean);

        Set<Integer> exposed = exposed(null, quarter);

        FliptFlagService flags = new FliptFlagService(
                new FlagPath(folder, "features.json", FlagFormat.JSON), new WriteTurns(new Random(7), length -> {}));
        for (int i = 0; i < USERS; i++) {
            assertThat(flags.capabilities().bucketing().place("checkout", quarter, "user-" + i) < 0.25)
                    .as("user-" + i)
                    .isEqualTo(exposed.contains(i));
        }
    }

    private static FlagState matched(Exposure exposure) {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("on", "new");
        variants.put("control", "old");
        variants.put("off", "old");
        return new FlagState(variants, "on", "off", "control", exposure, "targetingKey", "checkout");
    }

    @Test
    void a_matched_control_is_as_large_as_the_treatment_and_a_ramp_to_a_half_moves_nobody_between_them() {
        FlagSpec spec = new FlagSpec("checkout", new Serve("on", "control", "off"), Set.of(Owns.EXPOSURE), "");
        Exposure employees = Exposure.of(Audience.cohort("employees"), Percent.ALL);
        List<Exposure> stages = List.of(
                Exposure.NONE,
                percent(5),
                percent(20),
                percent(50),
                Exposure.ALL,
                employees.union(percent(49)),
                employees.union(percent(75)),
                employees,
                employees.union(percent(5)),
                Exposure.NONE);
        FliptFlagService flags = new FliptFlagService(
                new FlagPath(folder, "features.json", FlagFormat.JSON), new WriteTurns(new Random(7), length -> {}));
        FlagState before = null;
        for (Exposure stage : stages) {
            FlagState after = matched(stage);
            List<String> served = served(spec, before, after);

            for (int i = 0; i < USERS; i++) {
                double place = flags.capabilities().bucketing().place("checkout", after, "user-" + i);
                Percent share = i % 5 == 0 ? stage.shareOf(Audience.cohort("employees")) : stage.everyone();
                assertThat(served.get(i)).as("%s, user-%d", stage, i).isEqualTo(after.variantAt(place, share));
            }
            before = after;
        }
    }
}
