// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The instructions that bring a flag of one environment to a state (https://launchdarkly.com/docs/api/feature-flags/patch-feature-flag, semantic patch).
 * All of them take effect at once or not at all.
 */
final class SemanticPatch {

    private final FlagSpec spec;
    private final JsonNode flag;
    private final JsonNode served;
    private final OwnRules rules;
    private final String contextKind;
    private final Map<String, String> ids = new HashMap<>();
    private final List<Map<String, Object>> instructions = new ArrayList<>();

    SemanticPatch(FlagSpec spec, JsonNode flag, String environment, OwnRules rules, String contextKind) {
        this.spec = spec;
        this.flag = flag;
        this.served = flag.path("environments").path(environment);
        this.rules = rules;
        this.contextKind = contextKind;
        List<String> names = List.copyOf(FlagReading.variants(flag).keySet());
        int index = 0;
        for (JsonNode variation : flag.path("variations")) {
            ids.put(names.get(index++), variation.path("_id").asString());
        }
    }

    /** Returns the instructions that change the variations, which no environment has of its own; empty when they are right or not flagctl's. */
    List<Map<String, Object>> variations(FlagState state) {
        Map<String, Object> there = FlagReading.variants(flag);
        List<Map<String, Object>> changes = new ArrayList<>();
        if (!spec.owns().contains(Owns.VARIANTS)) {
            return changes;
        }
        state.variants().forEach((name, value) -> {
            if (!there.containsKey(name)) {
                changes.add(instruction("addVariation", Map.of("value", value, "name", name)));
            } else if (!same(there.get(name), value)) {
                changes.add(
                        instruction("updateVariation", Map.of("variationId", id(name), "value", value, "name", name)));
            }
        });
        there.keySet().forEach(name -> {
            if (!state.variants().containsKey(name)) {
                changes.add(instruction("removeVariation", Map.of("variationId", id(name))));
            }
        });
        return changes;
    }

    /** Returns the instructions for the environment; empty when it serves the state. */
    List<Map<String, Object>> exposure(FlagState state) {
        String rest = state.rest();
        if (!id(rest).equals(idAt(served.path("offVariation")))) {
            instructions.add(instruction("updateOffVariation", Map.of("variationId", id(rest))));
        }
        serve(
                "updateFallthroughVariationOrRollout",
                new LinkedHashMap<>(),
                served.path("fallthrough"),
                state,
                state.exposure().everyone());
        rules(state);
        if (!served.path("on").asBoolean(false)) {
            // Last, in words: all of it takes effect at once.
            instructions.add(instruction("turnFlagOn", Map.of()));
        }
        return instructions;
    }

    private void rules(FlagState state) {
        boolean all = spec.owns().contains(Owns.TARGETING);
        List<JsonNode> there = new ArrayList<>();
        List<JsonNode> foreign = new ArrayList<>();
        served.path("rules").forEach(rule -> (rules.audience(rule) != null ? there : foreign).add(rule));
        List<OwnRules.Wanted> wanted = rules.of(state.exposure());
        boolean same = there.size() == wanted.size();
        for (int i = 0; same && i < wanted.size(); i++) {
            same = OwnRules.has(there.get(i), wanted.get(i).clauses());
        }
        if (all) {
            foreign.forEach(rule -> remove(rule));
            if (!served.path("targets").isEmpty()
                    || !served.path("contextTargets").isEmpty()) {
                instructions.add(instruction("replaceTargets", Map.of("targets", List.of())));
            }
        }
        if (!same) {
            there.forEach(this::remove);
        }
        for (int i = 0; i < wanted.size(); i++) {
            OwnRules.Wanted rule = wanted.get(i);
            if (same) {
                Map<String, Object> ruleId = new LinkedHashMap<>();
                ruleId.put("ruleId", there.get(i).path("_id").asString());
                serve("updateRuleVariationOrRollout", ruleId, there.get(i), state, rule.share());
            } else {
                Map<String, Object> body = new LinkedHashMap<>();
                body.put("description", rule.description());
                body.put("clauses", rule.clauses());
                body.putAll(serves(state, rule.share()));
                instructions.add(instruction("addRule", body));
            }
        }
    }

    private void remove(JsonNode rule) {
        instructions.add(
                instruction("removeRule", Map.of("ruleId", rule.path("_id").asString())));
    }

    /** Adds an instruction unless the rule or the fallthrough serves that already. */
    private void serve(String kind, Map<String, Object> body, JsonNode there, FlagState state, Percent share) {
        Map<String, Object> wanted = serves(state, share);
        if (!wanted.equals(servedBy(there))) {
            body.putAll(wanted);
            instructions.add(instruction(kind, body));
        }
    }

    private Map<String, Object> serves(FlagState state, Percent share) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (share.isAll() || share.isZero()) {
            body.put("variationId", id(share.isAll() ? state.treatment() : state.rest()));
            return body;
        }
        Map<String, Object> weights = new LinkedHashMap<>();
        weights.put(id(state.rest()), Percent.ALL.thousandths() - share.thousandths());
        weights.put(id(state.treatment()), share.thousandths());
        body.put("rolloutContextKind", contextKind);
        if (!FlagReading.isKey(state.unit())) {
            body.put("rolloutBucketBy", state.unit());
        }
        body.put("rolloutWeights", weights);
        return body;
    }

    private Map<String, Object> servedBy(JsonNode there) {
        Map<String, Object> body = new LinkedHashMap<>();
        JsonNode rollout = there.path("rollout");
        if (rollout.isMissingNode() || rollout.isNull()) {
            body.put("variationId", idAt(there.path("variation")));
            return body;
        }
        Map<String, Object> weights = new LinkedHashMap<>();
        for (JsonNode each : rollout.path("variations")) {
            if (each.path("weight").asInt(0) > 0) {
                weights.put(idAt(each.path("variation")), each.path("weight").asInt());
            }
        }
        body.put("rolloutContextKind", rollout.path("contextKind").asString("user"));
        String by = rollout.path("bucketBy").asString("");
        if (!by.isEmpty() && !by.equals("key")) {
            body.put("rolloutBucketBy", by);
        }
        body.put("rolloutWeights", weights);
        return body;
    }

    private static boolean same(
            @org.jspecify.annotations.Nullable Object a, @org.jspecify.annotations.Nullable Object b) {
        return JsonMapper.shared().valueToTree(a).equals(JsonMapper.shared().valueToTree(b));
    }

    private String id(String variant) {
        return ids.getOrDefault(variant, "");
    }

    private String idAt(JsonNode index) {
        JsonNode variation = index.isNumber() ? flag.path("variations").path(index.asInt()) : flag.path("none");
        return variation.path("_id").asString("");
    }

    static Map<String, Object> instruction(String kind, Map<String, Object> body) {
        Map<String, Object> instruction = new LinkedHashMap<>();
        instruction.put("kind", kind);
        instruction.putAll(body);
        return instruction;
    }
}
