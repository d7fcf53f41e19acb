// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.flagctl.adapter.flagdformat.FlagdBucketing;
import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.cli.demo.FlagdEngine;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Bake;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Percent;
import dev.flagctl.model.SourceRef;
import dev.flagctl.model.Strategy;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.Settings;
import dev.flagctl.support.Crowd;
import dev.flagctl.support.FlagdCore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both ways of placing users, user by user against the real engines that have them; FlagdDaemonTest does the same with the daemon. */
final class FlagdBucketingTest {

    private static final String KEY = "checkout";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"checkout, 0.001", "checkout, 1", "s, 12.345", "käse-ß, 50", "checkout, 99.999"})
    void fractional_v1_is_the_one_of_the_java_provider_0_11(String salt, double percent) {
        write(salt, percent);

        try (FlagdEngine engine = FlagdEngine.open(file())) {
            List<String> served = engine.variants(KEY, Crowd.CONTEXTS, false);

            assertThat(moved(served, predicted(FlagdBucketing.V1, salt, percent)))
                    .isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"checkout, 0.001", "checkout, 1", "s, 12.345", "a longer-salt.1, 50", "checkout, 99.999"})
    void fractional_v2_is_the_one_of_flagd_core_4(String salt, double percent) throws IOException {
        write(salt, percent);

        FlagdCore.Answer served = FlagdCore.ask(Files.readString(file()), KEY, Crowd.CONTEXTS);

        assertThat(served.refused()).isEmpty();
        assertThat(moved(served.variants(), predicted(FlagdBucketing.V2, salt, percent)))
                .isZero();
    }

    /** It hashes UTF-16 and not, as all others do, UTF-8: docs/adapters/flagd.md tells to keep salts and units ASCII. */
    @Test
    void beyond_ascii_flagd_core_places_users_otherwise_than_all_other_engines() throws IOException {
        write("käse", 50);

        FlagdCore.Answer served = FlagdCore.ask(Files.readString(file()), KEY, Crowd.CONTEXTS);

        assertThat(moved(served.variants(), predicted(FlagdBucketing.V2, "käse", 50)))
                .isGreaterThan(Crowd.USERS / 4);
    }

    @Test
    void a_change_of_engine_in_the_middle_of_a_rollout_moves_a_quarter_of_all_users() {
        int moved = moved(predicted(FlagdBucketing.V1, KEY, 25), predicted(FlagdBucketing.V2, KEY, 25));

        assertThat(100.0 * moved / Crowd.USERS).isCloseTo(25, within(1.5));
    }

    @Test
    void the_name_tells_the_engines_apart_and_the_newest_is_what_is_meant_when_nothing_is_said() {
        assertThat(FlagdBucketing.of(settings(Map.of())).name()).isEqualTo("flagd-fractional-v2");
        assertThat(FlagdBucketing.of(settings(Map.of("engine", "fractional-v1")))
                        .name())
                .isEqualTo("flagd-fractional-v1");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> FlagdBucketing.of(settings(Map.of("engine", "murmur"))))
                .withMessageContaining("murmur");
    }

    private static Settings settings(Map<String, Object> settings) {
        return new Settings(new AdapterSpec("flagd", "flagd", settings, SourceRef.NONE), Map.of());
    }

    private Path file() {
        return folder.resolve("production.json");
    }

    private void write(String salt, double percent) {
        FlagState plain = Crowd.feature(new Strategy.AllAtOnce(Bake.NONE)).flagWith(Exposure.of(Percent.of(percent)));
        FlagState state = new FlagState(plain.variants(), "on", "off", plain.exposure(), plain.unit(), salt);
        FlagPath path = new FlagPath(folder, "${environment}.json", FlagFormat.JSON);
        try (FlagService flags =
                new FlagdFlagService(path, FlagdBucketing.V2, new WriteTurns(new Random(5), length -> {}))) {
            FlagWrite write = new FlagWrite(FlagFolder.spec(KEY), null, state);
            assertThat(flags.write(Crowd.SCOPE, List.of(write)).get(0).failure())
                    .isNull();
        }
    }

    private static List<String> predicted(FlagdBucketing bucketing, String salt, double percent) {
        List<String> variants = new ArrayList<>(Crowd.USERS);
        for (int i = 0; i < Crowd.USERS; i++) {
            variants.add(bucketing.place(KEY, salt, "user-" + i) < percent / 100 ? "on" : "off");
        }
        return variants;
    }

    /** Returns how many users are served differently. */
    private static int moved(List<String> some, List<String> others) {
        assertThat(some).hasSameSizeAs(others);
        int moved = 0;
        for (int i = 0; i < some.size(); i++) {
            moved += some.get(i).equals(others.get(i)) ? 0 : 1;
        }
        return moved;
    }
}
