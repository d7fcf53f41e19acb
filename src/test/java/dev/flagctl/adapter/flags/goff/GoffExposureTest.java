// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.goff;

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
import dev.flagctl.support.GoffEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written, evaluated by GO Feature Flag's own engine for 10,000 users. */
final class GoffExposureTest {

    private static final int USERS = 10_000;

    @TempDir
    private Path folder;

    private static FlagState state(Exposure exposure, String treatment, String control) {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put(treatment, "new");
        variants.put(control, "old");
        return new FlagState(variants, treatment, control, exposure, "targetingKey", "checkout");
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
            assertThat(served.get(i)).isIn(after.treatment(), after.rest());
            if (served.get(i).equals(after.treatment())) {
                exposed.add(i);
            }
        }
        return exposed;
    }

    /** Writes a state and returns the variation of each user. */
    private List<String> served(FlagSpec spec, @Nullable FlagState before, FlagState after) {
        Path file = folder.resolve("flags.json");
        GoffFlagService flags = new GoffFlagService(
                new FlagPath(folder, "flags.json", FlagFormat.JSON), new WriteTurns(new Random(7), length -> {}));
        assertThat(flags.write(SCOPE, List.of(new FlagWrite(spec, before, after)))
                        .get(0)
                        .failure())
                .isNull();
        List<String> contexts = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            contexts.add(context(i));
        }
        return GoffEngine.evaluate(file, "checkout", contexts);
    }

    /** The engine ranks variations by name, falling: either order must only add users. */
    @ParameterizedTest
    @CsvSource({"on, off", "blue, control"})
    void a_ramp_adds_users_and_a_rollback_takes_the_last_ones_back(String treatment, String control) {
        List<Exposure> stages = List.of(
                Exposure.of(Audience.cohort("employees"), Percent.of(50)),
                Exposure.of(Audience.cohort("employees"), Percent.ALL),
                Exposure.of(Audience.cohort("employees"), Percent.ALL).union(percent(1)),
                Exposure.of(Audience.cohort("employees"), Percent.ALL)
                        .union(Exposure.of(Audience.region("eu-west"), Percent.of(10)))
                        .union(percent(1)),
                Exposure.of(Audience.cohort("employees"), Percent.ALL).union(percent(12.345)),
                Exposure.of(Audience.cohort("employees"), Percent.ALL).union(percent(50)),
                Exposure.ALL);
        double[] shares = {0.10, 0.20, 0.208, 0.2 + 0.8 * 0.055, 0.2 + 0.8 * 0.12345, 0.6, 1};

        List<Set<Integer>> reached = new ArrayList<>();
        FlagState before = null;
        for (int i = 0; i < shares.length; i++) {
            FlagState after = state(stages.get(i), treatment, control);
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
        FlagState back = state(stages.get(4), treatment, control);
        assertThat(exposed(before, back)).isEqualTo(reached.get(4));
    }

    @ParameterizedTest
    @CsvSource({"on, off", "blue, control"})
    void the_documented_hash_places_every_user_as_the_engine_does(String treatment, String control) {
        FlagState quarter = state(percent(25), treatment, control);

        Set<Integer> exposed = exposed(null, quarter);

        GoffBucketing bucketing = new GoffBucketing();
        for (int i = 0; i < USERS; i++) {
            assertThat(bucketing.place("checkout", quarter, "user-" + i) < 0.25)
                    .as("user-" + i)
                    .isEqualTo(exposed.contains(i));
        }
    }

    private static FlagState matched(Exposure exposure, String... names) {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put(names[0], "new");
        variants.put(names[1], "old");
        variants.put(names[2], "old");
        return new FlagState(variants, names[0], names[1], names[2], exposure, "targetingKey", "checkout");
    }

    /** From either end: the treatment's names come first, or last. */
    @ParameterizedTest
    @CsvSource({"on, off, control", "blue, grey, violet"})
    void a_matched_control_is_as_large_as_the_treatment_and_a_ramp_to_a_half_moves_nobody_between_them(
            String treatment, String rest, String control) {
        FlagSpec spec = new FlagSpec("checkout", new Serve(treatment, control, rest), Set.of(Owns.EXPOSURE), "");
        Exposure some =
                Exposure.of(Audience.cohort("employees"), Percent.of(40)).union(percent(5));
        List<Exposure> stages = new ArrayList<>(List.of(percent(5), some));
        for (double share : new double[] {20, 33, 50, 75, 100, 20, 5, 0}) {
            stages.add(some.cappedBy(percent(share)).union(percent(share)));
        }
        GoffBucketing bucketing = new GoffBucketing();
        FlagState before = null;
        for (Exposure stage : stages) {
            FlagState after = matched(stage, treatment, rest, control);
            List<String> served = served(spec, before, after);

            for (int i = 0; i < USERS; i++) {
                Percent share = i % 5 == 0 ? stage.shareOf(Audience.cohort("employees")) : stage.everyone();
                assertThat(served.get(i))
                        .as("%s, user-%d", stage, i)
                        .isEqualTo(after.variantAt(bucketing.place("checkout", after, "user-" + i), share));
            }
            before = after;
        }
    }
}
