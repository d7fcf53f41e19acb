// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.goff;

import static dev.flagctl.contract.FlagServiceContract.SCOPE;
import static dev.flagctl.contract.FlagServiceContract.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Serve;
import dev.flagctl.model.ShareParts;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.support.GoffEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which control groups GO Feature Flag keeps, and what is read of files that people wrote. */
final class GoffControlTest {

    private static final FlagSpec MATCHED = spec(new Serve("on", "control", "off"));

    private final GoffControl limit = new GoffControl();

    @TempDir
    private Path folder;

    private static FlagSpec spec(Serve serve) {
        return new FlagSpec("checkout", serve, Set.of(Owns.EXPOSURE), "");
    }

    private static FlagState state(Exposure exposure, String treatment, String rest, String control) {
        Map<String, Object> variants = Map.of(treatment, true, rest, false, control, false);
        return new FlagState(variants, treatment, rest, control, exposure, "targetingKey", "checkout");
    }

    private GoffFlagService flags() {
        return new GoffFlagService(
                new FlagPath(folder, "flags.json", FlagFormat.JSON), new WriteTurns(new Random(7), length -> {}));
    }

    private ObservedFlag read(FlagSpec spec, String rules) throws IOException {
        Files.writeString(
                folder.resolve("flags.json"),
                "{'checkout': {'variations': {'on': true, 'off': false, 'control': false}, %s}}"
                        .formatted(rules)
                        .replace('\'', '"'));
        return flags().read(SCOPE, List.of(spec)).get("checkout");
    }

    @ParameterizedTest
    @CsvSource({
        "on, off, control, true",
        "blue, grey, violet, true",
        "treatment, rest, control, true",
        "on, control, off, false",
        "control, on, off, false",
        "new, zebra, old, false",
        "B, a, c, true",
        "b, A, c, false"
    })
    void it_keeps_a_control_group_where_the_rest_stands_between_by_name(
            String treatment, String rest, String control, boolean kept) {
        String refusal = limit.refusal(state(percent(10), treatment, rest, control));

        if (kept) {
            assertThat(refusal).isEmpty();
        } else {
            assertThat(refusal)
                    .contains("from Z to A")
                    .contains("\"" + rest + "\" of everybody else does not stand between")
                    .endsWith("such an order as on, off, control");
        }
    }

    @Test
    void every_whole_percent_is_kept_and_one_in_twenty_of_the_finer_shares_is_not() {
        int refused = 0;
        for (int thousandths = 1; thousandths < 100_000; thousandths++) {
            Exposure exposure = Exposure.of(new Percent(thousandths));
            boolean kept =
                    limit.refusal(state(exposure, "on", "off", "control")).isEmpty();
            assertThat(kept || thousandths % 1000 != 0).as("%s", exposure).isTrue();
            refused += kept ? 0 : 1;
        }
        assertThat(refused).isEqualTo(4_739);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.6, 4.1})
    void a_share_beside_which_percentages_miss_a_hundred_by_a_hair_is_refused(double share) {
        assertThat(limit.refusal(state(percent(share), "on", "off", "control")))
                .contains("beside " + Percent.of(share) + " miss 100 or a place by a hair")
                .endsWith("use a whole percent");
    }

    /** Go adds the percentages of a rule in an order of chance, so that the same user is placed now by one number and now by another. */
    @Test
    void the_engine_would_place_users_anew_at_such_a_share() throws IOException {
        Path file = Files.writeString(
                folder.resolve("flags.json"),
                "{\"checkout\": {\"variations\": {\"on\": true, \"off\": false, \"control\": false},"
                        + " \"defaultRule\": {\"percentage\": {\"on\": 0.1, \"off\": 99.8, \"control\": 0.1}}}}");
        List<String> contexts = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            contexts.add("{\"targetingKey\": \"user-" + i + "\"}");
        }

        Set<List<String>> answers = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            answers.add(GoffEngine.evaluate(file, "checkout", contexts));
        }

        assertThat(answers).as("the same users are asked for the same flag").hasSizeGreaterThan(1);
    }

    @Test
    void a_share_is_exact_only_when_each_bound_and_each_sum_is() {
        assertThat(GoffControl.isExact(parts(10, 80, 10))).isTrue();
        assertThat(GoffControl.isExact(parts(0.1, 99.8, 0.1))).isFalse();
        assertThat(GoffControl.isExact(parts(4.35, 91.3, 4.35))).isFalse();
    }

    private static List<ShareParts.Part> parts(double... percents) {
        List<ShareParts.Part> parts = new ArrayList<>();
        for (double percent : percents) {
            parts.add(new ShareParts.Part("v" + parts.size(), Percent.of(percent)));
        }
        return parts;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'on': 10, 'off': 80, 'control': 10} | 10%",
                "{'control': 10, 'on': 10, 'off': 80} | 10%",
                "{'on': 50, 'control': 50, 'off': 0}  | 50%",
                "{'on': 75, 'control': 25}            | 75%",
            })
    void a_percentage_as_large_as_the_treatments_is_read_as_its_control_group(String percentage, String exposure)
            throws IOException {
        ObservedFlag observed = read(MATCHED, "'defaultRule': {'percentage': " + percentage + "}");

        assertThat(observed.unreadable()).isEmpty();
        assertThat(observed.state().exposure()).hasToString(exposure);
        assertThat(observed.state().control()).isEqualTo("control");
        assertThat(observed.state().rest()).isEqualTo("off");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'defaultRule': {'percentage': {'on': 10, 'off': 79, 'control': 11}}",
                "'defaultRule': {'percentage': {'on': 60, 'off': 10, 'control': 30}}",
                "'defaultRule': {'percentage': {'off': 90, 'control': 10}}",
                "'defaultRule': {'percentage': {'on': 10, 'control': 90}}",
                "'defaultRule': {'percentage': {'on': 10, 'off': 90}}, 'targeting': [{'name': 'flagctl: in eu-west',"
                        + " 'query': 'region in [\\\"eu-west\\\"]', 'percentage': {'on': 20, 'off': 60, 'control': 20}}]",
            })
    void a_third_part_that_is_none_is_held_and_not_written_over(String rules) throws IOException {
        ObservedFlag observed = read(MATCHED, rules);

        assertThat(observed.state()).isNull();
        assertThat(observed.unreadable()).contains("control");
    }

    @Test
    void names_that_put_the_rest_last_are_no_control_group() throws IOException {
        FlagSpec otherwise = spec(new Serve("on", "off", "control"));

        ObservedFlag observed = read(otherwise, "'defaultRule': {'percentage': {'on': 10, 'control': 80, 'off': 10}}");

        assertThat(observed.unreadable()).contains("serves \"off\"");
    }

    @Test
    void a_feature_that_did_not_ask_for_one_takes_it_away_with_its_word() throws IOException {
        FlagState kept = state(percent(10), "on", "off", "control");
        flags().write(SCOPE, List.of(new FlagWrite(MATCHED, null, kept)));
        assertThat(folder.resolve("flags.json"))
                .content()
                .contains("\"flagctl.control\": \"control\"")
                .contains("{\"on\": 10, \"off\": 80, \"control\": 10}");

        flags().write(SCOPE, List.of(new FlagWrite(spec(new Serve("on", "off")), kept, kept.withoutControl())));

        assertThat(folder.resolve("flags.json"))
                .content()
                .contains("{\"on\": 10, \"off\": 90}")
                .doesNotContain("flagctl.control");
    }
}
