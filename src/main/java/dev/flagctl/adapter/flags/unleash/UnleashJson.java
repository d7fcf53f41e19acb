// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.adapter.flags.unleash.Strategy.Variant;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What goes over the wire to Unleash and comes back. */
final class UnleashJson {

    private static final JsonMapper MAPPER = new JsonMapper();

    private static final int MOST_OF_A_COMPLAINT = 400;

    private UnleashJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Parses an answer. */
    static JsonNode parse(String action, String target, String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            // Not as a cause: its message quotes the answer.
            throw new AdapterException(Failure.GARBLED, action, target, "its answer is no JSON");
        }
    }

    /** Returns what an error says, on one line; empty for nothing that is meant for people. */
    static String complaint(String body) {
        JsonNode error;
        try {
            error = MAPPER.readTree(body);
        } catch (JacksonException e) {
            return "";
        }
        Set<String> texts = new java.util.LinkedHashSet<>();
        texts.add(error.path("name").asString(""));
        texts.add(error.path("message").asString(""));
        error.path("details")
                .values()
                .forEach(each -> texts.add(each.path("message").asString("")));
        error.path("permissions").values().forEach(each -> texts.add(each.asString("")));
        texts.remove("");
        String line = String.join(": ", texts).replaceAll("[\\p{Cntrl}\\s]+", " ");
        return line.length() <= MOST_OF_A_COMPLAINT ? line : line.substring(0, MOST_OF_A_COMPLAINT) + "…";
    }

    /** Reads an export of one environment, flags by key. */
    static Map<String, UnleashFlag> flags(JsonNode export) {
        Map<String, List<Strategy>> strategies = new HashMap<>();
        for (JsonNode each : export.path("featureStrategies").values()) {
            strategies
                    .computeIfAbsent(each.path("featureName").asString(""), key -> new ArrayList<>())
                    .add(strategy(each));
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
        Map<String, UnleashFlag> flags = new LinkedHashMap<>();
        for (JsonNode each : export.path("features").values()) {
            String key = each.path("name").asString("");
            JsonNode environment = environments.getOrDefault(key, JsonNodeFactory.instance.missingNode());
            List<Strategy> own = strategies.getOrDefault(key, new ArrayList<>());
            own.sort(Comparator.comparingInt(Strategy::order));
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
                            parents.getOrDefault(key, List.of()),
                            own));
        }
        return flags;
    }

    private static Strategy strategy(JsonNode node) {
        Map<String, String> parameters = new LinkedHashMap<>();
        node.path("parameters")
                .properties()
                .forEach(each -> parameters.put(each.getKey(), each.getValue().asString("")));
        Set<Constraint> constraints = new HashSet<>();
        node.path("constraints").values().forEach(each -> constraints.add(constraint(each)));
        List<String> segments = new ArrayList<>();
        node.path("segments").values().forEach(each -> segments.add(each.asString("")));
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
                node.path("sortOrder").asInt(0),
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
                case "json" -> MAPPER.readValue(text, Object.class);
                case "number" -> new BigDecimal(text.strip());
                case "" -> name;
                default -> text;
            };
        } catch (JacksonException | NumberFormatException e) {
            return text;
        }
    }

    /** Writes a strategy that shall be added. */
    static ObjectNode strategy(Strategy strategy) {
        ObjectNode node = object();
        node.put("name", strategy.name());
        node.put("title", strategy.title());
        node.put("disabled", strategy.disabled());
        node.put("sortOrder", strategy.order());
        ObjectNode parameters = node.putObject("parameters");
        strategy.parameters().forEach(parameters::put);
        ArrayNode constraints = node.putArray("constraints");
        strategy.constraints().forEach(each -> constraints.add(constraint(each)));
        node.set("variants", variants(strategy.variants(), strategy.stickiness()));
        return node;
    }

    private static ObjectNode constraint(Constraint constraint) {
        ObjectNode node = object();
        node.put("contextName", constraint.field());
        node.put("operator", constraint.operator());
        node.put("inverted", constraint.inverted());
        node.put("caseInsensitive", constraint.anyCase());
        if (constraint.isNumeric()) {
            constraint.values().forEach(value -> node.put("value", value));
        } else {
            ArrayNode values = node.putArray("values");
            constraint.values().stream().sorted().forEach(values::add);
        }
        return node;
    }

    /** Writes variants. One of them must be of weight type "variable": the one that is served takes what the others leave, which is all. */
    static ArrayNode variants(List<Variant> variants, String stickiness) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Variant each : variants) {
            ObjectNode node = array.addObject();
            node.put("name", each.name());
            node.put("weight", each.weight());
            node.put("weightType", each.weight() > 0 ? "variable" : "fix");
            node.put("stickiness", stickiness);
            ObjectNode payload = node.putObject("payload");
            if (each.value() instanceof String text) {
                payload.put("type", "string").put("value", text);
            } else if (each.value() instanceof Number number) {
                payload.put("type", "number").put("value", number.toString());
            } else {
                payload.put("type", "json").put("value", MAPPER.writeValueAsString(each.value()));
            }
        }
        return array;
    }

    /** Adds the setting of a field to a JSON Patch (RFC 6902): "add" replaces what is there. */
    static void set(ArrayNode patch, String path, JsonNode value) {
        patch.addObject().put("op", "add").put("path", path).set("value", value);
    }
}
