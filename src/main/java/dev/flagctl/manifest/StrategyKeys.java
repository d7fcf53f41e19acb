// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.StrategyKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The keys of a rollout laid over those of its template. */
final class StrategyKeys {

    /** Keys of a rollout that are not keys of a strategy. */
    private static final List<String> COMMON = List.of("strategy", "after", "not-before", "approval");

    private final JsonNode own;
    private final @Nullable Template template;
    private final StrategyKind kind;

    StrategyKeys(JsonNode own, @Nullable Template template, StrategyKind kind) {
        this.own = own;
        this.template = template;
        this.kind = kind;
    }

    StrategyKind kind() {
        return kind;
    }

    @Nullable
    JsonNode get(String key) {
        JsonNode value = own.get(key);
        return value == null && template != null ? template.spec().get(key) : value;
    }

    /** Returns whether the rollout itself has the key. */
    boolean isOwn(String key) {
        return own.has(key);
    }

    /** Returns the file in which the key is written. */
    String fileOf(String key, String ownFile) {
        return template == null || own.has(key) ? ownFile : template.file();
    }

    /** Returns all keys of the strategy that are written here or in the template. */
    List<String> written() {
        Map<String, Boolean> keys = new LinkedHashMap<>();
        collect(own, keys);
        if (template != null) {
            collect(template.spec(), keys);
        }
        return new ArrayList<>(keys.keySet());
    }

    private static void collect(JsonNode node, Map<String, Boolean> keys) {
        for (String key : node.propertyNames()) {
            if (!COMMON.contains(key)) {
                keys.put(key, true);
            }
        }
    }

    /** Returns the keys that a kind knows. */
    static List<String> known(StrategyKind kind) {
        return switch (kind) {
            case ALL_AT_ONCE -> List.of("soak");
            case PERCENTAGE -> List.of("percent", "soak");
            case LINEAR -> List.of("from", "step", "to", "bake", "soak");
            case EXPONENTIAL -> List.of("from", "factor", "to", "bake", "soak");
            case CANARY -> List.of("stages");
            case RINGS -> List.of("rings", "percent", "bake", "soak");
            case BLUE_GREEN -> List.of("warm", "standby", "drop");
            case REGION_WAVES -> List.of("waves", "percent", "bake", "soak");
            case AUTO -> List.of("traffic", "baseline", "quantile", "detect", "harm-budget", "lag", "within", "soak");
        };
    }

    /** Returns the keys that the strategy cannot do without. */
    List<String> required() {
        return switch (kind) {
            case ALL_AT_ONCE, BLUE_GREEN -> List.of();
            case PERCENTAGE -> List.of("percent");
            case LINEAR -> List.of("step", "bake");
            case EXPONENTIAL -> List.of("from", "bake");
            case CANARY -> List.of("stages");
            case RINGS -> List.of("rings", "bake");
            case REGION_WAVES -> List.of("waves", "bake");
            case AUTO -> get("quantile") == null ? List.of("baseline", "harm-budget") : List.of("harm-budget");
        };
    }
}
