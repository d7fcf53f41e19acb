// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.Bake;
import dev.flagctl.model.DurationText;
import dev.flagctl.model.HookRef;
import dev.flagctl.model.Percent;
import dev.flagctl.model.SourceRef;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads single values out of nodes whose shape the schema has let through. By hand: reflection would cost more than the YAML. */
final class Values {

    /** Returns units per second of units in a second, minute, hour or day, such as {@code 100/s}; the schema has checked the form. */
    static double perSecond(String traffic) {
        double seconds = switch (traffic.charAt(traffic.length() - 1)) {
            case 's' -> 1;
            case 'm' -> 60;
            case 'h' -> 3600;
            default -> 86_400;
        };
        return Double.parseDouble(traffic.substring(0, traffic.length() - 2)) / seconds;
    }

    private Values() {}

    static String text(JsonNode node, String key, String otherwise) {
        JsonNode value = node.get(key);
        return value == null ? otherwise : value.asString();
    }

    static @Nullable String textOrNull(JsonNode node, String key) {
        JsonNode value = node.get(key);
        return value == null ? null : value.asString();
    }

    static String need(JsonNode node, String key) {
        return child(node, key).asString();
    }

    /** Returns a child that the schema demands. */
    static JsonNode child(JsonNode node, String key) {
        JsonNode value = node.get(key);
        if (value == null) {
            throw new IllegalStateException("the schema let a document without \"" + key + "\" through");
        }
        return value;
    }

    static long number(JsonNode node, String key, long otherwise) {
        JsonNode value = node.get(key);
        return value == null ? otherwise : value.asLong();
    }

    static Duration duration(JsonNode node, String key, Duration otherwise) {
        JsonNode value = node.get(key);
        return value == null ? otherwise : DurationText.parse(value.asString());
    }

    static List<String> texts(@Nullable JsonNode list) {
        if (list == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(list.size());
        for (JsonNode item : list) {
            texts.add(item.asString());
        }
        return texts;
    }

    static Map<String, String> textMap(@Nullable JsonNode object) {
        if (object == null) {
            return Map.of();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            texts.put(entry.getKey(), entry.getValue().asString());
        }
        return texts;
    }

    static Percent percent(JsonNode value) {
        return value.isInt() ? new Percent(value.asInt() * 1000) : Percent.of(value.asDouble());
    }

    /** Returns a fraction of a number such as 0.1 or a text such as {@code 10%}. */
    static double fraction(JsonNode value) {
        if (value.isNumber()) {
            return value.asDouble();
        }
        String text = value.asString();
        return new BigDecimal(text.substring(0, text.length() - 1))
                .movePointLeft(2)
                .doubleValue();
    }

    /** Returns a bake written as a duration, or as a mapping of time and exposures. */
    static Bake bake(@Nullable JsonNode value) {
        if (value == null) {
            return Bake.NONE;
        }
        return value.isString()
                ? Bake.of(DurationText.parse(value.asString()))
                : new Bake(duration(value, "time", Duration.ZERO), number(value, "exposures", 0));
    }

    static List<HookRef> hooks(@Nullable JsonNode list) {
        if (list == null) {
            return List.of();
        }
        List<HookRef> hooks = new ArrayList<>(list.size());
        for (JsonNode hook : list) {
            hooks.add(new HookRef(need(hook, "adapter"), need(hook, "action")));
        }
        return hooks;
    }

    /**
     * Returns the instant of an RFC 3339 text, or the start in UTC of a day.
     *
     * @throws java.time.DateTimeException when there is no such day or time
     */
    static Instant instant(String text) {
        return text.indexOf('T') < 0
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }

    /** Returns a value as plain Java: text, boolean, number, list or map. */
    static @Nullable Object plain(JsonNode value) {
        if (value.isArray()) {
            List<@Nullable Object> list = new ArrayList<>(value.size());
            for (JsonNode item : value) {
                list.add(plain(item));
            }
            return Collections.unmodifiableList(list);
        }
        if (value.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                map.put(entry.getKey(), plain(entry.getValue()));
            }
            return Collections.unmodifiableMap(map);
        }
        if (value.isString()) {
            return value.asString();
        }
        return value.isBoolean() ? (Object) value.asBoolean() : value.isNull() ? null : value.numberValue();
    }

    /** Returns a value that is not null. */
    static Object some(JsonNode value) {
        Object plain = plain(value);
        if (plain == null) {
            throw new IllegalStateException("the schema let an empty value through");
        }
        return plain;
    }

    static SourceRef source(JsonNode node, String file) {
        return node instanceof PlacedObject placed ? new SourceRef(file, placed.line()) : SourceRef.NONE;
    }
}
