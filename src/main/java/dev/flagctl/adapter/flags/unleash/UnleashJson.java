// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.adapter.flags.unleash.Strategy.Variant;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What goes over the wire to Unleash, and its complaints. */
final class UnleashJson {

    static final JsonMapper MAPPER = new JsonMapper();

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
        Set<String> texts = new LinkedHashSet<>();
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
