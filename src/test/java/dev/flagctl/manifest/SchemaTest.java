// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.DriftAction;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureType;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.MetricUnit;
import dev.flagctl.model.NoticeKind;
import dev.flagctl.model.OnFailure;
import dev.flagctl.model.Operator;
import dev.flagctl.model.Owns;
import dev.flagctl.model.StrategyKind;
import dev.flagctl.model.Sunset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The schema says what Java does, in the dialect that editors read. */
final class SchemaTest {

    private static final Set<String> DRAFT_07 = Set.of(
            "$schema",
            "$id",
            "$ref",
            "title",
            "description",
            "default",
            "examples",
            "type",
            "enum",
            "const",
            "properties",
            "patternProperties",
            "required",
            "additionalProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "dependencies",
            "items",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minLength",
            "maxLength",
            "pattern",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "allOf",
            "anyOf",
            "oneOf",
            "if",
            "then",
            "else",
            "definitions");

    private static final JsonNode BUNDLE = JsonMapper.shared().readTree(Schemas.bundle());

    static Stream<Arguments> enums() {
        return Stream.of(
                Arguments.of("feature-spec/properties/type", FeatureType.values()),
                Arguments.of("feature-spec/properties/drift", DriftAction.values()),
                Arguments.of("feature-spec/properties/owns/items", Owns.values()),
                Arguments.of("feature-spec/properties/on-failure/properties/action", OnFailure.Action.values()),
                Arguments.of("feature-spec/properties/on-failure/properties/to", OnFailure.Target.values()),
                Arguments.of("guardrail/properties/role", GuardrailRole.values()),
                Arguments.of("guardrail/properties/no-data/properties/action", DataDeadline.Action.values()),
                Arguments.of("notify/properties/on/items", NoticeKind.values()),
                Arguments.of("sunset/properties/outcome", Sunset.Outcome.values()),
                Arguments.of("metric-spec/properties/kind", MetricKind.values()),
                Arguments.of("metric-spec/properties/unit", MetricUnit.values()),
                Arguments.of("strategy-spec/properties/strategy", StrategyKind.values()),
                Arguments.of("rollout/properties/strategy/anyOf/0", StrategyKind.values()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("enums")
    void the_words_of_the_schema_are_the_constants_of_java(String pointer, Enum<?>[] constants) {
        JsonNode words = BUNDLE.at("/definitions/" + pointer + "/enum");

        assertThat(Values.texts(words)).containsExactlyElementsOf(Words.of(constants));
    }

    @Test
    void the_operators_of_a_condition_are_the_constants_of_java() {
        List<String> keys =
                new ArrayList<>(BUNDLE.at("/definitions/condition/properties").propertyNames());
        keys.remove("attribute");

        assertThat(keys).containsExactlyElementsOf(Words.of(Operator.values()));
    }

    @Test
    void the_kinds_are_those_of_java() {
        assertThat(Values.texts(BUNDLE.at("/properties/kind/enum"))).isEqualTo(ManifestKind.WORDS);
        for (ManifestKind kind : ManifestKind.values()) {
            assertThat(BUNDLE.at("/definitions/" + kind.definition()).isObject())
                    .isTrue();
        }
    }

    @Test
    void the_keys_of_each_strategy_are_in_the_schema() {
        for (StrategyKind kind : StrategyKind.values()) {
            for (String key : StrategyKeys.known(kind)) {
                assertThat(BUNDLE.at("/definitions/rollout/properties").has(key))
                        .as(key)
                        .isTrue();
                assertThat(BUNDLE.at("/definitions/strategy-spec/properties").has(key))
                        .as(key)
                        .isTrue();
            }
        }
    }

    @Test
    void only_keywords_of_draft_07_are_used_and_nothing_stands_beside_a_reference() {
        List<String> strange = new ArrayList<>();
        walk(BUNDLE, "", strange);

        assertThat(strange).isEmpty();
    }

    @Test
    void every_key_is_described() {
        List<String> silent = new ArrayList<>();
        for (String definition : BUNDLE.get("definitions").propertyNames()) {
            JsonNode node = BUNDLE.get("definitions").get(definition);
            for (String key : node.path("properties").propertyNames()) {
                JsonNode property = node.get("properties").get(key);
                if (!property.has("description") && !property.has("$ref")) {
                    silent.add(definition + "." + key);
                }
            }
        }

        assertThat(silent).isEmpty();
    }

    @Test
    void the_schema_of_each_adapter_is_the_one_in_the_bundle() throws IOException {
        for (String type : Values.texts(BUNDLE.at("/definitions/adapter/properties/type/enum"))) {
            ObjectNode file = (ObjectNode) JsonMapper.shared()
                    .readTree(Files.readString(Path.of("schemas/adapters/" + type + ".schema.json")));
            file.remove("$schema");
            file.remove("$id");
            file.remove("title");

            assertThat(file).isEqualTo(BUNDLE.at("/definitions/adapter-" + type));
        }
    }

    /** Writing every default out must change nothing but the text. */
    @Test
    void every_default_of_the_schema_is_what_java_takes(@TempDir Path temp) {
        Folder folder = new Folder(temp)
                .write(
                        "a.yaml",
                        Folder.feature(
                                "a",
                                "rollout: {staging: {strategy: linear, step: 10, bake: 1h}, production: {strategy: blue-green}}",
                                "guardrails: [{metric: http-errors, worse-than: control}]",
                                "sunset: {deprecate: 2027-01-15, remove: 2027-03-31, "
                                        + "require: {evaluations: {below: 1/d}}, phase-out: {}}",
                                "risk: {}",
                                "on-failure: {}"));
        Feature plain = CanonicalJson.feature(folder.load().canonical("a"));
        JsonNode tree = JsonMapper.shared().readTree(folder.load().canonical("a"));
        int written = fill(tree, BUNDLE.at("/definitions/feature"));

        Feature full = CanonicalJson.feature(CanonicalWriter.write(tree, Map.of()));

        assertThat(written).isGreaterThan(15);
        assertThat(comparable(full)).isEqualTo(comparable(plain));
    }

    private static String comparable(Feature feature) {
        return feature.toString()
                .replaceAll("source=[^,\\]]*", "source")
                .replaceAll("specDigest=[^,\\]]*", "specDigest");
    }

    /** Adds each default that the tree lacks and its strategy knows, and returns how many. */
    private static int fill(JsonNode node, JsonNode written) {
        JsonNode schema =
                written.has("$ref") ? BUNDLE.at(written.get("$ref").asString().substring(1)) : written;
        int count = 0;
        if (node instanceof ObjectNode object) {
            JsonNode strategy = object.get("strategy");
            for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
                JsonNode value = entry.getValue();
                boolean fits = strategy == null
                        || List.of("after").contains(entry.getKey())
                        || StrategyKeys.known(Words.get(StrategyKind.values(), strategy.asString()))
                                .contains(entry.getKey());
                if (!object.has(entry.getKey()) && value.has("default") && fits) {
                    object.set(entry.getKey(), value.get("default"));
                    count++;
                } else if (object.has(entry.getKey())) {
                    count += fill(object.get(entry.getKey()), value);
                }
            }
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                if (!schema.path("properties").has(entry.getKey())) {
                    count += fill(entry.getValue(), schema.path("additionalProperties"));
                }
            }
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            count += fill(node.get(i), schema.path("items"));
        }
        return count;
    }

    private static void walk(JsonNode schema, String pointer, List<String> strange) {
        if (!schema.isObject()) {
            return;
        }
        if (schema.has("$ref") && schema.size() > 1) {
            strange.add(pointer + " has more than its $ref");
        }
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            String at = pointer + "/" + entry.getKey();
            if (!DRAFT_07.contains(entry.getKey())) {
                strange.add(at);
            }
            switch (entry.getKey()) {
                case "properties", "definitions" -> {
                    for (Map.Entry<String, JsonNode> one : entry.getValue().properties()) {
                        walk(one.getValue(), at + "/" + one.getKey(), strange);
                    }
                }
                case "allOf", "anyOf", "oneOf" -> {
                    for (JsonNode one : entry.getValue()) {
                        walk(one, at, strange);
                    }
                }
                case "items", "if", "then", "else", "additionalProperties", "propertyNames" ->
                    walk(entry.getValue(), at, strange);
                default -> {
                    // A value, not a schema.
                }
            }
        }
    }

    @Test
    void the_rules_are_the_whole_schema_but_for_its_descriptions() {
        JsonNode whole = JsonMapper.shared().readTree(Schemas.bundle());

        JsonNode rules = JsonMapper.shared().readTree(Schemas.rules());

        assertThat(whole.findValues("description").stream().filter(JsonNode::isString))
                .hasSizeGreaterThan(100);
        withoutDescriptions(whole);
        assertThat(rules).isEqualTo(whole);
    }

    private static void withoutDescriptions(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.get("description") != null
                && object.get("description").isString()) {
            object.remove("description");
        }
        node.forEach(SchemaTest::withoutDescriptions);
    }
}
