// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One flag of the strict LaunchDarkly of the tests: takes the documented instructions and refuses everything else. */
final class StrictFlag {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The fields of each instruction beside its kind, required ones first with {@code !}. */
    private static final Map<String, Set<String>> INSTRUCTIONS = Map.ofEntries(
            Map.entry("turnFlagOn", Set.of()),
            Map.entry("turnFlagOff", Set.of()),
            Map.entry("archiveFlag", Set.of()),
            Map.entry("deprecateFlag", Set.of()),
            Map.entry("restoreDeprecatedFlag", Set.of()),
            Map.entry("updateOffVariation", Set.of("!variationId")),
            Map.entry(
                    "updateFallthroughVariationOrRollout",
                    Set.of("variationId", "rolloutContextKind", "rolloutBucketBy", "rolloutWeights")),
            Map.entry(
                    "updateRuleVariationOrRollout",
                    Set.of("!ruleId", "variationId", "rolloutContextKind", "rolloutBucketBy", "rolloutWeights")),
            Map.entry(
                    "addRule",
                    Set.of(
                            "!clauses",
                            "description",
                            "beforeRuleId",
                            "variationId",
                            "rolloutContextKind",
                            "rolloutBucketBy",
                            "rolloutWeights")),
            Map.entry("removeRule", Set.of("!ruleId")),
            Map.entry("replaceTargets", Set.of("!targets")),
            Map.entry("addVariation", Set.of("!value", "name", "description")),
            Map.entry("updateVariation", Set.of("!variationId", "value", "name", "description")),
            Map.entry("removeVariation", Set.of("!variationId")));

    private static final Set<String> OPS =
            Set.of("in", "endsWith", "startsWith", "matches", "contains", "lessThan", "greaterThanOrEqual");

    private ObjectNode flag;
    private int ids;

    StrictFlag(JsonNode created, Iterable<String> environments) {
        known(created, Set.of("key", "name", "description", "temporary", "variations", "defaults", "tags"));
        this.flag = JSON.createObjectNode();
        for (String field : List.of("key", "name", "description", "temporary")) {
            if (created.has(field)) {
                flag.set(field, created.get(field));
            }
        }
        flag.put("archived", false);
        flag.put("_version", 1);
        ArrayNode variations = flag.putArray("variations");
        created.path("variations").forEach(each -> variations.add(variation(each)));
        check(variations.size() >= 2, "a flag needs two variations");
        ObjectNode all = flag.putObject("environments");
        for (String environment : environments) {
            ObjectNode served = all.putObject(environment);
            served.put("on", false)
                    .put("salt", "salt-of-" + created.path("key").asString())
                    .put("version", 1);
            served.putArray("targets");
            served.putArray("contextTargets");
            served.putArray("rules");
            served.putArray("prerequisites");
            served.put("offVariation", created.at("/defaults/offVariation").asInt(variations.size() - 1));
            served.putObject("fallthrough")
                    .put("variation", created.at("/defaults/onVariation").asInt(0));
        }
    }

    /** What the API answers with 400. */
    static final class BadRequestException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        BadRequestException(String message) {
            super(message);
        }
    }

    static void check(boolean holds, String message) {
        if (!holds) {
            throw new BadRequestException(message);
        }
    }

    static void known(JsonNode object, Set<String> fields) {
        object.propertyNames().forEach(name -> check(fields.contains(name), "unknown field " + name));
    }

    ObjectNode json() {
        return flag;
    }

    ObjectNode environment(String key) {
        JsonNode served = flag.path("environments").path(key);
        check(served.isObject(), "unknown environment " + key);
        return (ObjectNode) served;
    }

    /** Carries out all instructions or none. */
    void patch(JsonNode patch) {
        known(patch, Set.of("comment", "environmentKey", "instructions"));
        check(patch.path("instructions").size() > 0, "no instructions");
        ObjectNode before = flag.deepCopy();
        try {
            for (JsonNode instruction : patch.path("instructions")) {
                carryOut(instruction, patch.path("environmentKey").asString(""));
            }
            flag.put("_version", flag.path("_version").asInt() + 1);
        } catch (BadRequestException e) {
            flag = before;
            throw e;
        }
    }

    private void carryOut(JsonNode instruction, String environment) {
        String kind = instruction.path("kind").asString("");
        Set<String> fields = INSTRUCTIONS.get(kind);
        check(fields != null, "unknown instruction kind " + kind);
        instruction
                .propertyNames()
                .forEach(name -> check(
                        name.equals("kind") || fields.contains(name) || fields.contains("!" + name),
                        "unknown field " + name + " of " + kind));
        fields.stream()
                .filter(field -> field.startsWith("!"))
                .forEach(field -> check(instruction.has(field.substring(1)), kind + " needs " + field.substring(1)));
        check(!flag.path("archived").asBoolean(), "the flag is archived");
        switch (kind) {
            case "archiveFlag" -> flag.put("archived", true);
            case "deprecateFlag" -> flag.put("deprecated", true);
            case "restoreDeprecatedFlag" -> flag.put("deprecated", false);
            case "addVariation" -> ((ArrayNode) flag.get("variations")).add(variation(without(instruction)));
            case "updateVariation" -> {
                ObjectNode variation = (ObjectNode) flag.get("variations").get(index(instruction.path("variationId")));
                without(instruction).properties().stream()
                        .filter(each -> !each.getKey().equals("variationId"))
                        .forEach(each -> variation.set(each.getKey(), each.getValue()));
            }
            case "removeVariation" -> removeVariation(index(instruction.path("variationId")));
            default -> inEnvironment(kind, instruction, environment(environment));
        }
    }

    private void inEnvironment(String kind, JsonNode instruction, ObjectNode served) {
        ArrayNode rules = (ArrayNode) served.get("rules");
        switch (kind) {
            case "turnFlagOn" -> served.put("on", true);
            case "turnFlagOff" -> served.put("on", false);
            case "updateOffVariation" -> served.put("offVariation", index(instruction.path("variationId")));
            case "updateFallthroughVariationOrRollout" -> served.set("fallthrough", serves(instruction));
            case "replaceTargets" -> {
                check(instruction.path("targets").isEmpty(), "the tests replace targets by none only");
                served.putArray("targets");
                served.putArray("contextTargets");
            }
            case "addRule" -> {
                ObjectNode rule = serves(instruction);
                rule.put("_id", "rule-" + ++ids);
                rule.put("description", instruction.path("description").asString(""));
                instruction.path("clauses").forEach(StrictFlag::checkClause);
                rule.set("clauses", instruction.path("clauses"));
                rules.add(rule);
            }
            case "updateRuleVariationOrRollout" -> {
                ObjectNode rule = rule(rules, instruction.path("ruleId").asString());
                rule.remove(List.of("variation", "rollout"));
                rule.setAll(serves(instruction));
            }
            case "removeRule" -> {
                ObjectNode rule = rule(rules, instruction.path("ruleId").asString());
                for (Iterator<JsonNode> each = rules.iterator(); each.hasNext(); ) {
                    if (each.next().path("_id").equals(rule.path("_id"))) {
                        each.remove();
                    }
                }
            }
            default -> throw new BadRequestException(kind + " is of no environment");
        }
        served.put("version", served.path("version").asInt() + 1);
    }

    private static void checkClause(JsonNode clause) {
        known(clause, Set.of("contextKind", "attribute", "op", "values", "negate"));
        check(OPS.contains(clause.path("op").asString("")), "unknown op " + clause.path("op"));
        check(clause.path("values").isArray() && !clause.path("values").isEmpty(), "a clause needs values");
    }

    private static ObjectNode rule(ArrayNode rules, String id) {
        for (JsonNode rule : rules) {
            if (rule.path("_id").asString().equals(id)) {
                return (ObjectNode) rule;
            }
        }
        throw new BadRequestException("unknown rule " + id);
    }

    private ObjectNode serves(JsonNode instruction) {
        boolean one = instruction.has("variationId");
        check(one != instruction.has("rolloutWeights"), "either variationId or rolloutWeights");
        ObjectNode serves = JSON.createObjectNode();
        if (one) {
            return serves.put("variation", index(instruction.path("variationId")));
        }
        int sum = 0;
        ObjectNode rollout = serves.putObject("rollout");
        ArrayNode variations = rollout.putArray("variations");
        // A rollout has its variations in the order of the flag's, whatever the order of the weights.
        List<Map.Entry<String, JsonNode>> weights =
                new ArrayList<>(instruction.path("rolloutWeights").properties());
        weights.sort(Comparator.comparingInt(each -> index(JSON.getNodeFactory().stringNode(each.getKey()))));
        for (Map.Entry<String, JsonNode> weight : weights) {
            check(weight.getValue().isInt() && weight.getValue().asInt() >= 0, "weights are whole numbers");
            sum += weight.getValue().asInt();
            variations
                    .addObject()
                    .put("variation", index(JSON.getNodeFactory().stringNode(weight.getKey())))
                    .put("weight", weight.getValue().asInt());
        }
        check(sum == 100_000, "weights add up to " + sum + ", not to 100000");
        rollout.put("contextKind", instruction.path("rolloutContextKind").asString("user"));
        if (instruction.has("rolloutBucketBy")) {
            rollout.set("bucketBy", instruction.get("rolloutBucketBy"));
        }
        return serves;
    }

    private void removeVariation(int index) {
        List<Integer> used = new ArrayList<>();
        flag.path("environments").forEach(served -> {
            used.add(served.path("offVariation").asInt());
            used.add(served.at("/fallthrough/variation").asInt(-1));
            served.at("/fallthrough/rollout/variations")
                    .forEach(each -> used.add(each.path("variation").asInt()));
        });
        check(!used.contains(index), "the variation is in use");
        ((ArrayNode) flag.get("variations")).remove(index);
    }

    private ObjectNode variation(JsonNode given) {
        known(given, Set.of("value", "name", "description"));
        check(given.has("value"), "a variation needs a value");
        flag.path("variations")
                .forEach(each ->
                        check(!each.path("value").equals(given.path("value")), "variation values must be unique"));
        return ((ObjectNode) given.deepCopy())
                .put("_id", "variation-" + flag.path("key").asString() + "-" + ++ids);
    }

    private static ObjectNode without(JsonNode instruction) {
        ObjectNode copy = (ObjectNode) instruction.deepCopy();
        copy.remove("kind");
        return copy;
    }

    private int index(JsonNode id) {
        JsonNode variations = flag.get("variations");
        for (int i = 0; i < variations.size(); i++) {
            if (variations.get(i).path("_id").equals(id)) {
                return i;
            }
        }
        throw new BadRequestException("unknown variation " + id);
    }
}
