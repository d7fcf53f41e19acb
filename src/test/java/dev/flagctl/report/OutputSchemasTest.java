// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.guardrail.TestKind;
import dev.flagctl.guardrail.Verdict;
import dev.flagctl.model.DataState;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.PositionKind;
import dev.flagctl.plan.DecisionKind;
import dev.flagctl.plan.TaskKind;
import dev.flagctl.port.Check;
import dev.flagctl.port.EntryKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that reads what flagctl writes learns from the schemas alone what each field means. */
final class OutputSchemasTest {

    @ParameterizedTest
    @MethodSource("dev.flagctl.report.OutputSchemas#names")
    void every_field_says_what_it_means(String name) throws IOException {
        List<String> silent = new ArrayList<>();
        walk(read(name), "", (path, node) -> {
            for (var field : node.path("properties").properties()) {
                if (field.getValue().path("description").asString("").isBlank()) {
                    silent.add(path + "/" + field.getKey());
                }
            }
        });

        assertThat(silent).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.flagctl.report.OutputSchemas#names")
    void times_and_durations_say_their_unit(String name) throws IOException {
        List<String> silent = new ArrayList<>();
        walk(read(name), "", (path, node) -> {
            for (var field : node.path("properties").properties()) {
                String description = field.getValue().path("description").asString("");
                boolean isTime = field.getValue().path("format").asString("").equals("date-time");
                boolean isDuration = field.getKey().endsWith("Ms");
                if ((isTime && !description.contains("RFC 3339, UTC"))
                        || (isDuration && !description.contains("milliseconds"))) {
                    silent.add(path + "/" + field.getKey());
                }
            }
        });

        assertThat(silent).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.flagctl.report.OutputSchemas#names")
    void an_object_has_no_field_beside_those_that_are_listed(String name) throws IOException {
        List<String> open = new ArrayList<>();
        walk(read(name), "", (path, node) -> {
            boolean branches = node.has("allOf") || path.endsWith("/if");
            if (node.has("properties")
                    && !branches
                    && !node.path("additionalProperties").isBoolean()) {
                open.add(path);
            }
        });

        assertThat(open).isEmpty();
    }

    @Test
    void every_word_of_a_closed_set_is_one_that_flagctl_has() throws IOException {
        assertWords("history", "/properties/entries/items/properties/kind", EntryKind.values());
        assertWords("plan", "/definitions/evidence/properties/verdict", Verdict.values());
        assertWords("plan", "/definitions/evidence/properties/state", DataState.values());
        assertWords("plan", "/definitions/evidence/properties/role", GuardrailRole.values());
        assertWords("plan", "/definitions/decision/properties/kind", DecisionKind.values());
        assertWords("plan", "/definitions/position/properties/kind", PositionKind.values());
        assertWords("plan", "/definitions/task/properties/kind", TaskKind.values());
        assertWords("analyze", "/properties/analyses/items/properties/verdict", Verdict.values());
        assertWords("backtest", "/properties/guardrails/items/properties/state", DataState.values());
        assertThat(words("analyze", "/properties/analyses/items/properties/test"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(TestKind.values()).map(TestKind::word).toList());
        assertThat(words("doctor", "/properties/adapters/items/properties/checks/items/properties/state"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Check.State.values())
                        .map(state -> state.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    private static void assertWords(String schema, String path, Enum<?>[] constants) throws IOException {
        assertThat(words(schema, path))
                .as("%s %s", schema, path)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(constants).map(Enum::name).toList());
    }

    private static List<String> words(String schema, String path) throws IOException {
        List<String> words = new ArrayList<>();
        read(schema).at(path).path("enum").forEach(word -> words.add(word.asString()));
        return words;
    }

    @Test
    void what_plans_streams_and_observations_share_is_described_in_the_same_words() throws IOException {
        JsonNode plan = read("plan").get("definitions");

        for (String name : List.of("status", "drift", "events", "observe")) {
            read(name)
                    .get("definitions")
                    .properties()
                    .forEach(each -> assertThat(each.getValue())
                            .as("%s of %s", each.getKey(), name)
                            .isEqualTo(plan.get(each.getKey())));
        }
    }

    private static JsonNode read(String name) throws IOException {
        JsonNode schema = JsonMapper.shared().readTree(OutputSchemas.text(name));
        assertThat(schema.get("$id").asString()).endsWith("/output/" + name + ".schema.json");
        return schema;
    }

    /** Visits each schema within a schema; what a condition asks for is told where its branch is. */
    private static void walk(JsonNode node, String path, BiConsumer<String, JsonNode> each) {
        if (path.endsWith("/if")) {
            return;
        }
        if (node.isObject()) {
            each.accept(path, node);
            node.properties().forEach(child -> walk(child.getValue(), path + "/" + child.getKey(), each));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(node.get(i), path + "/" + i, each);
            }
        }
    }
}
