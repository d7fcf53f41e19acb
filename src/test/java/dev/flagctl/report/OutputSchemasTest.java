// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that reads what flagctl writes learns from the schemas alone what each field means. */
final class OutputSchemasTest {

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("schemas/output"))) {
            return files.map(file -> file.getFileName().toString().replace(".schema.json", ""))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
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
    @MethodSource("names")
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
    @MethodSource("names")
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
