// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flipt;

import static dev.flagctl.contract.FlagServiceContract.SCOPE;
import static dev.flagctl.contract.FlagServiceContract.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Serve;
import dev.flagctl.port.FlagWrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which control groups are read of features files that people wrote. */
final class FliptControlTest {

    private static final FlagSpec MATCHED = spec(new Serve("new", "control", "old"));

    @TempDir
    private Path folder;

    private static FlagSpec spec(Serve serve) {
        return new FlagSpec("theme", serve, Set.of(Owns.EXPOSURE), "");
    }

    private FliptFlagService flags() {
        return new FliptFlagService(
                new FlagPath(folder, "features.yaml", FlagFormat.YAML), new WriteTurns(new Random(7), length -> {}));
    }

    private ObservedFlag read(FlagSpec spec, String rules) throws IOException {
        Files.writeString(folder.resolve("features.yaml"), """
                version: "1.6"
                flags:
                  - key: theme
                    name: Theme
                    type: VARIANT_FLAG_TYPE
                    enabled: true
                    variants: [{key: old, default: true}, {key: new}, {key: control}]
                    rules:
                %s
                segments:
                  - {key: flagctl-everyone, name: flagctl-everyone, match_type: ALL_MATCH_TYPE}
                  - {key: flagctl-region-eu-west, name: eu, match_type: ALL_MATCH_TYPE, constraints: [{type: STRING_COMPARISON_TYPE, property: region, operator: eq, value: eu-west}]}
                """.formatted(rules));
        return flags().read(SCOPE, List.of(spec)).get("theme");
    }

    private static String rule(String segment, String distributions) {
        return "      - {segment: {keys: [flagctl-" + segment + "], operator: AND_SEGMENT_OPERATOR}, distributions: ["
                + distributions.replaceAll("(\\w+) (\\d+)", "{variant: $1, rollout: $2}") + "]}\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "new 10, old 80, control 10 | 10%",
                "new 50, old 0, control 50  | 50%",
                "new 75, control 25         | 75%",
            })
    void a_last_distribution_as_large_as_the_first_is_its_control_group(String distributions, String exposure)
            throws IOException {
        ObservedFlag observed = read(MATCHED, rule("everyone", distributions));

        assertThat(observed.unreadable()).isEmpty();
        assertThat(observed.state().exposure()).hasToString(exposure);
        assertThat(observed.state().control()).isEqualTo("control");
        assertThat(observed.state().rest()).isEqualTo("old");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "new 10, old 79, control 11",
                "new 10, control 10, old 80",
                "old 80, new 10, control 10",
                "new 60, old 10, control 30",
                "new 10, control 90",
                "control 100"
            })
    void a_third_distribution_that_is_none_is_held_and_not_written_over(String distributions) throws IOException {
        ObservedFlag observed = read(MATCHED, rule("everyone", distributions));

        assertThat(observed.state()).isNull();
        assertThat(observed.unreadable()).contains("distributes \"control\" to others than a control group");
    }

    @Test
    void three_distributions_are_no_share_of_a_flag_that_keeps_no_control_group() throws IOException {
        assertThat(read(spec(new Serve("new", "old")), rule("everyone", "new 10, old 80, control 10"))
                        .unreadable())
                .contains("distributes \"control\" too");
    }

    /** Written by flagctl the other way round, the same shares would be those of others. */
    @Test
    void a_treatment_behind_the_rest_is_held_and_not_written_over() throws IOException {
        FlagSpec plain = spec(new Serve("new", "old"));

        assertThat(read(plain, rule("everyone", "old 90, new 10")).unreadable())
                .contains("distributes \"new\" behind \"old\"")
                .contains("would move users");
        assertThat(read(plain, rule("everyone", "new 10, old 90")).state().exposure())
                .isEqualTo(percent(10));
    }

    @Test
    void a_control_group_beside_some_shares_only_is_none() throws IOException {
        String rules = rule("region-eu-west", "new 20, old 80") + rule("everyone", "new 10, old 80, control 10");

        assertThat(read(MATCHED, rules).unreadable()).contains("beside some of its shares only");
    }

    @Test
    void a_feature_that_did_not_ask_for_one_takes_it_away_with_its_word() throws IOException {
        Map<String, Object> variants = Map.of("new", "n", "old", "o", "control", "o");
        FlagState kept = new FlagState(variants, "new", "old", "control", percent(10), "targetingKey", "theme");
        flags().write(SCOPE, List.of(new FlagWrite(MATCHED, null, kept)));
        Path file = folder.resolve("features.yaml");
        assertThat(file).content().contains("flagctl.control").contains("{\"variant\": \"control\", \"rollout\": 10}");

        flags().write(SCOPE, List.of(new FlagWrite(spec(new Serve("new", "old")), kept, kept.withoutControl())));

        assertThat(file)
                .content()
                .doesNotContain("flagctl.control")
                .contains("{\"variant\": \"old\", \"rollout\": 90}")
                .doesNotContain("\"rollout\": 80");
    }
}
