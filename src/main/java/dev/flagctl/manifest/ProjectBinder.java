// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Operator;
import dev.flagctl.model.Population;
import dev.flagctl.model.Project;
import dev.flagctl.model.ReadBack;
import dev.flagctl.model.SourceRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Binds a Project document whose shape is right. */
final class ProjectBinder {

    static final String REGION_ATTRIBUTE = "region";
    static final String LEDGER_TYPE = "sqlite";
    static final String LEDGER_PATH = ".flagctl/ledger.db";

    private static final Operator[] OPERATORS = Operator.values();

    private ProjectBinder() {}

    static Project bind(JsonNode tree, String file) {
        JsonNode spec = Values.child(tree, "spec");
        return new Project(
                Values.need(Values.child(tree, "metadata"), "name"),
                environments(Values.child(spec, "environments")),
                cohorts(spec.get("cohorts")),
                adapters(spec.get("adapters"), file),
                ledger(spec.get("ledger"), file),
                Values.text(spec, "region-attribute", REGION_ATTRIBUTE),
                Values.source(tree, file));
    }

    private static Map<String, Environment> environments(JsonNode node) {
        Map<String, Environment> environments = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            JsonNode one = entry.getValue();
            JsonNode isProtected = one.get("protected");
            environments.put(
                    entry.getKey(),
                    new Environment(
                            entry.getKey(),
                            Values.need(one, "flags"),
                            Values.textOrNull(one, "telemetry"),
                            isProtected != null && isProtected.asBoolean(),
                            Values.texts(one.get("regions")),
                            population(one.get("population")),
                            readBack(one.get("read-back"))));
        }
        return environments;
    }

    private static @Nullable ReadBack readBack(@Nullable JsonNode node) {
        return node == null
                ? null
                : new ReadBack(Values.need(node, "adapter"), Values.duration(node, "within", ReadBack.USUAL));
    }

    private static @Nullable Population population(@Nullable JsonNode node) {
        return node == null
                ? null
                : new Population(
                        Values.number(node, "users", 0),
                        numbers(node.get("cohorts")),
                        numbers(node.get("regions")),
                        Values.textOrNull(node, "source"));
    }

    private static Map<String, Long> numbers(@Nullable JsonNode node) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        if (node != null) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                numbers.put(entry.getKey(), entry.getValue().asLong());
            }
        }
        return numbers;
    }

    private static Map<String, Cohort> cohorts(@Nullable JsonNode node) {
        Map<String, Cohort> cohorts = new LinkedHashMap<>();
        if (node != null) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                boolean all = entry.getValue().has("all");
                List<Condition> conditions = new ArrayList<>();
                for (JsonNode condition : Values.child(entry.getValue(), all ? "all" : "any")) {
                    conditions.add(condition(condition));
                }
                cohorts.put(entry.getKey(), new Cohort(entry.getKey(), all, conditions));
            }
        }
        return cohorts;
    }

    /** Binds one comparison; its operator is the key that is not {@code attribute}. */
    private static Condition condition(JsonNode node) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            Operator operator = Words.find(OPERATORS, entry.getKey());
            if (operator != null) {
                List<Object> values = new ArrayList<>();
                if (entry.getValue().isArray()) {
                    for (JsonNode value : entry.getValue()) {
                        values.add(Values.some(value));
                    }
                } else {
                    values.add(Values.some(entry.getValue()));
                }
                return new Condition(Values.need(node, "attribute"), operator, values);
            }
        }
        throw new IllegalStateException("the schema let a condition without an operator through: " + node);
    }

    private static Map<String, AdapterSpec> adapters(@Nullable JsonNode node, String file) {
        Map<String, AdapterSpec> adapters = new LinkedHashMap<>();
        if (node != null) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                adapters.put(
                        entry.getKey(),
                        new AdapterSpec(
                                entry.getKey(),
                                Values.need(entry.getValue(), "type"),
                                settings(entry.getValue(), "type"),
                                Values.source(entry.getValue(), file)));
            }
        }
        return adapters;
    }

    private static AdapterSpec ledger(@Nullable JsonNode node, String file) {
        if (node == null) {
            return new AdapterSpec("ledger", LEDGER_TYPE, Map.of("path", LEDGER_PATH), SourceRef.NONE);
        }
        Map<String, Object> settings = new LinkedHashMap<>(settings(node, "type"));
        String type = Values.text(node, "type", LEDGER_TYPE);
        if (type.equals(LEDGER_TYPE)) {
            settings.putIfAbsent("path", LEDGER_PATH);
        }
        return new AdapterSpec("ledger", type, settings, Values.source(node, file));
    }

    /** Returns the keys of a node but some, as plain Java. */
    static Map<String, Object> settings(JsonNode node, String... without) {
        Map<String, Object> settings = new LinkedHashMap<>();
        List<String> left = List.of(without);
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!left.contains(entry.getKey())) {
                settings.put(entry.getKey(), Values.some(entry.getValue()));
            }
        }
        return settings;
    }
}
