// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads JSON into plain maps, lists, strings, numbers and booleans. */
final class JsonValues {

    private JsonValues() {}

    /**
     * Returns the object of a text.
     *
     * @throws IllegalStateException when the text is no JSON object: what the ledger keeps was written by flagctl
     */
    static Map<String, Object> object(String text) {
        try (JsonParser json = JsonText.parse(text)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                return map(json);
            }
        } catch (tools.jackson.core.JacksonException e) {
            throw new IllegalStateException("not JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalStateException("not a JSON object: " + text.substring(0, Math.min(40, text.length())));
    }

    private static Map<String, Object> map(JsonParser json) {
        Map<String, Object> map = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            map.put(name, value(json));
        }
        return map;
    }

    private static @Nullable Object value(JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT -> map(json);
            case START_ARRAY -> list(json);
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> json.getString();
        };
    }

    private static List<Object> list(JsonParser json) {
        List<Object> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(json));
        }
        return items;
    }
}
