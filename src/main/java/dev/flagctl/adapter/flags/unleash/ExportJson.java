// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.adapter.flags.unleash.Strategy.Variant;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads an export of Unleash (its {@code openapi/spec/export-result-schema.ts}). */
final class ExportJson {

    private ExportJson() {}

    /** Reads an export of one environment, flags by key. */
    static Map<String, UnleashFlag> flags(JsonNode export) {
        Map<String, String> segments = new HashMap<>();
        for (JsonNode each : export.path("segments").values()) {
            segments.put(each.path("id").asString(""), each.path("name").asString(""));
        }
        Map<String, List<Strategy>> strategies = new HashMap<>();
        for (JsonNode each : export.path("featureStrategies").values()) {
            strategies
                    .computeIfAbsent(each.path("featureName").asString(""), key -> new ArrayList<>())
                    .add(strategy(each, segments));
        }
        Map<String, JsonNode> environments = new HashMap<>();
        for (JsonNode each : export.path("featureEnvironments").values()) {
            environments.put(each.path("featureName").asString(""), each);
        }
        Map<String, List<String>> parents = new HashMap<>();
        for (JsonNode each : export.path("dependencies").values()) {
            List<String> names = new ArrayList<>();
            each.path("dependencies")
                    .values()
                    .forEach(parent -> names.add(parent.path("feature").asString("")));
            parents.put(each.path("feature").asString(""), names);
        }
        Set<String> tagged = tagged(export);
        Map<String, UnleashFlag> flags = new LinkedHashMap<>();
        for (JsonNode each : export.path("features").values()) {
            String key = each.path("name").asString("");
            JsonNode environment = environments.getOrDefault(key, JsonNodeFactory.instance.missingNode());
            List<Strategy> own = strategies.getOrDefault(key, List.of());
            flags.put(
                    key,
                    new UnleashFlag(
                            key,
                            each.path("project").asString(""),
                            each.path("description").asString(""),
                            each.path("archived").asBoolean(false),
                            !environment.isMissingNode(),
                            environment.path("enabled").asBoolean(false),
                            !environment.path("variants").isEmpty(),
                            each.path("stale").asBoolean(false),
                            tagged.contains(key),
                            parents.getOrDefault(key, List.of()),
                            own));
        }
        return flags;
    }

    private static Set<String> tagged(JsonNode export) {
        Set<String> tagged = new HashSet<>();
        for (JsonNode each : export.path("featureTags").values()) {
            if (each.path("tagType").asString("").equals("simple")
                    && each.path("tagValue").asString("").equals(UnleashFlag.TAG)) {
                tagged.add(each.path("featureName").asString(""));
            }
        }
        return tagged;
    }

    /** @param names names of segments by their ids, which people never see in Unleash */
    private static Strategy strategy(JsonNode node, Map<String, String> names) {
        Map<String, String> parameters = new LinkedHashMap<>();
        node.path("parameters")
                .properties()
                .forEach(each -> parameters.put(each.getKey(), each.getValue().asString("")));
        Set<Constraint> constraints = new HashSet<>();
        node.path("constraints").values().forEach(each -> constraints.add(constraint(each)));
        List<String> segments = new ArrayList<>();
        for (JsonNode each : node.path("segments").values()) {
            String id = each.asString("");
            segments.add(names.getOrDefault(id, id));
        }
        List<Variant> variants = new ArrayList<>();
        for (JsonNode each : node.path("variants").values()) {
            String name = each.path("name").asString("");
            variants.add(new Variant(name, each.path("weight").asInt(0), value(name, each.path("payload"))));
        }
        return new Strategy(
                node.path("id").asString(""),
                node.path("name").asString(""),
                node.path("title").asString(""),
                node.path("disabled").asBoolean(false),
                0,
                parameters,
                constraints,
                segments,
                variants);
    }

    private static Constraint constraint(JsonNode node) {
        Set<String> values = new HashSet<>();
        node.path("values").values().forEach(each -> values.add(each.asString("")));
        String single = node.path("value").asString("");
        if (!single.isEmpty()) {
            values.add(single);
        }
        return new Constraint(
                node.path("contextName").asString(""),
                node.path("operator").asString(""),
                values,
                node.path("inverted").asBoolean(false),
                node.path("caseInsensitive").asBoolean(false));
    }

    private static Object value(String name, JsonNode payload) {
        String text = payload.path("value").asString("");
        try {
            return switch (payload.path("type").asString("")) {
                case "json" -> UnleashJson.MAPPER.readValue(text, Object.class);
                case "number" -> new BigDecimal(text.strip());
                case "" -> name;
                default -> text;
            };
        } catch (JacksonException | NumberFormatException e) {
            return text;
        }
    }
}
