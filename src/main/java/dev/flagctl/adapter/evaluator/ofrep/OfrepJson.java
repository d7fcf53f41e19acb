// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.evaluator.ofrep;

import dev.flagctl.port.Evaluation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bodies of OFREP: a context goes out; an evaluation, or what is wrong, comes back. */
final class OfrepJson {

    private static final JsonMapper MAPPER = new JsonMapper();

    private OfrepJson() {}

    /**
     * What is wrong with a flag or a context.
     *
     * @param code OpenFeature's error code, such as {@code FLAG_NOT_FOUND}
     * @param details the other side's words; empty for none
     */
    record Problem(String code, String details) {}

    static String request(Map<String, Object> context) {
        return MAPPER.writeValueAsString(Map.of("context", context));
    }

    /** Reads a success, empty when it is none. A value that is missing or null means the code's default. */
    static Optional<Evaluation> evaluation(String body) {
        return object(body).filter(node -> node.hasNonNull("key")).map(node -> {
            JsonNode variant = node.path("variant");
            return new Evaluation(
                    variant.isString() ? variant.asString() : null,
                    value(node.path("value")),
                    node.path("reason").asString(""));
        });
    }

    /** Reads a failure, empty when it is none. */
    static Optional<Problem> problem(String body) {
        return object(body)
                .filter(node -> node.path("errorCode").isString())
                .map(node -> new Problem(
                        node.path("errorCode").asString(),
                        node.path("errorDetails").asString("")));
    }

    private static Optional<JsonNode> object(String body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            return node.isObject() ? Optional.of(node) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Object value(JsonNode node) {
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        if (node.isString()) {
            return node.asString();
        }
        if (node.isNumber()) {
            return number(node.decimalValue());
        }
        if (node.isArray()) {
            List<@Nullable Object> items = new ArrayList<>(node.size());
            node.forEach(item -> items.add(value(item)));
            return Collections.unmodifiableList(items);
        }
        if (node.isObject()) {
            Map<String, @Nullable Object> entries = new LinkedHashMap<>();
            node.properties().forEach(entry -> entries.put(entry.getKey(), value(entry.getValue())));
            return Collections.unmodifiableMap(entries);
        }
        return null;
    }

    /** As variants have them: JSON does not tell 1 from 1.0, and servers written in Go send the former for both. */
    private static Object number(BigDecimal exact) {
        boolean whole = exact.stripTrailingZeros().scale() <= 0
                && exact.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
        return whole ? (Object) exact.longValueExact() : (Object) exact.doubleValue();
    }
}
