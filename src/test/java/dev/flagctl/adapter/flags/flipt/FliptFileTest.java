// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flipt;

import static dev.flagctl.contract.FlagServiceContract.SCOPE;
import static dev.flagctl.contract.FlagServiceContract.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Serve;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.WriteOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A features file as people write it: what is theirs survives, what cannot be said is named. */
final class FliptFileTest {

    private static final String SHOP = """
            version: "1.6"
            namespace: {key: default, name: Default}
            flags:
              # design owns this one
              - key: colour
                name: Colour
                enabled: true
                variants: [{key: red, default: true}, {key: blue}]
              - key: checkout
                name: New checkout
                type: BOOLEAN_FLAG_TYPE
                enabled: false
                rollouts:
                  # beta testers keep it
                  - segment: {keys: [beta], operator: OR_SEGMENT_OPERATOR, value: true}
                  - threshold: {percentage: 5, value: true}
                    description: "flagctl: everyone"
            segments:
              - {key: beta, name: Beta, match_type: ANY_MATCH_TYPE, constraints: [{type: STRING_COMPARISON_TYPE, property: plan, operator: eq, value: beta}]}
            """;

    @TempDir
    private Path folder;

    private FliptFlagService flags() {
        return new FliptFlagService(new FlagPath(folder, "features.yaml", FlagFormat.YAML), new Random(7));
    }

    private static FlagSpec spec(String key, Owns... owns) {
        return new FlagSpec(key, new Serve("on", "off"), Set.of(owns), "");
    }

    private static FlagState state(String key, Exposure exposure) {
        return new FlagState(Map.of("on", true, "off", false), "on", "off", exposure, "targetingKey", key);
    }

    private ObservedFlag read(String key) {
        return flags().read(SCOPE, List.of(spec(key))).get(key);
    }

    private WriteOutcome write(FlagSpec spec, @Nullable Exposure before, Exposure after) {
        FlagState seen = before == null ? null : state(spec.key(), before);
        return flags().write(SCOPE, List.of(new FlagWrite(spec, seen, state(spec.key(), after))))
                .get(0);
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("features.yaml"), text);
    }

    @Test
    void a_ramp_changes_its_own_rollouts_and_leaves_the_rest_letter_by_letter() throws IOException {
        Path file = written(SHOP);
        Exposure ramp = Exposure.of(Audience.cohort("employees"), Percent.ALL).union(percent(25));

        assertThat(write(spec("checkout", Owns.EXPOSURE), percent(5), ramp).failure())
                .isNull();

        assertThat(file)
                .content()
                .contains("# design owns this one", "variants: [{key: red, default: true}, {key: blue}]")
                .contains(
                        "      # beta testers keep it\n      - segment: {keys: [beta], operator: OR_SEGMENT_OPERATOR, value: true}\n")
                .contains("flagctl-cohort-employees", "\"percentage\": 25")
                .contains("- {key: beta, name: Beta, match_type: ANY_MATCH_TYPE, constraints:");
        assertThat(read("checkout").state()).isEqualTo(state("checkout", ramp));
        assertThat(read("checkout").foreign()).hasSize(1).first().asString().contains("beta");
    }

    @Test
    void one_plain_threshold_that_stands_alone_is_taken_over() throws IOException {
        written(SHOP.replace("      - segment: {keys: [beta], operator: OR_SEGMENT_OPERATOR, value: true}\n", "")
                .replace("        description: \"flagctl: everyone\"\n", ""));

        assertThat(read("checkout").state()).isEqualTo(state("checkout", percent(5)));
        assertThat(read("checkout").foreign()).isEmpty();
    }

    @Test
    void a_foreign_rollout_for_everybody_overrules_and_is_named() throws IOException {
        written(SHOP.replace(
                "- segment: {keys: [beta], operator: OR_SEGMENT_OPERATOR, value: true}",
                "- threshold: {percentage: 100, value: true}"));

        assertThat(read("checkout").overruled()).contains("100");
    }

    @Test
    void a_segment_of_flagctl_that_somebody_edited_makes_the_flag_unreadable() throws IOException {
        Path file = written(SHOP);
        Exposure employees = Exposure.of(Audience.cohort("employees"), Percent.ALL);
        write(spec("checkout", Owns.EXPOSURE), percent(5), employees);

        Files.writeString(file, Files.readString(file).replace("@shop.example", "@example.org"));

        assertThat(read("checkout").unreadable()).contains("flagctl-cohort-employees");
    }

    @Test
    void a_flag_keeps_its_type_and_a_key_with_a_dot_is_refused() throws IOException {
        Path file = written(SHOP);

        assertThat(write(spec("colour", Owns.EXPOSURE), null, percent(1)).failure())
                .isNotNull();
        assertThat(write(spec("new.checkout"), null, percent(1)).failure())
                .hasMessageContaining("key that Flipt does not take");
        assertThat(file).hasContent(SHOP);
    }

    @Test
    void a_disabled_variant_flag_serves_the_code_default_and_is_unreadable() throws IOException {
        written(SHOP.replace("name: Colour\n    enabled: true", "name: Colour\n    enabled: false"));

        assertThat(read("colour").unreadable()).contains("disabled");
    }
}
