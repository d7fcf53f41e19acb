// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flipt;

import static dev.flagctl.contract.FlagServiceContract.SCOPE;
import static dev.flagctl.contract.FlagServiceContract.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Operator;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Serve;
import dev.flagctl.port.FlagScope;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

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
        return new FliptFlagService(
                new FlagPath(folder, "features.yaml", FlagFormat.YAML), new WriteTurns(new Random(7), length -> {}));
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

    /** What Flipt v2 validates a whole file by, as far as flagctl writes such things: core/validation/flipt.cue at version 1.6. */
    private void assertThatFliptTakes(Path file) throws IOException {
        JsonNode root = new YAMLMapper().readTree(Files.readString(file));
        boolean listed = root.path("version").asString("").equals("1.6");
        for (JsonNode flag : root.path("flags")) {
            for (JsonNode variant : flag.path("variants")) {
                JsonNode attachment = variant.path("attachment");
                assertThat(attachment.isMissingNode()
                                || attachment.isNull()
                                || attachment.isObject()
                                || attachment.isArray())
                        .as(attachment.toString())
                        .isTrue();
            }
        }
        for (JsonNode segment : root.path("segments")) {
            for (JsonNode constraint : segment.path("constraints")) {
                JsonNode value = constraint.path("value");
                boolean several = constraint.path("operator").asString().endsWith("oneof");
                assertThat((several && listed) ? value.isArray() : (value.isString() || value.isMissingNode()))
                        .as(constraint.toString())
                        .isTrue();
                boolean isBoolean = constraint.path("type").asString().startsWith("BOOLEAN");
                assertThat(isBoolean)
                        .isEqualTo(constraint.path("operator").asString().matches("true|false"));
            }
        }
    }

    private static FlagState variants(Map<String, Object> values, Exposure exposure) {
        return new FlagState(values, "new", "old", exposure, "targetingKey", "theme");
    }

    @Test
    void attachments_are_such_that_flipt_takes_them_and_values_are_read_back_as_they_were() throws IOException {
        Path file = folder.resolve("features.yaml");
        FlagSpec theme = new FlagSpec("theme", new Serve("new", "old"), Set.of(Owns.EXPOSURE, Owns.VARIANTS), "");
        for (Object value : List.of(
                "new", "dark", 42L, Map.of("colour", "black"), List.of("a", "b"), Map.of("value", 1L, "unit", "s"))) {
            Files.deleteIfExists(file);
            Object other = value instanceof String ? "old" : value;
            FlagState state = variants(Map.of("new", value, "old", other), percent(10));

            WriteOutcome outcome = flags().write(SCOPE, List.of(new FlagWrite(theme, null, state)))
                    .get(0);

            assertThat(outcome.failure()).as(String.valueOf(value)).isNull();
            assertThatFliptTakes(file);
            assertThat(flags().read(SCOPE, List.of(theme)).get("theme").state()).isEqualTo(state);
        }
    }

    @Test
    void lists_of_cohorts_are_as_the_version_of_the_file_wants_them() throws IOException {
        Map<String, Cohort> cohorts = Map.of(
                "texts", new Cohort("texts", true, List.of(new Condition("plan", Operator.IN, List.of("a", "b\"c")))),
                "numbers",
                        new Cohort("numbers", true, List.of(new Condition("age", Operator.NOT_IN, List.of(1L, 2L)))));
        FlagScope scope = new FlagScope(SCOPE.environment(), cohorts, "region");
        Exposure both = Exposure.of(Audience.cohort("texts"), Percent.ALL)
                .union(Exposure.of(Audience.cohort("numbers"), Percent.ALL));
        for (String version : List.of("1.6", "1.5")) {
            Path file = written("version: \"" + version + "\"\nflags: []\n");

            FlagWrite create = new FlagWrite(spec("checkout", Owns.EXPOSURE), null, state("checkout", both));
            assertThat(flags().write(scope, List.of(create)).get(0).failure()).isNull();

            assertThatFliptTakes(file);
            assertThat(flags().read(scope, List.of(spec("checkout")))
                            .get("checkout")
                            .state()
                            .exposure())
                    .isEqualTo(both);
        }
    }

    @Test
    void what_flipt_cannot_compare_is_refused_for_the_plan() {
        assertThat(FliptConstraints.refusal(new Condition("a", Operator.IN, List.of("x", 1L))))
                .contains("lists of texts or of numbers");
        assertThat(FliptConstraints.refusal(new Condition("a", Operator.IN, List.of(true))))
                .isNotEmpty();
        assertThat(FliptConstraints.refusal(new Condition("a", Operator.EQUALS, List.of(true))))
                .isEmpty();
        assertThat(FliptConstraints.refusal(new Condition("a", Operator.NOT_IN, List.of(1L, 2L))))
                .isEmpty();
    }

    @Test
    void variants_that_flagctl_does_not_own_keep_names_descriptions_and_attachments() throws IOException {
        Path file = written("""
                version: "1.6"
                flags:
                  - key: theme
                    name: Theme
                    type: VARIANT_FLAG_TYPE
                    enabled: true
                    variants:
                      - {key: old, name: Old one, description: as ever, default: true, attachment: {css: old}}
                      - {key: new, name: New one, description: brighter}
                """);
        FlagSpec theme = new FlagSpec("theme", new Serve("new", "old"), Set.of(Owns.EXPOSURE), "");
        FlagState before = flags().read(SCOPE, List.of(theme)).get("theme").state();

        FlagWrite all = new FlagWrite(theme, before, before.withExposure(Exposure.ALL));
        assertThat(flags().write(SCOPE, List.of(all)).get(0).failure()).isNull();

        assertThatFliptTakes(file);
        assertThat(file).content().contains("Old one", "as ever", "css", "New one", "brighter");
        assertThat(flags().read(SCOPE, List.of(theme)).get("theme").state().exposure())
                .isEqualTo(Exposure.ALL);
    }

    @Test
    void a_broken_foreign_threshold_makes_its_flag_unreadable_and_no_other() throws IOException {
        written(SHOP.replace("threshold: {percentage: 5, value: true}", "threshold: {percentage: many, value: true}"));

        Map<String, ObservedFlag> read = flags().read(
                        SCOPE,
                        List.of(
                                spec("checkout"),
                                new FlagSpec("colour", new Serve("red", "blue"), Set.of(Owns.EXPOSURE), "")));

        assertThat(read.get("checkout").unreadable()).contains("no percentage");
        assertThat(read.get("colour").state()).isNotNull();
    }

    @Test
    void shares_that_flipt_rounds_or_that_do_not_add_up_are_not_guessed() throws IOException {
        written(SHOP.replace("percentage: 5,", "percentage: 2.5,"));
        assertThat(read("checkout").unreadable()).contains("whole percents only");

        written("""
                version: "1.6"
                flags:
                  - key: theme
                    name: Theme
                    type: VARIANT_FLAG_TYPE
                    enabled: true
                    variants: [{key: old, default: true}, {key: new}]
                    rules:
                      - segment: {keys: [flagctl-everyone], operator: AND_SEGMENT_OPERATOR}
                        distributions: [{variant: new, rollout: 10}, {variant: old, rollout: 50}]
                segments:
                  - {key: flagctl-everyone, name: flagctl-everyone, match_type: ALL_MATCH_TYPE}
                """);
        FlagSpec theme = new FlagSpec("theme", new Serve("new", "old"), Set.of(Owns.EXPOSURE), "");
        assertThat(flags().read(SCOPE, List.of(theme)).get("theme").unreadable())
                .contains("do not add up to 100");
    }

    private static final String SEARCH = """
              - key: search
                name: Search
                type: BOOLEAN_FLAG_TYPE
                enabled: false
                rollouts:
                  - segment: {keys: [flagctl-cohort-employees], operator: AND_SEGMENT_OPERATOR, value: true}
            segments:
              - key: flagctl-cohort-employees
                name: Everyone who works here
                match_type: ALL_MATCH_TYPE
                # the old domain
                constraints: [{type: STRING_COMPARISON_TYPE, property: email, operator: suffix, value: "@old.example"}]
            """;

    @Test
    void a_cohort_that_is_defined_anew_waits_for_every_flag_that_uses_its_segment() throws IOException {
        Path file = written(SHOP.replace("segments:\n", SEARCH));
        Exposure employees = Exposure.of(Audience.cohort("employees"), Percent.ALL);

        List<WriteOutcome> outcomes = flags().write(
                        SCOPE,
                        List.of(
                                new FlagWrite(spec("new-one", Owns.EXPOSURE), null, state("new-one", employees)),
                                new FlagWrite(
                                        spec("checkout", Owns.EXPOSURE),
                                        state("checkout", percent(5)),
                                        state("checkout", percent(6)))));

        assertThat(outcomes.get(0).failure())
                .hasMessageContaining("flagctl-cohort-employees")
                .hasMessageContaining("search would get other users");
        assertThat(outcomes.get(1).failure()).isNull();
        assertThat(file).content().contains("percentage\": 6", "@old.example");
    }

    @Test
    void a_cohort_that_is_defined_anew_changes_its_own_segment_and_keeps_what_people_wrote_there() throws IOException {
        Path file = written(SHOP.replace("segments:\n", SEARCH));
        Exposure employees = Exposure.of(Audience.cohort("employees"), Percent.ALL);
        FlagState otherwise = read("search").state();
        assertThat(otherwise.exposure()).hasToString("employees (defined otherwise)");

        FlagWrite anew = new FlagWrite(spec("search", Owns.EXPOSURE), otherwise, state("search", employees));
        assertThat(flags().write(SCOPE, List.of(anew)).get(0).failure()).isNull();

        assertThat(read("search").state()).isEqualTo(state("search", employees));
        assertThatFliptTakes(file);
        assertThat(file)
                .content()
                .contains("Everyone who works here", "# the old domain", "@shop.example", "# design owns this one")
                .doesNotContain("@old.example");
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
    void a_segment_of_flagctl_that_somebody_edited_reads_as_a_cohort_defined_otherwise() throws IOException {
        Path file = written(SHOP);
        Exposure employees = Exposure.of(Audience.cohort("employees"), Percent.ALL);
        write(spec("checkout", Owns.EXPOSURE), percent(5), employees);

        Files.writeString(file, Files.readString(file).replace("@shop.example", "@example.org"));

        assertThat(read("checkout").state().exposure()).hasToString("employees (defined otherwise)");
    }

    @Test
    void a_segment_that_is_not_there_makes_the_flag_unreadable() throws IOException {
        Path file = written(SHOP);
        write(spec("checkout", Owns.EXPOSURE), percent(5), Exposure.of(Audience.cohort("employees"), Percent.ALL));

        Files.writeString(
                file, Files.readString(file).replace("\"key\": \"flagctl-cohort-employees\"", "\"key\": \"other\""));

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
